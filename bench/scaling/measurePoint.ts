import { setImmediate } from 'node:timers/promises';
import { createShop, type Shop } from '../../src/index.ts';
import { expectOk } from '../../src/terminal/expectOk.ts';
import { closedLoop } from '../closedLoop/closedLoop.ts';
import { Purchases, skuOf } from '../closedLoop/purchases.ts';
import { measureMemory } from '../harness/measureMemory.ts';
import { median } from '../harness/median.ts';
import { type Seeded, seeded } from '../harness/seeded.ts';
import { fillShop } from './fillShop.ts';
import { BATCHES, IN_FLIGHT, STOCK, WARM_UP_BATCHES, WARM_UP_POINT } from './limits.ts';
import type { OnProgress, PointResult, PointTask } from './point.ts';

/**
 * Fills a shop up to a point and measures it there. Needs `--expose-gc`.
 *
 * @throws Error if a command is refused, or if the units sold are not those that were bought.
 */
export async function measurePoint(task: PointTask, onProgress: OnProgress): Promise<PointResult> {
  await warmUp(task, onProgress);
  const shop = await createShop();
  await fillShop(shop, task, seeded(task.seed), onProgress);
  const memory = await measureMemory();
  const { bought, ...microseconds } = await measureCheckouts(shop, task, onProgress);
  const unitsSold = countSold(shop, task.products);
  const expected = 2 * (task.orders + bought);
  if (unitsSold !== expected) {
    throw new Error(`${expected} units were bought, ${unitsSold} are missing from the stock`);
  }
  return {
    microsecondsPerCheckout: median(microseconds.wall),
    cpuMicrosecondsPerCheckout: median(microseconds.cpu),
    ...memory,
    unitsSold,
  };
}

/**
 * Runs as many order lifecycles as checkouts are timed, in a shop that is thrown away: otherwise
 * filling a larger shop would warm up the code more, and large shops would look fast.
 */
async function warmUp({ checkouts, seed }: PointTask, onProgress: OnProgress): Promise<void> {
  const shop = await createShop();
  await fillShop(shop, { ...WARM_UP_POINT, orders: checkouts }, seeded(seed), onProgress);
  await shop.close();
}

/** Times batches of checkouts of carts that were filled before. */
async function measureCheckouts(
  shop: Shop,
  { products, checkouts, seed }: PointTask,
  onProgress: OnProgress,
): Promise<{ bought: number; wall: number[]; cpu: number[] }> {
  const users = Math.ceil(checkouts / BATCHES);
  // A separate stream, so that the purchases do not depend on how the shop was filled.
  const random: Seeded = seeded(seed, 1);
  const purchases = new Purchases({ products, users }, random);
  const batch = () => purchases.take(users);
  for (const { userId } of batch()) {
    expectOk(await shop.users.register({ userId, name: userId }));
  }
  const wall: number[] = [];
  const cpu: number[] = [];
  const total = WARM_UP_BATCHES + BATCHES;
  let bought = 0;
  for (let done = 0; done < total; done++) {
    onProgress({ stage: 'batches', done, total });
    await setImmediate();
    const purchased = batch();
    for (const { userId, skus } of purchased) {
      for (const sku of skus) expectOk(await shop.carts.add(userId, sku, 1));
    }
    const startedAt = process.cpuUsage();
    const seconds = await closedLoop(purchased, { inFlight: IN_FLIGHT }, async ({ userId }) => {
      expectOk(await shop.checkout(userId));
    });
    const { user, system } = process.cpuUsage(startedAt);
    bought += purchased.length;
    if (done < WARM_UP_BATCHES) continue;
    wall.push((seconds * 1e6) / purchased.length);
    cpu.push((user + system) / purchased.length);
  }
  return { bought, wall, cpu };
}

function countSold(shop: Shop, products: number): number {
  let sold = 0;
  for (let product = 0; product < products; product++) {
    sold += STOCK - (shop.products.get(skuOf(product))?.available ?? Number.NaN);
  }
  return sold;
}
