import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { createShop, inStock, memoryStore, type Shop, type Store } from '../../src/index.ts';
import { SearchIndex } from '../../src/search/searchIndex.ts';
import { simulatedClock } from '../../src/testing.ts';

const SKUS = ['a', 'b', 'c'];
const USERS = ['u1', 'u2'];

const sku = fc.constantFrom(...SKUS);
const userId = fc.constantFrom(...USERS);
const command = fc.oneof(
  fc.record({
    type: fc.constant('restock' as const),
    sku,
    location: fc.constantFrom('main', 'south'),
    quantity: fc.integer({ min: 1, max: 2 }),
  }),
  fc.record({
    type: fc.constant('buy' as const),
    userId,
    skus: fc.subarray(SKUS, { minLength: 1 }),
  }),
  fc.record({ type: fc.constantFrom('ship' as const, 'cancel' as const), index: fc.nat(5) }),
  fc.record({ type: fc.constant('rename' as const), sku, name: fc.constantFrom('X', 'Y') }),
  fc.constantFrom({ type: 'expire' as const }, { type: 'reopen' as const }),
);
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

afterEach(() => {
  vi.restoreAllMocks();
});

function unitsOf(shop: Shop): number[] {
  return SKUS.map((name) => shop.products.get(name)?.available ?? 0);
}

/** For each product that has gone out of stock or come back: whether it is there now. */
function crossings(before: readonly number[], after: readonly number[]): boolean[] {
  const isThere = after.map((units) => units > 0);
  return isThere.filter((there, index) => there !== (before[index] ?? 0) > 0);
}

async function openShop(store: Store | undefined) {
  const clock = simulatedClock();
  const orders: string[] = [];
  const open = async () => {
    const shop = await createShop({ clock, ...(store !== undefined && { store }) });
    shop.on('order.placed', ({ orderId }) => orders.push(orderId));
    return shop;
  };
  return { clock, orders, open, shop: await open() };
}

async function run(
  at: Awaited<ReturnType<typeof openShop>>,
  given: Exclude<Command, { readonly type: 'reopen' }>,
): Promise<void> {
  const { shop, clock, orders } = at;
  switch (given.type) {
    case 'restock':
      await shop.products.restock(given.sku, given.quantity, { location: given.location });
      return;
    case 'buy':
      for (const name of given.skus) await shop.carts.add(given.userId, name, 1);
      await shop.checkout(given.userId);
      return;
    case 'ship': {
      const orderId = orders[given.index] ?? 'none';
      await shop.orders.confirm(orderId);
      await shop.orders.ship(orderId, { trackingNumber: 'T' });
      return;
    }
    case 'cancel':
      await shop.orders.cancel(orders[given.index] ?? 'none');
      return;
    case 'rename':
      await shop.products.update(given.sku, { name: given.name });
      return;
    case 'expire':
      clock.advance(60 * 60 * 1000);
  }
}

test('the search index is told when a product goes out of stock or comes back, and only then', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(fc.nat(2), { minLength: SKUS.length, maxLength: SKUS.length }),
      fc.array(command, { maxLength: 25 }),
      async (isDurable, stock, commands) => {
        const told = vi.spyOn(SearchIndex.prototype, 'setInStock');
        const at = await openShop(isDurable ? memoryStore() : undefined);
        for (const [index, name] of SKUS.entries()) {
          const product = { sku: name, name, category: 'any', priceMinor: 1 };
          await at.shop.products.add({ ...product, stock: stock[index] ?? 0 });
        }
        for (const id of USERS) await at.shop.users.register({ userId: id, name: id });
        // A shop that has just been opened puts each product into its index when it first needs it.
        let isFresh = false;
        for (const given of commands) {
          if (given.type === 'reopen') {
            if (!isDurable) continue;
            await at.shop.close();
            at.shop = await at.open();
            isFresh = true;
            continue;
          }
          const before = isFresh ? [] : unitsOf(at.shop);
          told.mockClear();
          await run(at, given);
          const values = told.mock.calls.map(([, isInStock]) => isInStock);
          const after = unitsOf(at.shop);
          if (!isFresh) expect(values.sort()).toEqual(crossings(before, after).sort());
          isFresh = false;
          const found = at.shop.search([inStock()]).items.map((item) => item.sku);
          expect(found.sort()).toEqual(SKUS.filter((_, index) => (after[index] ?? 0) > 0));
        }
        expect(at.shop.audit()).toEqual({ ok: true, problems: [] });
        await at.shop.close();
      },
    ),
  );
});
