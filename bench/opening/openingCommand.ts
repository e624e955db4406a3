import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProgress } from '../../src/terminal/progress.ts';
import type { Command } from '../../src/terminal/runCommand.ts';
import { measureSync } from '../harness/measureSync.ts';
import { runBenchmark } from '../harness/runBenchmark.ts';
import { runChild } from '../harness/runChild.ts';
import { temporaryFilesOn, temporaryFolder } from '../harness/temporaryFolder.ts';
import { figuresOf, figuresText, type OpeningFigures } from './figures.ts';
import { TIMEOUT_MS } from './limits.ts';
import { HELP, type OpeningArguments, readArguments } from './readArguments.ts';
import type { Opened, OpeningTask } from './runStep.ts';

const CHILD = fileURLToPath(new URL(`runStep${extname(import.meta.url)}`, import.meta.url));

/** The command `npm run bench:opening`; {@link HELP} says what it does. */
export const openingCommand: Command<OpeningArguments> = {
  name: 'opening',
  help: HELP,
  readArguments,
  async run(given) {
    const { point, rounds, seed, store, out } = given;
    await runBenchmark({
      ...{ name: `opening-${store}`, seed, out, figuresText },
      settings: {
        ...{ ...point, rounds, store, temporaryFilesOn: temporaryFilesOn() },
        syncMicros: await measureSync(),
      },
      measure: () => measure(given),
    });
    return 0;
  },
};

async function measure({ point, rounds, seed, store }: OpeningArguments): Promise<OpeningFigures> {
  const { path, remove } = temporaryFolder();
  const total = point.products + point.carts + point.orders;
  const progress = startProgress({ label: 'opening', total, unit: 'records' });
  const step = (name: OpeningTask['step']) =>
    runChild<Opened>({
      module: CHILD,
      task: { path, point, seed, store, step: name } satisfies OpeningTask,
      timeoutMs: TIMEOUT_MS,
      onProgress: ({ stage, done }) => progress.update(done, `filling: ${stage}`),
    });
  try {
    await step('fill');
    const afterClose: Opened[] = [];
    const afterCrash: Opened[] = [];
    for (let round = 0; round < rounds; round++) {
      progress.update(total, `round ${round + 1}`);
      // The first process opens a closed store and dies, the second one opens what that has left.
      afterClose.push(await step('crash'));
      afterCrash.push(await step('close'));
    }
    return figuresOf(afterClose, afterCrash);
  } finally {
    progress.stop();
    remove();
  }
}
