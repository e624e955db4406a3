import { afterAll, describe, expect, it } from 'vitest';
import { createShop, type Shop } from '../../../src/index.ts';
import { type SimulatedClock, simulatedClock } from '../../../src/testing.ts';
import { startCounting } from './countWork.ts';

const counting = await startCounting();
afterAll(() => counting.stop());

const DAY_MS = 24 * 60 * 60 * 1000;
const HALF_HOUR_MS = 30 * 60 * 1000;

interface Sale {
  readonly shop: Shop;
  readonly clock: SimulatedClock;
  readonly userIds: readonly string[];
}

/** A shop in which that number of users have a live cart, opened one millisecond after another. */
async function openCarts(users: number): Promise<Sale> {
  const clock = simulatedClock();
  const shop = await createShop({ clock });
  const product = { category: 'things', priceMinor: 100, stock: 10 * users };
  await shop.products.add({ ...product, sku: 'a', name: 'A' });
  const userIds = Array.from({ length: users }, (_, index) => `user${index}`);
  for (const userId of userIds) {
    await shop.users.register({ userId, name: userId });
    await shop.carts.add(userId, 'a', 1);
    clock.advance(1);
  }
  return { shop, clock, userIds };
}

/** The work for each of `few` users and for each of `many` must agree but for a logarithm of their number. */
async function expectFlat(work: (users: number) => Promise<number>): Promise<void> {
  const [few, many] = [1000, 10_000];
  const [a, b] = [(await work(few)) / few, (await work(many)) / many];
  expect(a).toBeGreaterThan(10);
  expect(b / a).toBeGreaterThan(0.7);
  expect(b / a).toBeLessThan(1.3);
}

describe('ten thousand users', () => {
  it('have their carts expire in one clock advance, each with one fact, in due order', async () => {
    const { shop, clock, userIds } = await openCarts(10_000);
    const told: { userId: string; at: number }[] = [];
    shop.on('cart.expired', ({ userId, at }) => told.push({ userId, at }));
    clock.advance(DAY_MS);
    expect(told).toEqual(userIds.map((userId, index) => ({ userId, at: DAY_MS + index })));
    expect(userIds.filter((userId) => shop.carts.get(userId)?.state !== 'empty')).toEqual([]);
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
  });

  it('cost each as much as a thousand when their carts expire', async () => {
    await expectFlat(async (users) => {
      const { clock } = await openCarts(users);
      return counting.count(() => clock.advance(DAY_MS));
    });
  });

  it('cost each as much as a thousand when they fill their carts', async () => {
    await expectFlat((users) => counting.count(async () => void (await openCarts(users))));
  });

  it('cost each as much as a thousand when they buy and do not pay', async () => {
    await expectFlat(async (users) => {
      const { shop, clock, userIds } = await openCarts(users);
      return counting.count(async () => {
        for (const userId of userIds) await shop.checkout(userId);
        clock.advance(HALF_HOUR_MS);
      });
    });
  });
});

describe('memory', () => {
  it('does not grow by a live actor for every finished order', async () => {
    const { shop, userIds } = await openCarts(200);
    const { default: v8 } = await import('node:v8');
    const finish = async () => {
      for (const userId of userIds) {
        await shop.carts.add(userId, 'a', 1);
        const answer = await shop.checkout(userId);
        if (answer.ok) await shop.orders.cancel(answer.order.orderId);
      }
    };
    await finish();
    const { queryObjects } = v8 as unknown as {
      queryObjects?: (type: unknown, options: { format: 'count' }) => number;
    };
    const { Actor } = await import('xstate');
    if (queryObjects === undefined) throw new Error('needs v8.queryObjects (Node.js 20.13)');
    const before = queryObjects(Actor, { format: 'count' } as never);
    for (let round = 0; round < 5; round++) await finish();
    expect(queryObjects(Actor, { format: 'count' } as never)).toBeLessThanOrEqual(before);
  });
});
