import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createShop, memoryStore, type Shop, type Store } from '../../src/index.ts';
import { simulatedClock } from '../../src/testing.ts';
import { runs } from './runs.ts';

const USERS = ['u1', 'u2', 'u3', 'u4', 'u5', 'u6'];
const SKUS = ['a', 'b', 'c'];
const MOST_STOCK = 6;

const cart = fc.record({ a: fc.nat(3), b: fc.nat(3), c: fc.nat(3) });
const stock = fc.array(fc.record({ north: fc.nat(MOST_STOCK), south: fc.nat(MOST_STOCK) }), {
  minLength: SKUS.length,
  maxLength: SKUS.length,
});
const purchase = fc.record(
  { userId: fc.constantFrom(...USERS), idempotencyKey: fc.constantFrom('k1', 'k2') },
  { requiredKeys: ['userId'] },
);

/** A store whose commits become durable at any time, in any order. */
function slowStore(scheduler: fc.Scheduler): Store {
  const store = memoryStore();
  return {
    ...store,
    commit(batch) {
      store.commit(batch);
      return scheduler.schedule(Promise.resolve(), 'durable');
    },
  };
}

/** A line is not added where the stock is smaller; such carts have one line less. */
async function openShop(
  store: Store,
  { stocks, carts }: { stocks: Record<string, number>[]; carts: Record<string, number>[] },
): Promise<Shop> {
  const shop = await createShop({ clock: simulatedClock(), store });
  for (const [index, sku] of SKUS.entries()) {
    const stock = stocks[index] ?? 0;
    await shop.products.add({ sku, name: sku, category: 'any', priceMinor: 1, stock });
  }
  for (const [index, userId] of USERS.entries()) {
    await shop.users.register({ userId, name: userId });
    for (const [sku, quantity] of Object.entries(carts[index] ?? {})) {
      if (quantity > 0) await shop.carts.add(userId, sku, quantity);
    }
  }
  return shop;
}

test('checkouts that overlap never sell more than the stock, and each one is answered', async () => {
  const property = fc.asyncProperty(
    fc.scheduler(),
    stock,
    fc.array(cart, { minLength: USERS.length, maxLength: USERS.length }),
    fc.array(purchase, { minLength: 1, maxLength: 20 }),
    async (scheduler, stocks, carts, purchases) => {
      const shop = await scheduler.waitFor(openShop(slowStore(scheduler), { stocks, carts }));
      const cartsBefore = new Map(USERS.map((userId) => [userId, shop.carts.get(userId)]));
      const stockBefore = new Map(SKUS.map((sku) => [sku, shop.explain(sku)?.available ?? 0]));

      const answers = await scheduler.waitFor(
        Promise.all(purchases.map(({ userId, ...options }) => shop.checkout(userId, options))),
      );

      expect(answers.length).toBe(purchases.length);
      const bought = new Map<string, string>();
      const byKey = new Map<string, object>();
      for (const [index, answer] of answers.entries()) {
        const { userId, idempotencyKey } = purchases[index] as (typeof purchases)[number];
        if (idempotencyKey !== undefined) {
          const first = byKey.get(`${userId}/${idempotencyKey}`);
          if (first === undefined) byKey.set(`${userId}/${idempotencyKey}`, answer);
          else expect(answer).toEqual({ ...first, replayed: true });
        }
        if (answer.ok) {
          expect(shop.orders.get(answer.order.orderId)).toEqual(answer.order);
          expect(bought.get(userId) ?? answer.order.orderId).toBe(answer.order.orderId);
          bought.set(userId, answer.order.orderId);
        } else if (answer.refusal.code === 'out-of-stock') {
          for (const { sku, requested, available } of answer.refusal.shortages) {
            expect(available).toBeLessThan(requested);
            expect(available).toBeLessThanOrEqual(stockBefore.get(sku) ?? 0);
            expect(available).toBeGreaterThanOrEqual(shop.explain(sku)?.available ?? 0);
          }
          expect(shop.carts.get(userId)).toEqual(cartsBefore.get(userId));
        } else {
          expect(answer.refusal.code).toBe('empty-cart');
        }
      }
      for (const sku of SKUS) {
        const sold = [...bought.values()]
          .flatMap((orderId) => shop.orders.get(orderId)?.lines ?? [])
          .filter((line) => line.sku === sku)
          .reduce((sum, { quantity }) => sum + quantity, 0);
        const left = (stockBefore.get(sku) ?? 0) - sold;
        expect(left).toBeGreaterThanOrEqual(0);
        expect(shop.explain(sku)).toMatchObject({ available: left, held: sold, shipped: 0 });
      }
      expect(shop.audit()).toEqual({ ok: true, problems: [] });
    },
  );
  await fc.assert(property, { numRuns: runs(150) });
});
