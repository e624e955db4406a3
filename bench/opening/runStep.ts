import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createShop } from '../../src/index.ts';
import { type DurableKind, openStore } from '../harness/openStore.ts';
import { seeded } from '../harness/seeded.ts';
import { serveTask } from '../harness/serveTask.ts';
import { fillShop } from '../scaling/fillShop.ts';
import type { OnProgress, Point } from '../scaling/point.ts';

/** The task of a child process: it fills a store, or opens it and ends with a close or a crash. */
export interface OpeningTask {
  readonly path: string;
  readonly point: Point;
  readonly seed: number;
  readonly store: DurableKind;
  readonly step: 'fill' | 'close' | 'crash';
}

/** The figures of opening a store; times in milliseconds. */
export interface Opened {
  /** The time until the file is checked and the store is open. */
  readonly storeMs: number;
  /** The time from then until the shop takes commands. */
  readonly shopMs: number;
  readonly fileBytes: number;
  readonly rssBytes: number;
}

async function fill(
  { path, point, seed, store }: OpeningTask,
  onProgress: OnProgress,
): Promise<null> {
  // The shop is filled as fast as it goes.
  const filling = { shedAboveMs: Number.POSITIVE_INFINITY };
  const shop = await createShop({ ...filling, store: await openStore(store, path, false) });
  await fillShop(shop, point, seeded(seed), onProgress);
  await shop.close();
  return null;
}

async function open({ path, point, step, store: kind }: OpeningTask): Promise<Opened> {
  const startedAt = performance.now();
  const store = await openStore(kind, path);
  const openedAt = performance.now();
  const shop = await createShop({ store });
  const shopMs = performance.now() - openedAt;
  const { rss } = process.memoryUsage();
  const { total } = shop.search([], { limit: 0 });
  const lastCart = shop.carts.get(`holder-${point.carts - 1}`);
  const [lastOrder] = shop.orders.list({ userId: 'customer-0', limit: 1 });
  const isWhole =
    total === point.products &&
    (point.carts === 0 || lastCart?.lines.length === 2) &&
    (point.orders === 0 || lastOrder?.state === 'delivered');
  if (!isWhole) throw new Error('the shop that was opened is not the one that was closed');
  if (step === 'close') await shop.close();
  return {
    storeMs: openedAt - startedAt,
    shopMs,
    fileBytes: bytesIn(path),
    rssBytes: rss,
  };
}

/** Bytes of all files in a folder and in those in it. */
function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

await serveTask((task: OpeningTask, onProgress) =>
  task.step === 'fill' ? fill(task, onProgress) : open(task),
);
