import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Order, Shop, ShopFact } from '../../src/index.ts';
import type { Chronicle } from './history.ts';
import type { Answered } from './command.ts';
import { ordersIn, type Picture } from './shopState.ts';

/** Every promise that can go on has gone on when this resolves. */
export function drain(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export function expectSame(actual: unknown, expected: unknown, what: string): void {
  if (isDeepStrictEqual(actual, expected)) return;
  try {
    assert.deepEqual(actual, expected);
  } catch (error) {
    throw new Error(`${what}: ${(error as Error).message}`);
  }
}

/** What was answered is what could be read right after the turn; a refusal has changed nothing. */
export function expectAnswerIn(answer: Answered, after: Picture, before: Picture): void {
  if (!answer.ok) {
    expectSame(after, before, `refused (${answer.refusal.code})`);
    return;
  }
  const { cart, order, product, user } = answer;
  if (cart !== undefined) expectSame(after.carts[cart.userId], cart, 'the cart');
  if (user !== undefined) expectSame(after.users[user.userId], user, 'the user');
  if (product !== undefined) {
    const listed = after.products.find(({ sku }) => sku === product.sku);
    expectSame(listed, product, 'the product');
  }
  if (order !== undefined) {
    const listed = after.orders[order.userId]?.find(({ orderId }) => orderId === order.orderId);
    expectSame(listed, order, 'the order');
  }
}

/** Stock, orders, holds, the index of orders, histories and facts all say the same. */
export function expectSound(shop: Shop, picture: Picture, chronicle: Chronicle): void {
  expectSame(shop.audit(), { ok: true, problems: [] }, 'the audit');
  for (const { sku } of picture.products) expectCounted(sku, picture, chronicle);
  const orders = new Map(ordersIn(picture).map((order) => [order.orderId, order]));
  for (const orderId of chronicle.orderIds) {
    const order = orders.get(orderId);
    expectSame(shop.orders.get(orderId), order, `order ${orderId}, which is ${order?.state}`);
    const told = chronicle.facts.filter(
      (fact) => fact.type.startsWith('order.') && 'orderId' in fact && fact.orderId === orderId,
    );
    expectSame(shop.orders.history(orderId), told, `the history of ${orderId}`);
  }
}

function expectCounted(sku: string, picture: Picture, { last }: Chronicle): void {
  const { available = 0, held = 0, shipped = 0 } = picture.stock[sku] ?? {};
  const received = last.received.get(sku) ?? 0;
  expectSame(available + held + shipped, received, `what came in of ${sku}`);
  const orders = ordersIn(picture);
  const isOpen = ({ state }: Order) => state === 'pending' || state === 'confirmed';
  const isGone = ({ state }: Order) => state === 'shipped' || state === 'delivered';
  expectSame(held, unitsOf(sku, orders.filter(isOpen)), `units held of ${sku}`);
  expectSame(shipped, unitsOf(sku, orders.filter(isGone)), `units shipped of ${sku}`);
}

function unitsOf(sku: string, orders: readonly Order[]): number {
  return orders
    .flatMap(({ lines }) => lines)
    .reduce((sum, line) => sum + (line.sku === sku ? line.quantity : 0), 0);
}

/** The log that is read is the one that was written: no gap, nothing twice, time never goes back. */
export async function expectFacts(shop: Shop, { facts, last }: Chronicle): Promise<void> {
  const kept = facts.slice(last.gone);
  const read: ShopFact[] = [];
  const reading = (async () => {
    if (kept.length === 0) return;
    for await (const fact of shop.facts({ after: last.gone })) {
      if (read.push(fact) === kept.length) break;
    }
  })();
  await Promise.race([reading, drain()]);
  expectSame(read, kept, 'the facts that are kept');
  for (const [index, { seq, at }] of facts.entries()) {
    expectSame(seq, index + 1, 'the number of a fact');
    assert(at >= (facts[index - 1]?.at ?? 0), `fact ${seq} is older than the one before`);
  }
}
