import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Order, Shop, ShopFact } from '../../src/index.ts';
import type { Answered } from './command.ts';
import type { History, Purchase } from './history.ts';
import { ordersIn, type ShopState } from './shopState.ts';

/** Resolves after all promises that can resolve have resolved. */
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

/**
 * Expects that an answer is what could be read right after its turn, and that a refusal changed nothing but the ends of
 * reservations.
 */
export function expectAnswerIn(answer: Answered, after: ShopState, before: ShopState): void {
  if (!answer.ok) {
    const what = `the state after a refusal (${answer.refusal.code})`;
    expectSame(withoutEnds(after), withoutEnds(before), what);
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

/** The state without the times at which reservations end. */
function withoutEnds(state: ShopState): ShopState {
  const lines = Object.values(state.carts).flatMap((cart) => cart?.lines ?? []);
  const isReserved = lines.some(({ reservedUntil }) => reservedUntil !== undefined);
  if (!isReserved) return state;
  return JSON.parse(JSON.stringify(state), (name, value) => {
    return name === 'reservedUntil' || (name === 'until' && value !== null) ? 0 : value;
  });
}

/** The lines of a user's cart in any order; empty for an empty cart, and for an unknown user. */
export function linesIn(shop: Shop, userId: string): string {
  const lines = shop.carts.get(userId)?.lines ?? [];
  return lines
    .map(({ sku, quantity }) => `${quantity} ${sku}`)
    .sort()
    .join(', ');
}

/** True when a checkout with the key of an earlier one gets its answer: its cart is the same, or bought. */
export function repeats(original: Purchase, lines: string): boolean {
  return lines === original.lines || (original.hasOrder && lines === '');
}

/** Expects the refusal of a checkout whose key belongs to another cart. It may name the order of that one. */
export function expectMismatch(
  answer: Answered | undefined,
  key: string,
  original: Purchase,
): void {
  const first = original.answer;
  const refusal = { code: 'idempotency-mismatch', idempotencyKey: key.split(' ')[1] };
  if (first === undefined) {
    // A crash came between the first one and its answer: nobody but the shop knows its order.
    expectSame({ ...answer, refusal: withoutOrder(answer) }, { ok: false, refusal }, 'a mismatch');
    return;
  }
  const orderId = first.ok ? first.order?.orderId : undefined;
  const named = { ok: false, refusal: orderId === undefined ? refusal : { ...refusal, orderId } };
  // Not before the first one has its answer.
  const isUnnamed = isDeepStrictEqual(answer, { ok: false, refusal });
  if (!isUnnamed) expectSame(answer, named, 'the answer to another cart');
}

function withoutOrder(answer: Answered | undefined): object | undefined {
  if (answer === undefined || answer.ok) return undefined;
  const { orderId, ...refusal } = answer.refusal as { readonly orderId?: string };
  return refusal;
}

/** Expects that stock, orders, holds, the index of orders, histories and facts agree. */
export function expectConsistent(shop: Shop, state: ShopState, history: History): void {
  expectSame(shop.audit(), { ok: true, problems: [] }, 'the audit');
  for (const { sku } of state.products) expectUnitsAddUp(sku, state, history);
  const orders = new Map(ordersIn(state).map((order) => [order.orderId, order]));
  for (const orderId of history.orderIds) {
    const order = orders.get(orderId);
    expectSame(shop.orders.get(orderId), order, `order ${orderId}, which is ${order?.state}`);
    const facts = history.facts.filter(
      (fact) => fact.type.startsWith('order.') && 'orderId' in fact && fact.orderId === orderId,
    );
    expectSame(shop.orders.history(orderId), facts, `the history of ${orderId}`);
  }
}

function expectUnitsAddUp(sku: string, state: ShopState, { last }: History): void {
  const { available = 0, held = 0, shipped = 0 } = state.stock[sku] ?? {};
  const received = last.received.get(sku) ?? 0;
  expectSame(available + held + shipped, received, `units received of ${sku}`);
  const orders = ordersIn(state);
  const isOpen = ({ state }: Order) => state === 'pending' || state === 'confirmed';
  const isGone = ({ state }: Order) => state === 'shipped' || state === 'delivered';
  const reserved = Object.values(state.carts)
    .flatMap((cart) => cart?.lines ?? [])
    .reduce((sum, line) => sum + (line.sku === sku ? (line.reservedQuantity ?? 0) : 0), 0);
  expectSame(held, unitsOf(sku, orders.filter(isOpen)) + reserved, `units held of ${sku}`);
  expectSame(shipped, unitsOf(sku, orders.filter(isGone)), `units shipped of ${sku}`);
}

function unitsOf(sku: string, orders: readonly Order[]): number {
  return orders
    .flatMap(({ lines }) => lines)
    .reduce((sum, line) => sum + (line.sku === sku ? line.quantity : 0), 0);
}

/** Expects that the fact log reads as it was written, except for what was evicted, in the order of time. */
export async function expectFacts(shop: Shop, { facts, last }: History): Promise<void> {
  const kept = facts.slice(last.lowWatermark).filter(({ seq }) => last.kept.has(seq));
  const read: ShopFact[] = [];
  const reading = (async () => {
    if (kept.length === 0) return;
    for await (const fact of shop.facts({ after: last.lowWatermark })) {
      if (read.push(fact) === kept.length) break;
    }
  })();
  await Promise.race([reading, drain()]);
  expectSame(read, kept, 'the facts in the log');
  for (const [index, { seq, at }] of facts.entries()) {
    expectSame(seq, index + 1, 'the number of a fact');
    assert(at >= (facts[index - 1]?.at ?? 0), `fact ${seq} is older than the one before`);
  }
}
