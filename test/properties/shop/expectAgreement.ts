import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { Shop, StockFigures } from '../../../src/index.ts';
import type { RealShop } from './ShopCommand.ts';
import type { ShopModel } from './ShopModel.ts';

/** Stands for the ids that the shop creates. */
const ANY_ID = 'any id';

/** Everything that has to be true after every command. */
export function expectAgreement(model: ShopModel, real: RealShop): void {
  const { shop } = real;
  expectEqual(shop.audit(), { ok: true, problems: [] });
  for (const sku of model.products.keys()) expectConservation(sku, model, shop);
  expectEqual(stateOf(shop, model), stateIn(model));
  expectFacts(model, real);
}

/** `received = available + held + shipped`, nothing is negative, and every hold belongs to an open order. */
function expectConservation(sku: string, model: ShopModel, shop: Shop): void {
  const stock = shop.explain(sku);
  if (stock === undefined) throw new Error(`${sku} is gone`);
  let receivedOverall = 0;
  for (const [location, { received }] of model.products.get(sku)?.shelves ?? []) {
    const figures = stock.locations[location];
    if (figures === undefined) throw new Error(`${sku} has no location ${location}`);
    receivedOverall += received;
    expectBalance(`${sku} at ${location}`, received, figures);
  }
  expectBalance(sku, receivedOverall, stock);
  let held = 0;
  for (const { orderId = 'none', quantity } of stock.holds) {
    const state = shop.orders.get(orderId)?.state;
    assert(state === 'pending' || state === 'confirmed', `a ${state} order holds ${sku}`);
    held += quantity;
  }
  assert.equal(held, stock.held, `the holds of ${sku}`);
}

function expectBalance(where: string, received: number, figures: StockFigures): void {
  const { available, held, shipped } = figures;
  assert.equal(available + held + shipped, received, `received of ${where}`);
  assert(Math.min(available, held, shipped) >= 0, `${where} has less than nothing`);
}

/** Many times faster than `expect`, which is only called to explain a difference. */
function expectEqual(actual: object, expected: object): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
}

function stateOf(shop: Shop, model: ShopModel): object {
  const userIds = [...model.users.keys()];
  const skus = [...model.products.keys()];
  return {
    carts: userIds.map((userId) => {
      const cart = shop.carts.get(userId);
      return { ...cart, cartId: cart?.cartId === null ? null : ANY_ID };
    }),
    orders: userIds.map((userId) => shop.orders.list({ userId })),
    products: skus.map((sku) => {
      const { priceMinor, maxPerOrder, available } = shop.products.get(sku) ?? {};
      return { priceMinor, maxPerOrder, available };
    }),
    stock: skus.map((sku) => shop.explain(sku)),
  };
}

function stateIn(model: ShopModel): object {
  const userIds = [...model.users.keys()];
  const products = [...model.products];
  return {
    carts: userIds.map((userId) => model.cartView(userId, ANY_ID)),
    orders: userIds.map((userId) =>
      model.orders
        .filter((order) => order.userId === userId)
        .map((order) => model.orderView(order))
        .reverse(),
    ),
    products: products.map(([sku, { priceMinor, maxPerOrder }]) => {
      return { priceMinor, maxPerOrder, available: model.available(sku) };
    }),
    stock: products.map(([sku]) => model.stockView(sku)),
  };
}

/** The facts since the last command have to be those expected, in the order of `seq`. */
function expectFacts(model: ShopModel, { facts }: RealShop): void {
  const told = facts.splice(0);
  for (const [index, { seq, at }] of told.entries()) {
    const before = told[index - 1];
    if (before === undefined) continue;
    assert.equal(seq, before.seq + 1);
    assert(at >= before.at);
  }
  const withoutSeq = told.map(({ seq: _seq, ...fact }) => fact);
  expect(withoutSeq.sort(byWhatItIsAbout)).toEqual([...model.facts].sort(byWhatItIsAbout));
}

/** The order of facts of one turn, and of timers that are due together, is not specified. */
function byWhatItIsAbout(a: object, b: object): number {
  const key = (fact: object) => {
    const { at, type, userId, sku, orderId } = fact as Record<string, unknown>;
    return JSON.stringify([at, type, userId, sku, typeof orderId === 'string' ? orderId : '']);
  };
  return key(a) < key(b) ? -1 : 1;
}
