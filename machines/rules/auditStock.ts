import type { OrderContext } from '../order.ts';
import type { StockLedger } from './stockLedger.ts';

/** The members of an order that an audit reads. */
export type AuditedOrder = Pick<OrderContext, 'orderId' | 'lines' | 'stock'>;

/**
 * Recomputes every total of the ledger from the orders, their holds and the soft holds of carts, and reports each
 * difference.
 * Different actors write the orders and the ledger, so a message that was lost or handled twice
 * between them shows here.
 *
 * @param ledger all stock and all holds.
 * @param orders every order, past ones included: the units that they have shipped are counted.
 * @returns one sentence for each problem; an empty list when there is none.
 */
export function auditStock(ledger: StockLedger, orders: Iterable<AuditedOrder>): string[] {
  const units: Units = { holds: new Tally(), openOrders: new Tally(), shippedOrders: new Tally() };
  // Whether these are those of the carts says auditSoftHolds.
  for (const [, lines] of ledger.softHolds.all()) {
    for (const { sku, allocations } of lines) {
      for (const { location, quantity } of allocations) {
        units.holds.add(sku, location, quantity);
        units.openOrders.add(sku, location, quantity);
      }
    }
  }
  return [
    ...orderProblems(ledger, orders, units),
    ...balanceProblems(ledger, units),
    ...missingEntries(units),
  ];
}

/** Units by their origin, in all orders and holds. Those of soft holds are among those of holds and open orders. */
interface Units {
  readonly holds: Tally;
  readonly openOrders: Tally;
  readonly shippedOrders: Tally;
}

/** Compares orders with their holds, and adds up the units of both. */
function orderProblems(
  ledger: StockLedger,
  orders: Iterable<AuditedOrder>,
  units: Units,
): string[] {
  const problems: string[] = [];
  const holders = new Set<string>();
  for (const { orderId, lines, stock } of orders) {
    const hold = ledger.holdOf(orderId);
    if (stock === 'held') holders.add(orderId);
    if (stock === 'held' && hold === undefined) {
      problems.push(`order ${orderId} relies on a hold that is not there`);
    }
    if (stock !== 'held' && hold !== undefined) {
      problems.push(`order ${orderId} has ${stock} its stock, but its hold is still open`);
    }
    if (stock === 'released') continue;
    const tally = stock === 'held' ? units.openOrders : units.shippedOrders;
    for (const { sku, quantity, allocations } of lines) {
      const taken = allocations.reduce((sum, part) => sum + part.quantity, 0);
      if (taken !== quantity) {
        problems.push(`order ${orderId}: ${quantity} units of ${sku}, but ${taken} taken`);
      }
      for (const part of allocations) tally.add(sku, part.location, part.quantity);
    }
  }
  for (const { orderId, lines } of ledger.openHolds()) {
    if (!holders.has(orderId)) problems.push(`the hold of ${orderId} belongs to no open order`);
    for (const { sku, allocations } of lines) {
      for (const part of allocations) units.holds.add(sku, part.location, part.quantity);
    }
  }
  return problems;
}

/** Compares each entry of the ledger with itself and with the units of orders and holds. */
function balanceProblems(ledger: StockLedger, units: Units): string[] {
  const problems: string[] = [];
  for (const sku of ledger.skus()) {
    for (const balance of ledger.balances(sku)) {
      const { location, received, available, held, shipped } = balance;
      const where = `${sku} at ${location}`;
      for (const kind of ['received', 'available', 'held', 'shipped'] as const) {
        const count = balance[kind];
        if (!Number.isSafeInteger(count) || count < 0) {
          problems.push(`${where}: ${kind} is ${count}`);
        }
      }
      const sum = available + held + shipped;
      if (received !== sum) {
        problems.push(`${where}: received ${received}, but ${sum} are available, held or shipped`);
      }
      for (const [kind, count, source, tally] of [
        ['held', held, 'holds', units.holds],
        ['held', held, 'open orders', units.openOrders],
        ['shipped', shipped, 'shipped orders', units.shippedOrders],
      ] as const) {
        const expected = tally.take(sku, location);
        if (count !== expected) {
          problems.push(`${where}: ${kind} is ${count}, but the ${source} add up to ${expected}`);
        }
      }
    }
  }
  return problems;
}

/** Units of orders and holds that {@link balanceProblems} has found no entry for. */
function missingEntries({ holds, openOrders, shippedOrders }: Units): string[] {
  const sources = [
    ['holds', holds],
    ['open orders', openOrders],
    ['shipped orders', shippedOrders],
  ] as const;
  return sources.flatMap(([source, tally]) =>
    [...tally.rest()].map(
      ({ sku, location, quantity }) =>
        `${sku} at ${location}: the ${source} have ${quantity}, the ledger no entry`,
    ),
  );
}

/** Units by SKU and location. */
class Tally {
  readonly #units = new Map<string, Map<string, number>>();

  add(sku: string, location: string, quantity: number): void {
    let locations = this.#units.get(sku);
    if (locations === undefined) {
      locations = new Map();
      this.#units.set(sku, locations);
    }
    locations.set(location, (locations.get(location) ?? 0) + quantity);
  }

  /** Removes and returns the units of one SKU at one location. */
  take(sku: string, location: string): number {
    const locations = this.#units.get(sku);
    const quantity = locations?.get(location) ?? 0;
    locations?.delete(location);
    return quantity;
  }

  /** What has not been taken. */
  *rest(): Generator<{ sku: string; location: string; quantity: number }> {
    for (const [sku, locations] of this.#units) {
      for (const [location, quantity] of locations) yield { sku, location, quantity };
    }
  }
}
