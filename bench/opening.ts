import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProgress } from './cli/progress.ts';
import { runCommand } from './cli/runCommand.ts';
import { machineText } from './closedLoop/machineText.ts';
import { runChild } from './closedLoop/runChild.ts';
import { openResults, writeResult } from './harness/results.ts';
import { temporaryFilesOn, temporaryFolder } from './harness/temporaryFolder.ts';
import { figuresOf, figuresText, type OpeningFigures } from './opening/figures.ts';
import { TIMEOUT_MS } from './opening/limits.ts';
import { HELP, type OpeningArguments, readArguments } from './opening/readArguments.ts';
import type { Opened, OpeningTask } from './opening/runStep.ts';

/** The command `npm run bench:opening`; {@link HELP} says what it does. */
async function main(argv: readonly string[]): Promise<number> {
  const given = readArguments(argv);
  if (given === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const { point, rounds, seed, out } = given;
  openResults(out);
  const settings = { ...point, rounds, temporaryFilesOn: temporaryFilesOn() };
  process.stdout.write(`machine   ${machineText()}\n`);
  process.stdout.write(`settings  ${JSON.stringify(settings)}\nseed      ${seed}\n\n`);
  const figures = await run(given);
  process.stdout.write(figuresText(figures));
  const path = writeResult(out, 'opening', { seed, settings, figures: { ...figures } });
  // Not sooner: the plots of the report take a second to load.
  const { writeReport } = await import('./harness/report.ts');
  process.stderr.write(`written: ${path}, ${writeReport(out)}\n`);
  return 0;
}

const CHILD = fileURLToPath(new URL(`opening/runStep${extname(import.meta.url)}`, import.meta.url));

async function run({ point, rounds, seed }: OpeningArguments): Promise<OpeningFigures> {
  const { path, remove } = temporaryFolder();
  const total = point.products + point.carts + point.orders;
  const progress = startProgress({ label: 'opening', total, unit: 'records' });
  const step = (name: OpeningTask['step']) =>
    runChild<Opened>({
      module: CHILD,
      task: { path, point, seed, step: name } satisfies OpeningTask,
      timeoutMs: TIMEOUT_MS,
      onProgress: ({ stage, done }) => progress.update(done, `filling: ${stage}`),
    });
  try {
    await step('fill');
    const afterClose: Opened[] = [];
    const afterCrash: Opened[] = [];
    for (let round = 0; round < rounds; round++) {
      progress.update(total, `round ${round + 1}`);
      // The first one finds a closed store and dies, the second one finds what that has left.
      afterClose.push(await step('crash'));
      afterCrash.push(await step('close'));
    }
    return figuresOf(afterClose, afterCrash);
  } finally {
    progress.stop();
    remove();
  }
}

await runCommand('opening', main);
