import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { numberText } from '../../src/terminal/numberText.ts';
import { printError } from '../../src/terminal/output.ts';
import { startStagedProgress } from '../../src/terminal/stagedProgress.ts';
import { runChild } from '../harness/runChild.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { RUN_TIMEOUT_MS } from './limits.ts';
import type { WatchRun } from './load/measureWatched.ts';
import type { WatchTask } from './load/watchTask.ts';
import type { WatchArguments } from './readArguments.ts';
import { type Case, caseText } from './variant.ts';

/** The runs of one case, one in each round. */
export interface CaseRuns extends Case {
  readonly runs: readonly WatchRun[];
}

const CHILD = fileURLToPath(new URL(`load/runWatched${extname(import.meta.url)}`, import.meta.url));

/** Those of a round, in its order: each round begins with the next one, so that none is always the first or the last. */
export function inRound<Item>(items: readonly Item[], round: number): Item[] {
  const first = round % Math.max(1, items.length);
  return [...items.slice(first), ...items.slice(0, first)];
}

/**
 * Runs all cases in turn, each in a fresh process.
 *
 * @throws Error that names the run if one fails.
 */
export async function runVariants(given: WatchArguments): Promise<CaseRuns[]> {
  const series = given.cases.map((each) => ({ ...each, runs: [] as WatchRun[] }));
  for (let round = 0; round < given.rounds; round++) {
    for (const each of inRound(series, round)) {
      const label = `${caseText(each)}, round ${round + 1} of ${given.rounds}`;
      try {
        const run = await runOnce(each, given, label);
        printError(`${label}: ${runText(run)}\n`);
        each.runs.push(run);
      } catch (error) {
        throw new Error(`${label}: ${(error as Error).message}`);
      }
    }
  }
  return series;
}

async function runOnce(
  { store, variant }: Case,
  { users, seconds, seed, browser }: WatchArguments,
  label: string,
): Promise<WatchRun> {
  const { path, remove } = temporaryFolder();
  const progress = startStagedProgress(label);
  try {
    return await runChild<WatchRun>({
      module: CHILD,
      task: { store, variant, path, users, seconds, seed, browser } satisfies WatchTask,
      timeoutMs: RUN_TIMEOUT_MS,
      nodeOptions: ['--expose-gc'],
      onProgress: progress.update,
    });
  } finally {
    progress.stop();
    remove();
  }
}

function runText({ perSecond, cpuMicros }: WatchRun): string {
  return `${numberText(perSecond)} orders a second, CPU ${numberText(cpuMicros, 1)} µs each`;
}
