import { type Flags, readFlags } from '../../bench/cli/readFlags.ts';
import { readInteger } from '../../bench/cli/readNumber.ts';
import { UsageError } from '../../bench/cli/usageError.ts';
import { FAULTS, type Fault } from './faultyStore.ts';

export const HELP = `Usage: npm run soak -- [--kills N] [--kills-per-store N] [--seed N] [--path FOLDER]
                       [--no-simulation] [--fault NAME]

Lets processes sell from a shop on disk and kills them with SIGKILL, at work and while they open it.
After each kill the shop is opened again: its records must be those of one of its turns, not before
the last acknowledged one, and everything that was answered must still be so. The next process goes
on with the same shop. Afterwards runs the simulation tests, where they are, with more runs.

  --kills N            processes to kill; 500 when left out
  --kills-per-store N  then a new shop, whose making is killed first; 24 when left out
  --seed N             makes the same choices again (kills still come at other moments of the work);
                       a random one when left out
  --path FOLDER        where the shops are; a temporary folder when left out. A lost one stays there
  --no-simulation      do not run the simulation tests
  --fault NAME         let the stores do something wrong, to see that it is noticed:
                       ${FAULTS.join(', ')}
  --help               print this and do nothing

Exit code: 0, or 1 if anything was lost or wrong, or 2 if the arguments are no good.
`;

const OPTIONS = {
  kills: { type: 'string', default: '500' },
  'kills-per-store': { type: 'string', default: '24' },
  seed: { type: 'string' },
  path: { type: 'string' },
  fault: { type: 'string' },
  'no-simulation': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies Flags;

export interface SoakArguments {
  readonly kills: number;
  readonly killsPerStore: number;
  readonly seed?: number;
  readonly path?: string;
  readonly fault?: Fault;
  readonly simulation: boolean;
}

/**
 * @returns `'help'` if that is what was asked for.
 * @throws UsageError if the arguments are not those of {@link HELP}.
 */
export function readArguments(argv: readonly string[]): SoakArguments | 'help' {
  const { values } = readFlags(argv, OPTIONS);
  if (values.help === true) return 'help';
  const { kills, seed, path, fault } = values;
  if (path === '') throw new UsageError('--path: expected a folder, got nothing');
  return {
    kills: readInteger('--kills', kills, { min: 1, max: 1_000_000 }),
    killsPerStore: readInteger('--kills-per-store', values['kills-per-store'], {
      min: 1,
      max: 1000,
    }),
    simulation: values['no-simulation'] !== true,
    ...(seed !== undefined && { seed: readInteger('--seed', seed, { min: 0, max: 2 ** 31 - 1 }) }),
    ...(path !== undefined && { path }),
    ...(fault !== undefined && { fault: readFault(fault) }),
  };
}

function readFault(text: string): Fault {
  const fault = FAULTS.find((name) => name === text);
  if (fault !== undefined) return fault;
  throw new UsageError(`--fault: expected ${FAULTS.join(', ')}, got ${JSON.stringify(text)}`);
}
