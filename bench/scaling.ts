import { runCommand } from './cli/runCommand.ts';
import { machineText } from './closedLoop/machineText.ts';
import { openResults, writeResult } from './harness/results.ts';
import { figuresText } from './scaling/figures.ts';
import { IN_FLIGHT } from './scaling/limits.ts';
import { HELP, readArguments } from './scaling/readArguments.ts';
import { runPoints } from './scaling/runPoints.ts';

/**
 * The command `npm run bench:scaling`; {@link HELP} says what it does.
 *
 * Goals: whether a checkout costs the same in a large shop as in a small one, and what one more
 * product, cart or past order takes in memory.
 * Non-goals: the highest throughput, which `npm run bench` and `npm run sale` are for, latency under
 * load, and stores on disk.
 */
async function main(argv: readonly string[]): Promise<number> {
  const given = readArguments(argv);
  if (given === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const { sizes, checkouts, seed, out } = given;
  openResults(out);
  const settings = { sizes, checkouts, inFlight: IN_FLIGHT };
  process.stdout.write(`machine   ${machineText()}\n`);
  process.stdout.write(`settings  ${JSON.stringify(settings)}\nseed      ${seed}\n\n`);
  const figures = await runPoints(given);
  process.stdout.write(figuresText(figures));
  const path = writeResult(out, 'scaling', { seed, settings, figures: { ...figures } });
  // Not sooner: the plots of the report take a second to load.
  const { writeReport } = await import('./harness/report.ts');
  process.stderr.write(`written: ${path}, ${writeReport(out)}\n`);
  return figures.failed.length === 0 ? 0 : 1;
}

await runCommand('scaling', main);
