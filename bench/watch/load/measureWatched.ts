import { createShop, type Shop } from '../../../src/index.ts';
import { expectOk } from '../../../src/terminal/expectOk.ts';
import { closedLoop } from '../../closedLoop/closedLoop.ts';
import { skuOf, userIdOf } from '../../closedLoop/purchases.ts';
import { measureMemory } from '../../harness/measureMemory.ts';
import { openStore } from '../../harness/openStore.ts';
import { seeded } from '../../harness/seeded.ts';
import type { OnProgress } from '../../scaling/point.ts';
import { Times, type TimesSummary } from '../../search/times.ts';
import {
  CLIENTS,
  CLIENTS_DURABLE,
  PRODUCTS,
  STOCK,
  WARM_UP_ORDERS,
  WARM_UP_SHARE,
} from '../limits.ts';
import type { ViewerCounts } from '../viewer/viewerMessage.ts';
import { OrderLifecycles, STEPS } from './orderLifecycles.ts';
import { type PeakMemory, samplePeakMemory } from './peakMemory.ts';
import { type RequestLoopOptions, requestLoop } from './requestLoop.ts';
import { openWatching } from './watching.ts';
import type { WatchTask } from './watchTask.ts';

/** The figures of one run: those of its measured part, except where they say otherwise. */
export interface WatchRun {
  /** Whole orders, by commands. */
  readonly lifecycles: number;
  readonly perSecond: number;
  /** CPU time of all threads of the shop's process for a whole order, in microseconds. */
  readonly cpuMicros: number;
  /** From when a request was sent to its answer, in microseconds. */
  readonly command: TimesSummary;
  readonly peak: PeakMemory;
  /** What the heap has grown by since before the warm-up, after full garbage collections, and the orders since then. */
  readonly growthBytes: number;
  readonly growthOrders: number;
  /** What the viewer has got; null without one. */
  readonly viewer: ViewerCounts | null;
  /** The messages that the inspection has left out since the viewer came; null without an inspection. */
  readonly messagesLeftOut: number | null;
  /** The checksum: all units that are missing from the stock in the end, two for each order. */
  readonly unitsSold: number;
}

/** Runs orders in a closed loop while the shop is watched. Needs `--expose-gc`. */
export async function measureWatched(task: WatchTask, onProgress: OnProgress): Promise<WatchRun> {
  const { store, path, users, seconds, seed } = task;
  const clients = store === 'memory' ? CLIENTS : CLIENTS_DURABLE;
  const shop = await createShop({
    // A closed loop has its callers: none of them can be asked to come back later.
    shedAboveMs: Number.POSITIVE_INFINITY,
    ...(store !== 'memory' && { store: await openStore(store, path) }),
  });
  onProgress({ stage: 'users', done: 0, total: users });
  await fill(shop, users);
  const terms = { users, products: PRODUCTS, stock: STOCK };
  const lifecycles = new OrderLifecycles(shop, terms, seeded(seed));
  await lifecycles.begin(CLIENTS_DURABLE);
  const watching = await openWatching(shop, task);
  const run = (
    stage: string,
    of: Pick<RequestLoopOptions, 'seconds' | 'minRequests' | 'times'>,
  ) => {
    const total = Math.round(1000 * of.seconds);
    const tell = (done: number) => {
      onProgress({ stage, done: Math.min(total, Math.round(1000 * done)), total });
    };
    return requestLoop({ ...of, clients, onProgress: tell }, () => lifecycles.step());
  };
  const heapBefore = await measureMemory();
  const stepsBefore = lifecycles.steps;
  await run('ms of warm-up', {
    seconds: seconds * WARM_UP_SHARE,
    minRequests: users * WARM_UP_ORDERS * STEPS.length,
    times: new Times(),
  });

  const times = new Times();
  await watching.begin();
  const endPeak = samplePeakMemory();
  const cpuBefore = process.cpuUsage();
  const took = await run('ms of orders', { seconds, minRequests: STEPS.length, times });
  const cpu = process.cpuUsage(cpuBefore);
  const peak = endPeak();
  const seen = await watching.end();

  const { heapBytes } = await measureMemory();
  const command = times.summary();
  const orders = command.count / STEPS.length;
  const growthOrders = (lifecycles.steps - stepsBefore) / STEPS.length;
  await watching.close();
  const unitsSold = await lifecycles.end(CLIENTS_DURABLE);
  await shop.close();
  return {
    lifecycles: orders,
    perSecond: orders / took,
    cpuMicros: (cpu.user + cpu.system) / orders,
    ...{ command, peak, growthOrders, unitsSold },
    growthBytes: heapBytes - heapBefore.heapBytes,
    ...seen,
  };
}

/** Adds the products and the users, together, so that they share the commits of a store on disk. */
async function fill(shop: Shop, users: number): Promise<void> {
  const inFlight = CLIENTS_DURABLE;
  await closedLoop([...Array(PRODUCTS).keys()].map(skuOf), { inFlight }, async (sku) => {
    const details = { name: sku, category: 'all', priceMinor: 1000 };
    expectOk(await shop.products.add({ sku, ...details, stock: STOCK }));
  });
  await closedLoop([...Array(users).keys()].map(userIdOf), { inFlight }, async (userId) => {
    expectOk(await shop.users.register({ userId, name: userId }));
  });
}
