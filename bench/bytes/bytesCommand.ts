import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from '../../src/terminal/runCommand.ts';
import { startStagedProgress } from '../../src/terminal/stagedProgress.ts';
import { type Build, buildText, thisBuild } from '../harness/build.ts';
import { runBenchmark } from '../harness/runBenchmark.ts';
import { runChild } from '../harness/runChild.ts';
import { type BuildBytes, type BytesFigures, figuresText } from './figures.ts';
import { PRODUCTS, SEMI_SPACE_MEGABYTES, TIMEOUT_MS } from './limits.ts';
import type { BytesRun, BytesTask } from './measureBytes.ts';
import { type BytesArguments, HELP, readArguments } from './readArguments.ts';

const CHILD = fileURLToPath(new URL(`runBytes${extname(import.meta.url)}`, import.meta.url));

/**
 * The command `npm run bench:bytes`; {@link HELP} says what it does.
 *
 * Goals: what each command leaves to the garbage collector, which is what latency and much of the CPU
 * time depend on, and what a cart and an order take.
 * Non-goals: time, which the other benchmarks are for, and large shops, which
 * `npm run bench:scaling` is for.
 */
export const bytesCommand: Command<BytesArguments> = {
  name: 'bytes',
  help: HELP,
  readArguments,
  async run(given) {
    const { commands, rounds, seed, out } = given;
    await runBenchmark({
      ...{ name: 'bytes', seed, out, figuresText },
      settings: { commands, rounds, products: PRODUCTS },
      measure: () => measure(given),
    });
    return 0;
  },
};

async function measure({ other, ...given }: BytesArguments): Promise<BytesFigures> {
  const builds: BuildBytes[] = [];
  for (const build of other === undefined ? [thisBuild()] : [thisBuild(), other]) {
    const { name, commit, dirty } = build;
    builds.push({ name, commit, dirty, ...(await measureBuild(build, given)) });
  }
  return { builds };
}

async function measureBuild(
  build: Build,
  { commands, rounds, seed }: Omit<BytesArguments, 'other'>,
): Promise<BytesRun> {
  const progress = startStagedProgress(build.name);
  try {
    return await runChild<BytesRun>({
      module: CHILD,
      task: { module: build.module, commands, rounds, seed } satisfies BytesTask,
      timeoutMs: TIMEOUT_MS,
      nodeOptions: [
        '--expose-gc',
        `--min-semi-space-size=${SEMI_SPACE_MEGABYTES}`,
        `--max-semi-space-size=${SEMI_SPACE_MEGABYTES}`,
      ],
      onProgress: progress.update,
    });
  } catch (error) {
    throw new Error(`${buildText(build)}: ${(error as Error).message}`);
  } finally {
    progress.stop();
  }
}
