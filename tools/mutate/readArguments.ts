import { readFlags } from '../../src/terminal/readFlags.ts';
import { UsageError } from '../../src/terminal/usageError.ts';
import type { NamedFault } from './fault.ts';
import { AREAS, FAULTS } from './faults/all.ts';
import { MIN_KILL_RATE } from './limits.ts';

export const HELP = `Usage: npm run mutate -- [options]

Puts faults into the code, one at a time, and runs the tests that ought to notice each. A test that
fails has killed the fault; one that ends too late has killed it, too, and is listed as timed out. A
fault that survives shows a rule that no test states. The faults are a list in tools/mutate/faults/.
They are put into a copy of the repository in the folder for temporary files; the packages are linked.

  --only NAMES  only the faults of these areas, files or folders, with commas between them
                (areas: ${Object.keys(AREAS).join(', ')})
  --list        print the faults and run nothing
  --json        print the results as JSON
  --help        print this and do nothing

First, all of the tests run without a fault, and have to pass.
Exit code: 0, or 1 if less than ${100 * MIN_KILL_RATE} % of the faults are killed, if the tests of a fault cannot run or
if a test fails without a fault, or 2 if an argument is wrong.
`;

export interface MutateArguments {
  readonly faults: readonly NamedFault[];
  readonly isList: boolean;
  readonly isJson: boolean;
}

/** @throws UsageError if the arguments are not those of {@link HELP}. */
export function readArguments(argv: readonly string[]): MutateArguments {
  const { values } = readFlags(argv, {
    only: { type: 'string' },
    list: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  });
  const faults = values.only === undefined ? FAULTS : faultsOf(values.only);
  return { faults, isList: values.list, isJson: values.json };
}

function faultsOf(only: string): readonly NamedFault[] {
  const names = only.split(',').map((name) => name.trim());
  for (const name of names) {
    if (FAULTS.some((fault) => isOf(fault, name))) continue;
    const areas = Object.keys(AREAS).join(', ');
    throw new UsageError(
      `--only: expected an area (${areas}), or a file or folder with a fault, got ${JSON.stringify(name)}`,
    );
  }
  return FAULTS.filter((fault) => names.some((name) => isOf(fault, name)));
}

function isOf({ area, file }: NamedFault, name: string): boolean {
  return area === name || file === name || file.startsWith(name.replace(/\/?$/, '/'));
}
