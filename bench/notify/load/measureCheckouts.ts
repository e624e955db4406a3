import { setImmediate } from 'node:timers/promises';
import type { Shop } from '../../../src/index.ts';
import { expectOk } from '../../../src/terminal/expectOk.ts';
import { closedLoop } from '../../closedLoop/closedLoop.ts';
import { type Purchase, Purchases } from '../../closedLoop/purchases.ts';
import { measureMemory } from '../../harness/measureMemory.ts';
import { seeded } from '../../harness/seeded.ts';
import { IN_FLIGHT, IN_FLIGHT_DURABLE } from '../../peers/limits.ts';
import type { OnProgress } from '../../scaling/point.ts';
import { Times, type TimesSummary } from '../../search/times.ts';
import { PRODUCTS, USERS, WARM_UP_SHARE } from '../limits.ts';
import { addCustomers, openNotifyShop } from '../notifyShop.ts';
import type { LoadTask } from './loadTask.ts';
import { notifierChannel } from './notifierChannel.ts';

/** The checkouts of one run. */
export interface CheckoutRun {
  readonly perSecond: number;
  /** From the call of a checkout to its answer, in microseconds. */
  readonly checkout: TimesSummary;
  /** Calls of the channel that have failed, by messages. */
  readonly retried: number;
  /** In use at the end, after full garbage collections. */
  readonly heapBytes: number;
}

/**
 * Checks out in a closed loop. Carts are filled beforehand, and orders are cancelled afterwards, in time that does not
 * count. Needs `--expose-gc`.
 */
export async function measureCheckouts(
  task: LoadTask,
  onProgress: OnProgress,
): Promise<CheckoutRun> {
  const { notifier, store, path, seconds, seed } = task;
  const channel = notifierChannel(task);
  const shop = await openNotifyShop({ store, path, channel, retainsFacts: notifier === 'log' });
  await addCustomers(shop, onProgress);
  const purchases = new Purchases({ products: PRODUCTS, users: USERS }, seeded(seed));
  const run = (time: number, stage: string) => {
    const onBatch = (done: number) =>
      onProgress({ stage, done: Math.round(1000 * done), total: Math.round(1000 * time) });
    return checkOutFor(shop, { seconds: time, inFlight: inFlightOf(task), purchases, onBatch });
  };
  await run(seconds * WARM_UP_SHARE, 'ms of warm-up');
  const { count, took, times } = await run(seconds, 'ms of checkouts');
  const { problems } = shop.audit();
  if (problems.length > 0) throw new Error(`the audit finds: ${problems.join('; ')}`);
  const { heapBytes } = await measureMemory();
  const retried = shop.notifications.status()[0]?.retried ?? 0;
  await shop.close();
  return { perSecond: count / took, checkout: times.summary(), retried, heapBytes };
}

/** Where an answer waits for the disk, more of them are under way. */
function inFlightOf({ store }: LoadTask): number {
  return store === 'memory' ? IN_FLIGHT : IN_FLIGHT_DURABLE;
}

interface Checkouts {
  readonly seconds: number;
  readonly inFlight: number;
  readonly purchases: Purchases;
  readonly onBatch: (seconds: number) => void;
}

async function checkOutFor(
  shop: Shop,
  { seconds, inFlight, purchases, onBatch }: Checkouts,
): Promise<{ count: number; took: number; times: Times }> {
  const times = new Times();
  let count = 0;
  let took = 0;
  while (took < seconds) {
    const batch = purchases.take(USERS);
    const orderIds: string[] = [];
    await closedLoop(batch, { inFlight: IN_FLIGHT_DURABLE }, (purchase) =>
      fillCart(shop, purchase),
    );
    took += await closedLoop(batch, { inFlight }, async ({ userId }) => {
      const startedAt = performance.now();
      const { order } = expectOk(await shop.checkout(userId));
      times.record(performance.now() - startedAt);
      orderIds.push(order.orderId);
    });
    count += batch.length;
    await closedLoop(orderIds, { inFlight: IN_FLIGHT_DURABLE }, async (orderId) => {
      expectOk(await shop.orders.cancel(orderId));
    });
    onBatch(took);
    await setImmediate();
  }
  return { count, took, times };
}

async function fillCart(shop: Shop, { userId, skus }: Purchase): Promise<void> {
  for (const sku of skus) expectOk(await shop.carts.add(userId, sku, 1));
}
