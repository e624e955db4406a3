import { isDeepStrictEqual } from 'node:util';
import type { CommandType } from '../../src/commands/table.ts';
import type { Order, Shop } from '../../src/index.ts';
import type { AcknowledgedState } from './acknowledgedState.ts';
import { possibleCarts } from './possibleCarts.ts';
import { SHOPPER_IDS, SKUS } from './sale.ts';
import { type ShopView, viewOf } from './shopView.ts';

/**
 * Compares a shop that was opened after a crash with what was acknowledged before.
 *
 * @param now a time at or after the opening of the shop, epoch milliseconds.
 * @returns what is wrong, one sentence each.
 */
export function checkShop(shop: Shop, acknowledged: AcknowledgedState, now: number): string[] {
  const actual = viewOf(shop);
  return [
    ...shop.audit().problems,
    ...checkOrders(actual.orders, acknowledged, now),
    ...checkCarts(actual, acknowledged, now),
    ...checkValues(actual, acknowledged),
    ...checkStock(shop, actual, acknowledged),
    ...checkConsumer(actual.position, acknowledged),
  ];
}

function checkOrders(
  actual: ShopView['orders'],
  { view, unanswered, attempts }: AcknowledgedState,
  now: number,
): string[] {
  const problems: string[] = [];
  for (const [orderId, order] of view.orders) {
    const found = actual.get(orderId);
    if (found === undefined) problems.push(`order ${orderId} is missing`);
    else if (!mayHaveBecome(order, found, { unanswered, now })) {
      problems.push(`order ${orderId} is ${show(found)}, was ${show(order)}`);
    }
  }
  const byKey = new Map<string, string>();
  for (const orderId of actual.keys()) {
    if (!view.orders.has(orderId) && !attempts.has(orderId)) {
      problems.push(`order ${orderId} is of no checkout`);
    }
    const key = attempts.get(orderId);
    const twin = key === undefined ? undefined : byKey.get(key);
    if (twin !== undefined) problems.push(`orders ${twin} and ${orderId} have the same key ${key}`);
    if (key !== undefined) byKey.set(key, orderId);
  }
  return problems;
}

/** By state, the commands that bring an order there, and from which states they do. */
const STEPS: Readonly<
  Record<string, { readonly commands: readonly CommandType[]; readonly from: readonly string[] }>
> = {
  confirmed: { commands: ['orders.confirm'], from: ['pending'] },
  shipped: { commands: ['orders.ship'], from: ['confirmed'] },
  delivered: { commands: ['orders.deliver', 'orders.send'], from: ['shipped'] },
  cancelled: { commands: ['orders.cancel'], from: ['pending', 'confirmed'] },
};

/** True when an unanswered command or the payment deadline explains the change of the order. */
function mayHaveBecome(
  before: Order,
  after: Order,
  { unanswered, now }: { unanswered: AcknowledgedState['unanswered']; now: number },
): boolean {
  if (isDeepStrictEqual(before, after)) return true;
  if (!isDeepStrictEqual(termsOf(before), termsOf(after))) return false;
  const isOverdue = before.state === 'pending' && before.paymentDueAt <= now;
  if (after.cancelReason === 'payment-timeout') return after.state === 'cancelled' && isOverdue;
  const { commands = [], from = [] } = STEPS[after.state] ?? {};
  return (
    from.includes(before.state) &&
    unanswered.some(
      (asked) =>
        commands.includes(asked.type) && 'orderId' in asked && asked.orderId === after.orderId,
    )
  );
}

/** The members of an order that never change. */
function termsOf({ state, trackingNumber, cancelReason, lines, ...terms }: Order) {
  return { ...terms, lines: lines.map(({ status, ...line }) => line) };
}

function checkCarts(
  actual: Omit<ShopView, 'answers'>,
  acknowledged: AcknowledgedState,
  now: number,
): string[] {
  const problems: string[] = [];
  for (const userId of SHOPPER_IDS) {
    const found = actual.carts.get(userId);
    if (found === undefined) continue;
    const possible = possibleCarts(userId, { acknowledged, orders: actual.orders, now });
    if (possible.some((lines) => isDeepStrictEqual(sorted(lines), sorted(found.lines)))) continue;
    const expected = possible.map(show).join(' or ');
    problems.push(`the cart of ${userId} has ${show(found.lines)}, expected ${expected}`);
  }
  return problems;
}

/** Checks names, prices and ratings: each is the acknowledged value, or that of an unanswered command. */
function checkValues(
  actual: Omit<ShopView, 'answers'>,
  { view, unanswered }: AcknowledgedState,
): string[] {
  const problems: string[] = [];
  const pending = { names: new Map(), prices: new Map(), ratings: new Map() };
  const add = (values: Map<string, unknown[]>, name: string, value: unknown) =>
    values.set(name, [...(values.get(name) ?? []), value]);
  for (const command of unanswered) {
    if (command.type === 'users.register') add(pending.names, command.userId, command.name);
    if (command.type === 'products.update') add(pending.prices, command.sku, command.priceMinor);
    if (command.type === 'products.add') add(pending.prices, command.sku, 100);
    if (command.type === 'products.review') {
      add(pending.ratings, `${command.sku} ${command.userId}`, command.rating);
    }
  }
  for (const kind of ['names', 'prices', 'ratings'] as const) {
    for (const name of new Set([...view[kind].keys(), ...actual[kind].keys()])) {
      const possible = [view[kind].get(name), ...(pending[kind].get(name) ?? [])];
      const found = actual[kind].get(name);
      if (possible.includes(found)) continue;
      problems.push(`${kind}: ${name} is ${found}, expected ${possible.join(' or ')}`);
    }
  }
  return problems;
}

/** Checks that every received unit is on hand or shipped, and that orders account for held and shipped ones. */
function checkStock(
  shop: Shop,
  actual: Omit<ShopView, 'answers'>,
  { view, unanswered }: AcknowledgedState,
): string[] {
  const problems: string[] = [];
  const inOrders = { held: new Map<string, number>(), shipped: new Map<string, number>() };
  for (const { state, lines } of actual.orders.values()) {
    if (state === 'cancelled') continue;
    const units = state === 'pending' || state === 'confirmed' ? inOrders.held : inOrders.shipped;
    for (const { sku, quantity } of lines) units.set(sku, (units.get(sku) ?? 0) + quantity);
  }
  for (const sku of SKUS) {
    const stock = shop.explain(sku);
    if (stock === undefined) continue;
    let possible = [view.received.get(sku) ?? 0];
    for (const command of unanswered) {
      if (command.type === 'products.add' && command.sku === sku) possible.push(command.stock);
      if (command.type !== 'products.restock' || command.sku !== sku) continue;
      possible = [...possible, ...possible.map((units) => units + command.quantity)];
    }
    const received = actual.received.get(sku) ?? 0;
    if (!possible.includes(received)) {
      problems.push(`${sku}: ${received} units were received, expected ${possible.join(' or ')}`);
    }
    for (const kind of ['held', 'shipped'] as const) {
      const units = inOrders[kind].get(sku) ?? 0;
      if (stock[kind] === units) continue;
      problems.push(`${sku}: ${stock[kind]} units are ${kind}, the orders have ${units}`);
    }
  }
  return problems;
}

function checkConsumer(
  position: number,
  { view, acknowledging }: Pick<AcknowledgedState, 'view' | 'acknowledging'>,
): string[] {
  const upTo = Math.max(view.position, acknowledging);
  if (position >= view.position && position <= upTo) return [];
  return [`the consumer is at ${position}, expected ${view.position} to ${upTo}`];
}

function sorted(lines: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(lines).sort();
}

function show(value: unknown): string {
  return JSON.stringify(value);
}
