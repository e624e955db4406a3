import { expect, test } from 'vitest';
import { seeded } from '../../../bench/harness/seeded.ts';
import { fillShop } from '../../../bench/scaling/fillShop.ts';
import { PROGRESS_STEP } from '../../../bench/scaling/limits.ts';
import { measurePoint } from '../../../bench/scaling/measurePoint.ts';
import { createShop } from '../../../src/index.ts';

test('a shop is filled with its products, live carts of two lines, and delivered orders', async () => {
  const shop = await createShop();
  await fillShop(shop, { products: 7, carts: 3, orders: 4 }, seeded(1), () => {});
  expect(shop.search().total).toBe(7);
  for (const cart of [0, 1, 2]) {
    const { state, lines } = shop.carts.get(`holder-${cart}`) ?? {};
    expect({ state, lines: lines?.length }).toEqual({ state: 'open', lines: 2 });
  }
  expect(shop.carts.get('holder-3')).toBeUndefined();
  for (const customer of [0, 1, 2, 3]) {
    const orders = shop.orders.list({ userId: `customer-${customer}` });
    expect(orders.map(({ state, lines }) => [state, lines.length])).toEqual([['delivered', 2]]);
  }
  await shop.close();
});

test('filling a shop tells how far it is, now and then', async () => {
  const told: unknown[] = [];
  const products = PROGRESS_STEP + 1;
  const point = { products, carts: 0, orders: 0 };
  const shop = await createShop();
  await fillShop(shop, point, seeded(1), (progress) => told.push(progress));
  expect(told).toEqual([
    { stage: 'products', done: PROGRESS_STEP, total: products },
    { stage: 'products', done: products, total: products },
  ]);
  await shop.close();
});

test('a point is not measured where garbage cannot be collected first', async () => {
  const task = { products: 4, carts: 0, orders: 0, checkouts: 1, seed: 1 };
  await expect(measurePoint(task, () => {})).rejects.toThrow('--expose-gc');
});
