import { describe, expect, test } from 'vitest';
import {
  bestOf,
  bulkPricing,
  membershipPricing,
  type Pricing,
  regularPricing,
} from '../../../src/index.ts';
import { buy, fillCart, openShop } from './openShop.ts';

const bulk = bulkPricing({ percent: 10, minQuantity: 5 });
const membership = membershipPricing({ percent: 15 });

describe('regular pricing', () => {
  test('is the default', async () => {
    const { shop } = await openShop();
    const order = await buy(shop, 'mia', { mug: 6 });
    expect(order).toMatchObject({ totalMinor: 5400, pricing: 'regular' });
  });

  test('can be asked for at one checkout of a shop with another strategy', async () => {
    const { shop } = await openShop({ pricing: bulk });
    expect(await buy(shop, 'ada', { mug: 5 })).toMatchObject({ totalMinor: 4050, pricing: 'bulk' });
    const order = await buy(shop, 'ada', { mug: 5 }, { pricing: regularPricing() });
    expect(order).toMatchObject({ totalMinor: 4500, pricing: 'regular' });
  });
});

describe('bulk pricing', () => {
  test('takes 10 % off the whole line from 5 units of the product on', async () => {
    const { shop } = await openShop({ pricing: bulk });
    expect((await buy(shop, 'ada', { mug: 4 })).totalMinor).toBe(3600);
    expect((await buy(shop, 'bob', { mug: 5 })).totalMinor).toBe(4050);
  });

  test('counts units that were added one after the other', async () => {
    const { shop } = await openShop({ pricing: bulk });
    await fillCart(shop, 'ada', { mug: 2 });
    expect((await buy(shop, 'ada', { mug: 3 })).totalMinor).toBe(4050);
  });

  test('does not count different products together', async () => {
    const { shop } = await openShop({ pricing: bulk });
    const order = await buy(shop, 'ada', { mug: 4, lamp: 3 });
    expect(order.totalMinor).toBe(4 * 900 + 3 * 2501);
  });

  test('discounts only the product with enough units', async () => {
    const { shop } = await openShop({ pricing: bulk });
    const order = await buy(shop, 'ada', { mug: 5, lamp: 3 });
    expect(order.lines.map(({ lineTotalMinor }) => lineTotalMinor)).toEqual([4050, 7503]);
  });

  test('does not count across orders', async () => {
    const { shop } = await openShop({ pricing: bulk });
    expect((await buy(shop, 'ada', { mug: 4 })).totalMinor).toBe(3600);
    expect((await buy(shop, 'ada', { mug: 4 })).totalMinor).toBe(3600);
  });
});

describe('membership pricing', () => {
  test('takes 15 % off for members, and nothing for other users', async () => {
    const { shop } = await openShop({ pricing: membership });
    expect((await buy(shop, 'ada', { mug: 2 })).totalMinor).toBe(1800);
    expect(await buy(shop, 'mia', { mug: 2 })).toMatchObject({
      totalMinor: 1530,
      pricing: 'membership',
    });
  });

  test('looks at checkout whether the user is a member', async () => {
    const { shop } = await openShop({ pricing: membership });
    await fillCart(shop, 'ada', { mug: 2 });
    await shop.users.register({ userId: 'ada', name: 'Ada', member: true });
    expect((await buy(shop, 'ada', { vase: 1 })).totalMinor).toBe(1530 + 1);
  });
});

describe('the best of several strategies', () => {
  const best = bestOf(bulk, membership);

  test('is charged line by line, and discounts do not add up', async () => {
    const { shop } = await openShop({ pricing: best });
    await shop.users.register({ userId: 'mia', name: 'Mia', member: true });
    expect((await buy(shop, 'mia', { mug: 5 })).totalMinor).toBe(3825);
    const order = await buy(shop, 'ada', { mug: 5, lamp: 1 });
    expect(order.lines.map(({ lineTotalMinor }) => lineTotalMinor)).toEqual([4050, 2501]);
    expect(order.pricing).toBe('bestOf(bulk, membership)');
  });
});

describe('a custom pricing function', () => {
  test('receives the line and the user, and the order keeps its name', async () => {
    const asked: unknown[] = [];
    const flashSale: Pricing = function flashSale(line, user) {
      asked.push([line, user]);
      return user.name === 'Bob' && line.category === 'kitchen' ? 1 : 2;
    };
    const { shop } = await openShop();
    const order = await buy(shop, 'bob', { mug: 3, lamp: 1 }, { pricing: flashSale });
    expect(order).toMatchObject({ totalMinor: 3, pricing: 'flashSale' });
    const bob = { userId: 'bob', name: 'Bob', member: false };
    expect(asked).toEqual([
      [{ sku: 'mug', name: 'Mug', category: 'kitchen', unitPriceMinor: 900, quantity: 3 }, bob],
      [{ sku: 'lamp', name: 'Lamp', category: 'home', unitPriceMinor: 2501, quantity: 1 }, bob],
    ]);
  });

  test('without a name is called custom', async () => {
    const { shop } = await openShop();
    const pricings: Pricing[] = [() => 5];
    const [pricing = regularPricing()] = pricings;
    expect(await buy(shop, 'ada', { mug: 1 }, { pricing })).toMatchObject({
      totalMinor: 5,
      pricing: 'custom',
    });
  });

  test('may answer 0', async () => {
    const { shop } = await openShop();
    const order = await buy(shop, 'ada', { mug: 1 }, { pricing: () => 0 });
    expect(order.totalMinor).toBe(0);
  });
});

describe('a line total', () => {
  test('is rounded half up', async () => {
    const { shop } = await openShop({ pricing: bulk });
    await shop.products.add({ sku: 'pin', name: 'Pin', category: 'x', priceMinor: 1, stock: 99 });
    const totals = [];
    for (const quantity of [5, 14, 16]) {
      totals.push((await buy(shop, 'ada', { pin: quantity })).totalMinor);
    }
    expect(totals).toEqual([5, 13, 14]); // 4.5, 12.6, 14.4
  });

  test('is rounded before the lines are added up', async () => {
    const { shop } = await openShop({ pricing: membership });
    for (const sku of ['pin', 'cap']) {
      await shop.products.add({ sku, name: sku, category: 'x', priceMinor: 10, stock: 9 });
    }
    const order = await buy(shop, 'mia', { pin: 1, cap: 1 });
    expect(order.lines.map(({ lineTotalMinor }) => lineTotalMinor)).toEqual([9, 9]); // 8.5 each
    expect(order.totalMinor).toBe(18);
  });

  test('is rounded once, not for every unit', async () => {
    const { shop } = await openShop({ pricing: bulk });
    await shop.products.add({ sku: 'pin', name: 'Pin', category: 'x', priceMinor: 3, stock: 99 });
    expect((await buy(shop, 'ada', { pin: 10 })).totalMinor).toBe(27); // 2.7 each
  });

  test('of a strategy that answers fractions is rounded half up, too', async () => {
    const { shop } = await openShop();
    const order = await buy(shop, 'ada', { mug: 1, lamp: 1 }, { pricing: () => 2.5 });
    expect(order.lines.map(({ lineTotalMinor }) => lineTotalMinor)).toEqual([3, 3]);
    expect(order.totalMinor).toBe(6);
  });
});

describe('an order', () => {
  test('keeps its prices and the name of its strategy when the product changes', async () => {
    const { shop } = await openShop({ pricing: bulk });
    const order = await buy(shop, 'ada', { mug: 5 });
    await shop.products.update('mug', { priceMinor: 5, name: 'Cup' });
    expect(shop.orders.get(order.orderId)).toEqual(order);
    await shop.orders.confirm(order.orderId);
    await shop.orders.ship(order.orderId, { trackingNumber: 'T1' });
    await shop.orders.deliver(order.orderId);
    expect(shop.orders.get(order.orderId)).toMatchObject({
      totalMinor: 4050,
      pricing: 'bulk',
      lines: [{ name: 'Mug', unitPriceMinor: 900, lineTotalMinor: 4050 }],
    });
  });

  test('is charged at the prices of its checkout, not of the time when lines were added', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 2 });
    await shop.products.update('mug', { priceMinor: 1000 });
    expect((await buy(shop, 'ada', { vase: 1 })).totalMinor).toBe(2001);
  });
});
