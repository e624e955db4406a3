import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createShop, memoryStore, type Shop } from '../../src/index.ts';
import { simulatedClock } from '../../src/testing.ts';
import { runs } from './runs.ts';

const USERS = ['ada', 'bob', 'cleo'];
const userId = fc.constantFrom(...USERS);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ add: userId }) },
  { weight: 1, arbitrary: fc.record({ clear: userId }) },
  { weight: 3, arbitrary: fc.record({ buy: userId }) },
  { weight: 4, arbitrary: fc.record({ move: fc.nat(), by: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ passMs: fc.constantFrom(60_000, 1_800_000, 90_000_000) }) },
  { weight: 1, arbitrary: fc.constant({ reopen: true } as const) },
);

function ordersOf(shop: Shop) {
  return USERS.flatMap((id) => shop.orders.list({ userId: id }));
}

function move(shop: Shop, index: number, by: number): Promise<unknown> | undefined {
  const orders = ordersOf(shop);
  const orderId = orders[index % Math.max(1, orders.length)]?.orderId;
  if (orderId === undefined) return undefined;
  if (by === 0) return shop.orders.confirm(orderId);
  if (by === 1) return shop.orders.ship(orderId, { trackingNumber: 'T' });
  return by === 2 ? shop.orders.deliver(orderId) : shop.orders.cancel(orderId);
}

test.each([false, true])(
  'stats() counts the carts with lines and the open orders (in a store: %s)',
  async (isDurable) => {
    const property = fc.asyncProperty(
      fc.array(step, { maxLength: 40, size: 'max' }),
      async (steps) => {
        const clock = simulatedClock();
        const store = memoryStore();
        const open = () => createShop({ clock, ...(isDurable && { store }) });
        let shop = await open();
        await shop.products.add({ sku: 'a', name: 'A', category: 'c', priceMinor: 1, stock: 99 });
        for (const id of USERS) await shop.users.register({ userId: id, name: 'U' });
        for (const it of steps) {
          if ('add' in it) await shop.carts.add(it.add, 'a', 1);
          else if ('clear' in it) await shop.carts.clear(it.clear);
          else if ('buy' in it) await shop.checkout(it.buy);
          else if ('move' in it) await move(shop, it.move, it.by);
          else if ('passMs' in it) clock.advance(it.passMs);
          else if (isDurable) {
            await shop.close();
            shop = await open();
          }
          const { carts, orders, timers } = shop.stats();
          const live = USERS.filter((id) => (shop.carts.get(id)?.lines.length ?? 0) > 0).length;
          const states = ordersOf(shop).map(({ state }) => state);
          const ended = states.filter((state) => state === 'delivered' || state === 'cancelled');
          expect(carts.live).toBe(live);
          expect(orders.open).toBe(states.length - ended.length);
          expect(timers).toBe(live + states.filter((state) => state === 'pending').length);
        }
      },
    );
    await fc.assert(property, { numRuns: runs(60) });
  },
);
