import { readFlags } from './cli/readFlags.ts';
import { runCommand } from './cli/runCommand.ts';
import { UsageError } from './cli/usageError.ts';
import { openResults, RESULTS_DIR } from './harness/results.ts';

const HELP = `Usage: npm run bench:report -- [--out DIR]

Writes report.html from all results in a folder: one page with plots and tables, which needs no
network. The benchmarks write it themselves, too.

  --out DIR   the folder (${RESULTS_DIR})
  --help      print this and do nothing
Exit code: 0, or 1 if a file there is no result, or 2 if an argument is no good.
`;

const OPTIONS = {
  out: { type: 'string', default: RESULTS_DIR },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The command `npm run bench:report`; {@link HELP} says what it does. */
async function main(argv: readonly string[]): Promise<number> {
  const { out, help } = readFlags(argv, OPTIONS).values;
  if (help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  if (out === '') throw new UsageError('--out: expected a folder, got nothing');
  openResults(out);
  // Only now: what draws the plots takes a second to load.
  const { writeReport } = await import('./harness/report.ts');
  process.stdout.write(`written: ${writeReport(out)}\n`);
  return 0;
}

await runCommand('report', main);
