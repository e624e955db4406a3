import { isDeepStrictEqual } from 'node:util';
import type { Order, Shop } from '../../src/index.ts';
import type { Answered } from '../../src/testing/simulation/command.ts';
import { expectAnswerIn } from '../../src/testing/simulation/expectAnswerIn.ts';
import { expectConsistent } from '../../src/testing/simulation/expectations.ts';
import { expectSame } from '../../src/testing/simulation/expectSame.ts';
import type { History } from '../../src/testing/simulation/history.ts';
import { ordersIn, type ShopState } from '../../src/testing/simulation/shopState.ts';

/** The first checkout with an idempotency key. */
export interface Purchase {
  /** The number of the batch before its own. */
  readonly batchBefore: number;
  /** The number of its own batch. */
  readonly batch: number;
  readonly at: number;
  /** Of the cart before it, without their order; empty for an empty cart. */
  readonly lines: string;
  /** True when it has bought the cart. */
  readonly hasOrder: boolean;
  /** Undefined until it was answered. */
  answer?: Answered;
}

/**
 * Expects that an answer is what could be read right after its turn, and that a refusal changed nothing but the ends of
 * reservations.
 */
export function expectAnswer(answer: Answered, after: ShopState, before: ShopState): void {
  expectAnswerIn(answer, after);
  if (answer.ok) return;
  const what = `the state after a refusal (${answer.refusal.code})`;
  expectSame(withoutEnds(after), withoutEnds(before), what);
}

/** The state without the times at which reservations end, nor the order that holds have by them. */
function withoutEnds(state: ShopState): ShopState {
  const lines = Object.values(state.carts).flatMap((cart) => cart?.lines ?? []);
  const isReserved = lines.some(({ reservedUntil }) => reservedUntil !== undefined);
  if (!isReserved) return state;
  return JSON.parse(JSON.stringify(state), (name, value) => {
    if (name === 'holds') return value.map((hold: object) => JSON.stringify(hold)).sort();
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

/** Expects that stock, orders, holds, the index of orders, histories and facts agree, as the standard charts have it. */
export function expectStandard(shop: Shop, state: ShopState, history: History): void {
  expectConsistent(shop, state, history);
  for (const { sku } of state.products) expectUnitsAddUp(sku, state);
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

function expectUnitsAddUp(sku: string, state: ShopState): void {
  const { held = 0, shipped = 0 } = state.stock[sku] ?? {};
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
