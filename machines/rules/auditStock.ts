import type { OrderContext } from '../order.ts';
import type { StockLedger } from './stockLedger.ts';

/** What an audit needs to know of an order, live or past. */
export type AuditedOrder = Pick<OrderContext, 'orderId' | 'lines' | 'stock'>;

/**
 * Recomputes every total of the ledger from the orders and their holds, and names what disagrees.
 * The orders' own records and the ledger's are written by different actors: a message lost or
 * handled twice between them shows here.
 *
 * @returns one sentence for each problem; none when all is well.
 */
export function auditStock(ledger: StockLedger, orders: Iterable<AuditedOrder>): string[] {
  const problems: string[] = [];
  const held = new Tally();
  const shipped = new Tally();
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
    const tally = stock === 'held' ? held : shipped;
    for (const { sku, quantity, allocations } of lines) {
      const taken = allocations.reduce((sum, part) => sum + part.quantity, 0);
      if (taken !== quantity) {
        problems.push(`order ${orderId}: ${quantity} units of ${sku}, but ${taken} taken`);
      }
      for (const part of allocations) tally.add(sku, part.location, part.quantity);
    }
  }

  const heldByHolds = new Tally();
  for (const { orderId, lines } of ledger.openHolds()) {
    if (!holders.has(orderId)) problems.push(`the hold of ${orderId} belongs to no open order`);
    for (const { sku, allocations } of lines) {
      for (const part of allocations) heldByHolds.add(sku, part.location, part.quantity);
    }
  }

  for (const sku of ledger.skus()) {
    for (const balance of ledger.balances(sku)) {
      const { location } = balance;
      const where = `${sku} at ${location}`;
      for (const kind of ['received', 'available', 'held', 'shipped'] as const) {
        const units = balance[kind];
        if (!Number.isSafeInteger(units) || units < 0) {
          problems.push(`${where}: ${kind} is ${units}`);
        }
      }
      const { received, available } = balance;
      const sum = available + balance.held + balance.shipped;
      if (received !== sum) {
        problems.push(`${where}: received ${received}, but ${sum} are available, held or shipped`);
      }
      const checks = [
        ['held', balance.held, 'holds', heldByHolds],
        ['held', balance.held, 'open orders', held],
        ['shipped', balance.shipped, 'shipped orders', shipped],
      ] as const;
      for (const [kind, units, source, tally] of checks) {
        const expected = tally.take(sku, location);
        if (units !== expected) {
          problems.push(`${where}: ${kind} is ${units}, but the ${source} add up to ${expected}`);
        }
      }
    }
  }
  for (const [source, tally] of [
    ['holds', heldByHolds],
    ['open orders', held],
    ['shipped orders', shipped],
  ] as const) {
    for (const { sku, location, quantity } of tally.rest()) {
      problems.push(`${sku} at ${location}: the ${source} have ${quantity}, the ledger no entry`);
    }
  }
  return problems;
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

  /** The units there, which are thereby accounted for. */
  take(sku: string, location: string): number {
    const locations = this.#units.get(sku);
    const quantity = locations?.get(location) ?? 0;
    locations?.delete(location);
    return quantity;
  }

  *rest(): Generator<{ sku: string; location: string; quantity: number }> {
    for (const [sku, locations] of this.#units) {
      for (const [location, quantity] of locations) yield { sku, location, quantity };
    }
  }
}
