import { createShop } from '../../src/index.ts';
import { measureMemory } from '../harness/measureMemory.ts';
import { serveTask } from '../harness/serveTask.ts';
import type { OnProgress } from '../scaling/point.ts';
import { FILL } from './fillThings.ts';
import { WARM_UP_COUNT } from './limits.ts';
import { openOnDisk } from './openOnDisk.ts';
import { clockAt, fillingOf, idMaker } from './stage.ts';
import { type Filled, type FilledShop, type Sizes, THINGS } from './things.ts';

/** The task of a child process: what others have left in the memory of a process does not count. */
export type FootprintTask = OpenTask | MemoryTask;

/** Opens a shop on disk. Answers the bytes of memory in use. */
export interface OpenTask {
  readonly step: 'open';
  readonly path: string;
  /** The path of a small shop, which is opened before: code is compiled by then, and is not counted. */
  readonly warmUp: string;
}

/** Makes all things in a shop without a store. Answers the bytes of memory after those of each kind. */
export interface MemoryTask {
  readonly step: 'memory';
  readonly count: number;
  readonly seed: number;
}

/** The small shop stays open, so that the same of it is in memory whatever is opened after it. */
async function open({ path, warmUp }: OpenTask): Promise<number> {
  const small = await openOnDisk(warmUp);
  await small.searchReady();
  const shop = await openOnDisk(path);
  await shop.searchReady();
  const { memory } = await sizes();
  await shop.close();
  await small.close();
  return memory;
}

async function fillInMemory(
  { count, seed }: MemoryTask,
  onProgress: OnProgress,
): Promise<FilledShop> {
  const small = await inMemory({ count: Math.min(WARM_UP_COUNT, count), seed });
  for (const thing of THINGS) await small.fill(thing);
  const { shop, fill } = await inMemory({ count, seed });
  const empty = await sizes();
  const filled: Filled[] = [];
  for (const [done, thing] of THINGS.entries()) {
    onProgress({ stage: thing, done, total: THINGS.length });
    const made = await fill(thing);
    filled.push({ thing, count: made, ...(await sizes()) });
  }
  await shop.close();
  await small.shop.close();
  return { empty, filled };
}

async function inMemory(given: Pick<MemoryTask, 'count' | 'seed'>) {
  const clock = clockAt(THINGS[0]);
  const shop = await createShop({ clock, createId: idMaker(THINGS[0], given.seed) });
  const fill = (thing: Filled['thing']) => FILL[thing](shop, fillingOf(thing, { clock, ...given }));
  return { shop, fill };
}

async function sizes(): Promise<Sizes> {
  const { heapBytes } = await measureMemory();
  return { memory: heapBytes, log: 0, checkpoint: 0 };
}

await serveTask(
  (task: FootprintTask, onProgress): Promise<unknown> =>
    task.step === 'open' ? open(task) : fillInMemory(task, onProgress),
);
