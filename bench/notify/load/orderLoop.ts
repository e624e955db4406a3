import type { Shop } from '../../../src/index.ts';
import { expectOk } from '../../../src/terminal/expectOk.ts';
import { skuOf, userIdOf } from '../../closedLoop/purchases.ts';
import type { Seeded } from '../../harness/seeded.ts';
import type { Times } from '../../search/times.ts';
import { IDLE_MS, PRODUCTS, USERS } from '../limits.ts';

export interface OrderLoopOptions {
  readonly shop: Shop;
  readonly random: Seeded;
  /** Orders per second: a Poisson process. */
  readonly rate: number;
  readonly seconds: number;
  /** Receives the time from the call of each checkout to its answer. */
  readonly checkout: Times;
  /** Receives the time from when each order was due to the answer of its checkout. */
  readonly sinceDue: Times;
  /** Receives the number of seconds that have passed. */
  readonly onSecond?: (seconds: number) => void;
}

/**
 * Places orders when they are due, whether or not earlier ones were answered: a user puts a product into the cart, and
 * buys it. Resolves when all were answered.
 *
 * @returns the number of orders.
 * @throws Error if one fails.
 */
export async function orderLoop(options: OrderLoopOptions): Promise<number> {
  const { shop, random, rate, seconds, checkout, sinceDue, onSecond } = options;
  const startedAt = performance.now();
  const now = () => performance.now() - startedAt;
  const underWay = new Set<Promise<void>>();
  let orders = 0;
  let second = 0;

  const order = async (dueAt: number) => {
    const userId = userIdOf(orders++ % USERS);
    expectOk(await shop.carts.add(userId, skuOf(random.integer(PRODUCTS)), 1));
    const calledAt = now();
    expectOk(await shop.checkout(userId));
    const answeredAt = now();
    checkout.record(answeredAt - calledAt);
    sinceDue.record(answeredAt - dueAt);
  };

  let dueAt = random.exponential(1000 / rate);
  while (dueAt < 1000 * seconds) {
    const time = now();
    if (dueAt > time) {
      await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    } else {
      const placed: Promise<void> = order(dueAt).finally(() => underWay.delete(placed));
      underWay.add(placed);
      dueAt += random.exponential(1000 / rate);
      // Answers and timers have their turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (time >= 1000 * (second + 1)) onSecond?.(++second);
  }
  await Promise.all(underWay);
  return orders;
}
