import { auditStock, type OrderContext, type StockLedger } from '../../../machines/index.ts';
import { restoreHolds } from '../../stock/restoreHolds.ts';
import type { Key } from '../../store/store.ts';
import type { Place } from '../storedActor.ts';
import type { AuditRun } from './auditRun.ts';
import { type ReadOrder, readOrder } from './readOrder.ts';

export interface OrderRules {
  /** Of all prices in the store. */
  readonly currency: string;
  /** Does the chart of the orders cancel those that stay unpaid? */
  readonly hasTimeout: boolean;
  /** The number of the last turn. */
  readonly turns: number;
}

/**
 * Orders, the users' lists of them, and what they make of the stock: the ledger must have all
 * stock and no holds, which follow from the open orders. @returns how many orders there are.
 */
export function auditOrders(run: AuditRun, ledger: StockLedger, rules: OrderRules): number {
  const open = [...run.entries('openOrder', readOrder)].map(({ value }) => value);
  restoreHolds(
    ledger,
    open.map(({ context }) => context),
  );
  let orders = 0;
  let listed = 0;
  const check = (order: ReadOrder, place: Place): OrderContext => {
    orders++;
    if (auditOrder(run, order, { ...rules, place })) listed++;
    return order.context;
  };
  function* all(): Generator<OrderContext> {
    for (const order of open) yield check(order, 'open');
    for (const { value } of run.entries('order', readOrder)) yield check(value, 'past');
  }
  for (const problem of auditStock(ledger, all())) run.report(problem);
  auditLists(run, listed);
  return orders;
}

/** @returns whether the order stands in its user's list. */
function auditOrder(
  run: AuditRun,
  { name, state, context, timers }: ReadOrder,
  { place, currency, hasTimeout, turns }: OrderRules & { readonly place: Place },
): boolean {
  const { orderId, userId, number } = context;
  const { report } = run;
  const isListed = run.snapshot.get(['ordersOf', userId, number]) === name;
  if (orderId !== name) report(`order ${name} says to be ${orderId}`);
  if (!isListed) report(`order ${name} is not in the list of its user ${userId}`);
  run.expectUser(userId, `order ${name}`);
  if (number > turns) report(`order ${name} has the number ${number}, of ${turns} turns`);
  if (context.currency !== currency) {
    report(`order ${name} is in ${context.currency}, the store in ${currency}`);
  }
  if (place === 'past' && run.isOpen('order', name)) {
    report(`order ${name} is both open and past`);
  }
  if (hasTimeout && place === 'open' && state === 'pending' && timers.length === 0) {
    report(`order ${name} is pending, but has no timer that cancels it`);
  }
  return isListed;
}

/** The users' lists name existing orders. */
function auditLists(run: AuditRun, listed: number): void {
  let entries = 0;
  for (const _ of run.entries('orderOf', (orderId) => orderId)) entries++;
  // Each order has one entry of its own: as many are all there are.
  if (entries === listed) return;
  for (const { key, value: orderId } of run.entries('orderOf', (text) => text)) {
    const [, userId, number] = key;
    const order = `order ${orderId}, number ${number} in the list of ${userId},`;
    const found = run.keysOf('order', orderId)[0];
    if (found === undefined) run.report(`${order} does not exist`);
    else if (isOther(run, found, key)) run.report(`${order} is another one`);
  }
}

/** Is the order of another user, or has it another number? One that cannot be read has been told. */
function isOther(run: AuditRun, found: Key, [, userId, number]: Key): boolean {
  try {
    const { context } = readOrder(run.snapshot.get(found) ?? '', found);
    return context.userId !== userId || context.number !== number;
  } catch {
    return false;
  }
}
