import { describe, expect, test } from 'vitest';
import {
  type Allocation,
  fewestLocations,
  inOrder,
  mostStock,
  type ShopOptions,
} from '../../../src/index.ts';
import { accepted, buy, fillCart, MINUTE, openShop, START } from './openShop.ts';

/** Seven chairs and three stools, in three places. */
async function openFurnitureShop(allocation?: Allocation) {
  const options: Omit<ShopOptions, 'clock'> = allocation === undefined ? {} : { allocation };
  const opened = await openShop(options);
  const chairs = { north: 2, south: 4, west: 1 };
  const stools = { north: 0, south: 1, west: 2 };
  const { products } = opened.shop;
  await products.add({ sku: 'chair', name: 'Chair', category: 'x', priceMinor: 5, stock: chairs });
  await products.add({ sku: 'stool', name: 'Stool', category: 'x', priceMinor: 3, stock: stools });
  return opened;
}

function partsOf(order: { lines: { sku: string; allocations: readonly object[] }[] }) {
  return Object.fromEntries(order.lines.map(({ sku, allocations }) => [sku, allocations]));
}

describe('explain', () => {
  test('shows where every unit of a product is', async () => {
    const { shop } = await openShop({ allocation: inOrder(['a', 'b']) });
    const stock = { a: 3, b: 7 };
    await shop.products.add({ sku: 'cup', name: 'Cup', category: 'x', priceMinor: 1, stock });
    const pending = await buy(shop, 'ada', { cup: 2 });
    const paid = await buy(shop, 'bob', { cup: 3 });
    await shop.orders.confirm(paid.orderId);
    const gone = await buy(shop, 'mia', { cup: 1 });
    await shop.orders.confirm(gone.orderId);
    await shop.orders.ship(gone.orderId, { trackingNumber: 'T1' });
    expect(shop.explain('cup')).toEqual({
      onHand: 9,
      available: 4,
      held: 5,
      shipped: 1,
      locations: {
        a: { onHand: 3, available: 0, held: 3, shipped: 0 },
        b: { onHand: 6, available: 4, held: 2, shipped: 1 },
      },
      holds: [
        { orderId: pending.orderId, quantity: 2, until: START + 30 * MINUTE },
        { orderId: paid.orderId, quantity: 3, until: null },
      ],
    });
    expect(shop.products.get('cup')?.available).toBe(4);
  });

  test('knows the holds of its own product only', async () => {
    const { shop } = await openShop();
    const { orderId } = await buy(shop, 'ada', { mug: 2, lamp: 1 });
    await buy(shop, 'bob', { lamp: 1 });
    expect(shop.explain('mug')?.holds).toMatchObject([{ orderId, quantity: 2 }]);
  });

  test('is undefined for an unknown product', async () => {
    const { shop } = await openShop();
    expect(shop.explain('nothing')).toBeUndefined();
  });
});

describe('stock in several locations', () => {
  test('counts together', async () => {
    const { shop } = await openFurnitureShop();
    expect(shop.products.get('chair')?.available).toBe(7);
    expect((await buy(shop, 'ada', { chair: 7 })).state).toBe('pending');
    expect(await shop.carts.add('bob', 'chair', 1)).toMatchObject({
      refusal: { shortages: [{ sku: 'chair', requested: 1, available: 0 }] },
    });
  });

  test('is served from as few locations as possible by default', async () => {
    for (const { shop } of [await openFurnitureShop(), await openFurnitureShop(fewestLocations)]) {
      const order = await buy(shop, 'ada', { chair: 1, stool: 2 });
      expect(partsOf(order)).toEqual({
        chair: [{ location: 'west', quantity: 1 }],
        stool: [{ location: 'west', quantity: 2 }],
      });
    }
  });

  test('is served in the order of the shop’s choice', async () => {
    const { shop } = await openFurnitureShop(inOrder(['west', 'north']));
    const order = await buy(shop, 'ada', { chair: 5, stool: 1 });
    expect(partsOf(order)).toEqual({
      chair: [
        { location: 'west', quantity: 1 },
        { location: 'north', quantity: 2 },
        { location: 'south', quantity: 2 },
      ],
      stool: [{ location: 'west', quantity: 1 }],
    });
  });

  test('is served from a location that the shop chooses for the buyer', async () => {
    const near = new Map([
      ['ada', ['south']],
      ['bob', ['north']],
    ]);
    const { shop } = await openFurnitureShop((demands, { userId = '' } = {}) =>
      demands.map(() => near.get(userId) ?? []),
    );
    for (const [userId, [location = '']] of near) {
      expect(partsOf(await buy(shop, userId, { chair: 1 }))).toEqual({
        chair: [{ location, quantity: 1 }],
      });
    }
  });

  test('is served from the location with the most units', async () => {
    const { shop } = await openFurnitureShop(mostStock);
    const order = await buy(shop, 'ada', { chair: 5, stool: 1 });
    expect(partsOf(order)).toEqual({
      chair: [
        { location: 'south', quantity: 4 },
        { location: 'north', quantity: 1 },
      ],
      stool: [{ location: 'west', quantity: 1 }],
    });
  });

  test('is served by a custom strategy, which sees the stock and the demand', async () => {
    const seen: unknown[] = [];
    const { shop } = await openFurnitureShop((demands) => {
      for (const { sku, quantity, stock } of demands) {
        seen.push([sku, quantity, stock.map(({ location, available }) => [location, available])]);
      }
      return demands.map(({ sku }) => (sku === 'chair' ? ['north'] : ['south']));
    });
    const order = await buy(shop, 'ada', { chair: 1, stool: 1 });
    expect(partsOf(order)).toEqual({
      chair: [{ location: 'north', quantity: 1 }],
      stool: [{ location: 'south', quantity: 1 }],
    });
    expect(seen).toEqual([
      [
        'chair',
        1,
        [
          ['north', 2],
          ['south', 4],
          ['west', 1],
        ],
      ],
      [
        'stool',
        1,
        [
          ['north', 0],
          ['south', 1],
          ['west', 2],
        ],
      ],
    ]);
  });

  test('is served in full by a strategy that names no location, or none that exists', async () => {
    const { shop } = await openFurnitureShop((demands) =>
      demands.map((_, index) => (index === 0 ? [] : ['nowhere', 'nowhere'])),
    );
    const order = await buy(shop, 'ada', { chair: 7, stool: 3 });
    for (const { quantity, allocations } of order.lines) {
      expect(allocations.reduce((sum, part) => sum + part.quantity, 0)).toBe(quantity);
    }
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
  });

  test('goes back to its locations when the order is cancelled', async () => {
    const { shop } = await openFurnitureShop(inOrder(['west', 'north']));
    const before = [shop.explain('chair'), shop.explain('stool')];
    const { orderId } = await buy(shop, 'ada', { chair: 5, stool: 3 });
    await shop.orders.cancel(orderId);
    expect([shop.explain('chair'), shop.explain('stool')]).toEqual(before);
  });
});

describe('restocking', () => {
  test('makes more units available at once', async () => {
    const { shop, facts } = await openShop();
    await buy(shop, 'ada', { vase: 1 });
    facts.length = 0;
    const { product } = accepted(await shop.products.restock('vase', 4));
    expect(product.available).toBe(4);
    expect(shop.explain('vase')).toMatchObject({ onHand: 5, available: 4, held: 1 });
    expect(facts).toEqual([
      {
        type: 'stock.restocked',
        sku: 'vase',
        location: 'main',
        quantity: 4,
        available: 4,
        at: START,
        seq: expect.any(Number),
      },
    ]);
    expect((await buy(shop, 'bob', { vase: 4 })).state).toBe('pending');
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
  });

  test('happens at the location that is named, also a new one', async () => {
    const { shop, facts } = await openFurnitureShop();
    await shop.products.restock('chair', 3, { location: 'north' });
    await shop.products.restock('chair', 2, { location: 'east' });
    expect(shop.explain('chair')?.locations).toMatchObject({
      north: { available: 5 },
      south: { available: 4 },
      west: { available: 1 },
      east: { available: 2 },
    });
    expect(facts.at(-1)).toMatchObject({ sku: 'chair', location: 'east', available: 12 });
  });

  test('is refused for an unknown product', async () => {
    const { shop } = await openShop();
    expect(await shop.products.restock('nothing', 1)).toEqual({
      ok: false,
      refusal: { code: 'unknown-product', sku: 'nothing' },
    });
  });
});

describe('stock that runs out', () => {
  test('emits a fact when it becomes low, and when it is depleted', async () => {
    const { shop, facts } = await openShop();
    const toldOf = (type: string) => facts.filter((fact) => fact.type === type);
    await buy(shop, 'ada', { mug: 4 });
    expect([toldOf('stock.low'), toldOf('stock.depleted')]).toEqual([[], []]);
    await buy(shop, 'ada', { mug: 1 });
    expect(toldOf('stock.low')).toMatchObject([{ sku: 'mug', available: 5 }]);
    await buy(shop, 'ada', { mug: 1 });
    expect(toldOf('stock.low')).toHaveLength(1);
    expect(toldOf('stock.depleted')).toEqual([]);
    await buy(shop, 'ada', { mug: 4 });
    expect(toldOf('stock.depleted')).toMatchObject([{ sku: 'mug', available: 0 }]);
    expect(toldOf('stock.low')).toHaveLength(1);
  });

  test('cannot be added to a cart', async () => {
    const { shop } = await openShop();
    await buy(shop, 'ada', { vase: 1 });
    expect(await shop.carts.add('bob', 'vase', 1)).toMatchObject({
      refusal: { code: 'out-of-stock', shortages: [{ requested: 1, available: 0 }] },
    });
  });
});

describe('the audit', () => {
  test('finds nothing wrong with a shop in the middle of its work', async () => {
    const { shop, clock } = await openFurnitureShop();
    for (const userId of ['ada', 'bob', 'mia']) {
      const { orderId } = await buy(shop, userId, { chair: 2, mug: 1 });
      if (userId !== 'mia') await shop.orders.confirm(orderId);
      if (userId === 'bob') await shop.orders.ship(orderId, { trackingNumber: 'T1' });
    }
    await fillCart(shop, 'ada', { stool: 1 });
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
    clock.advance(30 * MINUTE);
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
  });
});
