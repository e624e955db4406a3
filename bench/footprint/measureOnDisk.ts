import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { OnProgress } from '../scaling/point.ts';
import { FILL } from './fillThings.ts';
import { WARM_UP_COUNT } from './limits.ts';
import { bytesBefore, segmentsOf } from './logEnds.ts';
import { openOnDisk } from './openOnDisk.ts';
import type { OpenTask } from './runStep.ts';
import { clockAt, fillingOf, idMaker } from './stage.ts';
import { type FilledShop, type Sizes, THINGS, type Thing } from './things.ts';

const TOOL = fileURLToPath(
  new URL(`../../src/cli/statecart${extname(import.meta.url)}`, import.meta.url),
);

/** What is measured, and how. */
export interface OnDiskOptions {
  /** An empty folder for the stores. */
  readonly folder: string;
  readonly count: number;
  readonly seed: number;
  /** Runs the task in a process of its own. */
  readonly measureOpened: (task: OpenTask) => Promise<number>;
  readonly onProgress: OnProgress;
}

/** What a shop takes, except for its log: where that ends is known once it has a further segment. */
interface Measured extends Omit<Sizes, 'log'> {
  /** The number of segments that its log has by now. */
  readonly segments: number;
}

/**
 * Fills a shop on disk, and measures it after the things of each kind: it is closed, its checkpoint is
 * compacted, and it is opened again in another process.
 */
export async function measureOnDisk(options: OnDiskOptions): Promise<FilledShop> {
  const { folder, count, seed, measureOpened, onProgress } = options;
  const [path, warmUp] = [join(folder, 'store'), join(folder, 'warm-up')];
  const measure = async (): Promise<Measured> => {
    const segments = segmentsOf(path).length;
    await promisify(execFile)(process.execPath, [TOOL, 'compact', path]);
    const checkpoint = statSync(join(path, 'checkpoint', 'data.mdb')).size;
    return { segments, memory: await measureOpened({ step: 'open', path, warmUp }), checkpoint };
  };
  const few = Math.min(WARM_UP_COUNT, count);
  for (const thing of THINGS) await fill(warmUp, thing, { count: few, seed });
  await (await openOnDisk(path)).close();
  const empty = await measure();
  const filled: (Measured & { thing: Thing; count: number })[] = [];
  for (const [done, thing] of THINGS.entries()) {
    onProgress({ stage: thing, done, total: THINGS.length });
    const made = await fill(path, thing, { count, seed });
    filled.push({ thing, count: made, ...(await measure()) });
  }
  // The segment that this begins tells where the log ended before.
  await fill(path, 'restock', { count: 1, seed });
  return { empty: withLog(path, empty), filled: filled.map((each) => withLog(path, each)) };
}

/** Makes things in a shop on disk, and closes it. @returns how many. */
async function fill(
  path: string,
  thing: Thing,
  { count, seed }: Pick<OnDiskOptions, 'count' | 'seed'>,
): Promise<number> {
  const clock = clockAt(thing);
  const shop = await openOnDisk(path, { clock, createId: idMaker(thing, seed) });
  const made = await FILL[thing](shop, fillingOf(thing, { clock, count, seed }));
  await shop.close();
  return made;
}

function withLog<Each extends Measured>(
  path: string,
  { segments, ...measured }: Each,
): Omit<Each, 'segments'> & Sizes {
  const next = segmentsOf(path)[segments];
  if (next === undefined) throw new Error(`expected more than ${segments} segments`);
  return { ...measured, log: bytesBefore(path, next) };
}
