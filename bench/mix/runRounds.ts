import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printError } from '../../src/terminal/output.ts';
import { startStagedProgress } from '../../src/terminal/stagedProgress.ts';
import { type Build, buildText, thisBuild } from '../harness/build.ts';
import { runChild } from '../harness/runChild.ts';
import type { BuildRuns } from './figures.ts';
import { RUN_TIMEOUT_MS } from './limits.ts';
import type { MixRun, MixTask } from './measureMix.ts';
import type { MixArguments } from './readArguments.ts';

const CHILD = fileURLToPath(new URL(`runBuild${extname(import.meta.url)}`, import.meta.url));

/**
 * Runs this build, and the other one if there is one, once in each round; in every second round the
 * other one first, so that a drift of the machine's speed affects both.
 *
 * @throws Error that names the build if a run fails.
 */
export async function runRounds(given: MixArguments): Promise<BuildRuns[]> {
  const { other, rounds } = given;
  const builds = other === undefined ? [thisBuild()] : [thisBuild(), other];
  const series = builds.map((build) => ({ build, runs: [] as MixRun[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { build, runs } of round % 2 === 0 ? series : series.toReversed()) {
      runs.push(await runBuild(build, given, `round ${round + 1} of ${rounds}`));
    }
  }
  return series;
}

async function runBuild(
  build: Build,
  { settings, warmUpMs }: MixArguments,
  round: string,
): Promise<MixRun> {
  const task: MixTask = { module: build.module, settings, warmUpMs };
  const progress = startStagedProgress(`${round}, ${build.name}`);
  try {
    const run = await runChild<MixRun>({
      module: CHILD,
      task,
      timeoutMs: RUN_TIMEOUT_MS,
      nodeOptions: ['--expose-gc'],
      onProgress: progress.update,
    });
    progress.stop();
    const cost = `${run.cpuSeconds.toFixed(3)} CPU seconds a virtual second`;
    printError(`${round}, ${buildText(build)}: ${cost}\n`);
    return run;
  } catch (error) {
    throw new Error(`${buildText(build)}: ${(error as Error).message}`);
  } finally {
    progress.stop();
  }
}
