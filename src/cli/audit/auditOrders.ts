import type { StateValue } from 'xstate';
import {
  auditStock,
  type OrderContext,
  type StockLedger,
  totalProblem,
} from '../../../machines/index.ts';
import { stateName } from '../../runtime/stateName.ts';
import { orderRecords } from '../../schema/order.ts';
import { orderIndexRecord } from '../../schema/orderIndex.ts';
import type { ActorRecord } from '../../schema/storedActor.ts';
import { restoreHolds } from '../../stock/restoreHolds.ts';
import type { Key } from '../../store/store.ts';
import type { AuditRun } from './auditRun.ts';

export interface OrderRules {
  /** Of all prices in the store. */
  readonly currency: string;
  /** True when the chart of the orders cancels those that stay unpaid. */
  readonly hasTimeout: boolean;
  /** The number of the last turn. */
  readonly turns: number;
}

/**
 * Checks orders, the users' lists of them, and the stock that follows from them.
 *
 * @param ledger has all stock and no holds: these follow from the active orders.
 * @returns how many orders there are.
 */
export function auditOrders(run: AuditRun, ledger: StockLedger, rules: OrderRules): number {
  const active = [...run.entries(orderRecords.active)].map(({ value }) => value);
  restoreHolds(ledger, active.map(contextOf));
  let orders = 0;
  let listed = 0;
  const check = (record: ActorRecord, isActive: boolean): OrderContext => {
    orders++;
    if (auditOrder(run, record, { ...rules, isActive })) listed++;
    return contextOf(record);
  };
  function* all(): Generator<OrderContext> {
    for (const record of active) yield check(record, true);
    for (const { value } of run.entries(orderRecords.archived)) yield check(value, false);
  }
  for (const problem of auditStock(ledger, all())) run.report(problem);
  auditLists(run, listed);
  return orders;
}

function contextOf({ snapshot }: ActorRecord): OrderContext {
  return snapshot.context as OrderContext;
}

/** @returns true when the order stands in its user's list. */
function auditOrder(
  run: AuditRun,
  record: ActorRecord,
  { isActive, currency, hasTimeout, turns }: OrderRules & { readonly isActive: boolean },
): boolean {
  const { name, snapshot, timers } = record;
  const { orderId, userId, number, currency: own } = contextOf(record);
  const { report } = run;
  const isListed =
    orderIndexRecord.get(run.snapshot, orderIndexRecord.key(userId, number)) === name;
  if (orderId !== name) report(`order ${name} says to be ${orderId}`);
  if (!isListed) report(`order ${name} is not in the list of its user ${userId}`);
  run.expectUser(userId, `order ${name}`);
  if (number > turns) report(`order ${name} has the number ${number}, of ${turns} turns`);
  if (own !== currency) report(`order ${name} is in ${own}, the store in ${currency}`);
  if (!isActive && run.isActive(orderRecords, name)) {
    report(`order ${name} is both active and archived`);
  }
  const problem = totalProblem(contextOf(record));
  if (problem !== undefined) report(problem);
  const isPending = isActive && stateName(snapshot.value as StateValue) === 'pending';
  if (hasTimeout && isPending && timers.length === 0) {
    report(`order ${name} is pending, but has no timer that cancels it`);
  }
  return isListed;
}

/** The users' lists name existing orders. */
function auditLists(run: AuditRun, listed: number): void {
  let entries = 0;
  for (const _ of run.entries(orderIndexRecord)) entries++;
  // Each listed order has one entry. Equal numbers leave no entry that belongs to no order.
  if (entries === listed) return;
  for (const { key, value: orderId } of run.entries(orderIndexRecord)) {
    const [, userId, number] = key;
    const order = `order ${orderId}, number ${number} in the list of ${userId},`;
    const found = run.keyOf(orderRecords, orderId);
    if (found === undefined) run.report(`${order} does not exist`);
    else if (isOther(run, found, { userId, number })) run.report(`${order} is another one`);
  }
}

/**
 * True when the order has another user or another number. One that cannot be read has been reported
 * already.
 */
function isOther(
  run: AuditRun,
  key: Key,
  { userId, number }: { readonly userId: string; readonly number: number },
): boolean {
  const { active, archived } = orderRecords;
  const text = run.snapshot.get(key) ?? '';
  try {
    const record = active.matches(key) ? active.read(text, key) : archived.read(text, key);
    const order = contextOf(record);
    return order.userId !== userId || order.number !== number;
  } catch {
    return false;
  }
}
