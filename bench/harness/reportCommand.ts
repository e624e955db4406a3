import { print } from '../../src/terminal/output.ts';
import { readFlags } from '../../src/terminal/readFlags.ts';
import type { Command } from '../../src/terminal/runCommand.ts';
import { RESULT_FLAGS, readResultFolder } from './resultFlags.ts';
import { openResults, RECORDED_DIR, RESULTS_DIR } from './results.ts';

const HELP = `Usage: npm run bench:report -- [--out DIR | --record]

Writes report.html from all results in a folder: one page with plots and tables, which needs no
network. Every benchmark writes it, too, when it has written its result.

  --out DIR  the folder (${RESULTS_DIR})
  --record   the folder ${RECORDED_DIR}, the source of all published figures
  --help     print this and do nothing

Exit code: 0, or 1 if the report cannot be made, or 2 if an argument is wrong or the folder holds
JSON files that are no results.
`;

/** The command `npm run bench:report`; {@link HELP} says what it does. */
export const reportCommand: Command<string> = {
  name: 'report',
  help: HELP,
  readArguments: (argv) => readResultFolder(readFlags(argv, RESULT_FLAGS).values),
  async run(out) {
    openResults(out);
    // Loaded late: what draws the plots takes a second.
    const { writeReport } = await import('./report.ts');
    print(`written: ${writeReport(out)}\n`);
    return 0;
  },
};
