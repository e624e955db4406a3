import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from '../../src/terminal/runCommand.ts';
import { startStagedProgress } from '../../src/terminal/stagedProgress.ts';
import { runBenchmark } from '../harness/runBenchmark.ts';
import { runChild } from '../harness/runChild.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { type FootprintFigures, figuresOf, figuresText } from './figures.ts';
import { GROUP, TEXT_LENGTH, TIMEOUT_MS } from './limits.ts';
import { measureOnDisk } from './measureOnDisk.ts';
import { type FootprintArguments, HELP, readArguments } from './readArguments.ts';
import type { FootprintTask } from './runStep.ts';
import type { FilledShop } from './things.ts';

const CHILD = fileURLToPath(new URL(`runStep${extname(import.meta.url)}`, import.meta.url));

/**
 * The command `npm run bench:footprint`; {@link HELP} says what it does.
 *
 * Goals: the bytes of one more thing, from which the memory and the disk of a shop are estimated.
 * Non-goals: time, what a command leaves to the garbage collector, which `npm run bench:bytes` is for,
 * and very large shops, which `npm run bench:scaling` is for.
 */
export const footprintCommand: Command<FootprintArguments> = {
  name: 'footprint',
  help: HELP,
  readArguments,
  async run(given) {
    const { count, seed, out } = given;
    await runBenchmark({
      ...{ name: 'footprint', seed, out, figuresText },
      settings: { count, commandsInGroup: GROUP, textLength: TEXT_LENGTH },
      measure: () => measure(given),
    });
    return 0;
  },
};

async function measure({ count, seed }: FootprintArguments): Promise<FootprintFigures> {
  const { path: folder, remove } = temporaryFolder();
  const progress = startStagedProgress('footprint');
  const onProgress = progress.update;
  const runStep = <Result>(task: FootprintTask) =>
    runChild<Result>({
      ...{ module: CHILD, task, timeoutMs: TIMEOUT_MS, nodeOptions: ['--expose-gc'], onProgress },
    });
  try {
    const inMemory = await runStep<FilledShop>({ step: 'memory', count, seed });
    const measureOpened = runStep<number>;
    const onDisk = await measureOnDisk({ folder, count, seed, measureOpened, onProgress });
    return figuresOf(inMemory, onDisk);
  } finally {
    progress.stop();
    remove();
  }
}
