import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Allocation,
  auditStock,
  type Balance,
  type Demand,
  fewestLocations,
  inOrder,
  mostStock,
  planAllocation,
  StockLedger,
  sumBySku,
} from '../../machines/index.ts';
import { Items } from '../../src/items/items.ts';
import { runs } from './runs.ts';

const SKUS = ['a', 'b', 'c'];
const LOCATIONS = ['north', 'south', 'west'];
const ORDERS = ['o1', 'o2', 'o3'];

const units = fc.nat(6);
const lines = fc.array(
  fc.record({ sku: fc.constantFrom(...SKUS), quantity: fc.integer({ min: 1, max: 4 }) }),
  { minLength: 1, maxLength: 10 },
);
const allocation = fc.constantFrom<Allocation>(
  fewestLocations,
  mostStock,
  inOrder(['west', 'north']),
  // The same choices by strategies that the ledger does not know.
  (demands) => fewestLocations(demands),
  (demands) => mostStock(demands),
);
const orderId = fc.constantFrom(...ORDERS);
const sku = fc.constantFrom(...SKUS);
const step = fc.oneof(
  fc.record({ type: fc.constant('reserve' as const), orderId, lines, allocation }),
  fc.record({ type: fc.constantFrom('release' as const, 'ship' as const), orderId }),
  fc.record({
    type: fc.constant('restock' as const),
    sku,
    location: fc.constantFrom(...LOCATIONS),
    quantity: fc.integer({ min: 1, max: 6 }),
  }),
  fc.constant({ type: 'reopen' as const }),
);
const stockOf = fc.uniqueArray(
  fc.record({ location: fc.constantFrom(...LOCATIONS), quantity: units }),
  { selector: ({ location }) => location },
);

/** A ledger as simple as can be: a list of balances for each SKU, a list of units for each hold. */
class Model {
  readonly balances = new Map<string, Balance[]>();
  readonly holds = new Map<string, { sku: string; location: string; quantity: number }[]>();

  demands(wanted: readonly { sku: string; quantity: number }[]): Demand[] {
    return Array.from(sumBySku(wanted), ([name, quantity]) => {
      return { sku: name, quantity, stock: this.balances.get(name) ?? [] };
    });
  }

  at(name: string, location: string): Balance {
    const balances = this.balances.get(name) as Balance[];
    const known = balances.find((balance) => balance.location === location);
    if (known !== undefined) return known;
    const fresh = { location, received: 0, available: 0, held: 0, shipped: 0 };
    balances.push(fresh);
    return fresh;
  }

  resolve(order: string, member: 'available' | 'shipped'): void {
    for (const { sku: name, location, quantity } of this.holds.get(order) ?? []) {
      const balance = this.at(name, location);
      balance.held -= quantity;
      balance[member] += quantity;
    }
    this.holds.delete(order);
  }
}

/** What a ledger says of its SKUs, and the order of the SKUs that its holds have. */
function stateOf(ledger: StockLedger) {
  return {
    balances: SKUS.map((name) => ledger.balances(name)),
    available: SKUS.map((name) => ledger.available(name)),
    received: SKUS.map((name) => ledger.received(name)),
    holds: Array.from(ledger.openHolds(), ({ orderId: order, lines: held }) => [
      order,
      held.flatMap(({ sku: name, allocations }) =>
        allocations.map((part) => ({ sku: name, ...part })),
      ),
    ]),
  };
}

function expectedState({ balances, holds }: Model) {
  const sums = (member: 'available' | 'received') =>
    SKUS.map((name) => (balances.get(name) ?? []).reduce((sum, entry) => sum + entry[member], 0));
  return {
    balances: SKUS.map((name) => balances.get(name)),
    available: sums('available'),
    received: sums('received'),
    holds: [...holds],
  };
}

/** The same ledger read from a store, with or without items that the catalogue has made already. */
function reopen(ledger: StockLedger, hasItems: boolean): StockLedger {
  const stored = new Map(SKUS.map((name) => [name, ledger.balances(name)]));
  const entries = new Items();
  if (hasItems) for (const name of SKUS.toReversed()) entries.getOrCreate(name);
  const reopened = new StockLedger({
    entries,
    stored: { find: (name) => stored.get(name), skus: () => stored.keys() },
  });
  for (const hold of ledger.openHolds()) reopened.restoreHold(hold);
  return reopened;
}

test('the ledger agrees with a plain model, from memory and from a store', () => {
  fc.assert(
    fc.property(
      fc.array(stockOf, { minLength: SKUS.length, maxLength: SKUS.length }),
      fc.array(step, { maxLength: 30 }),
      (stock, steps) => {
        const model = new Model();
        let ledger = new StockLedger();
        for (const [index, name] of SKUS.entries()) {
          ledger.register(name, stock[index] ?? []);
          const balances = (stock[index] ?? []).map(({ location, quantity }) => {
            return { location, received: quantity, available: quantity, held: 0, shipped: 0 };
          });
          model.balances.set(name, balances);
        }
        for (const [index, command] of steps.entries()) {
          if (command.type === 'reopen') {
            ledger = reopen(ledger, index % 2 === 0);
          } else if (command.type === 'restock') {
            ledger.restock(command.sku, command.location, command.quantity);
            const balance = model.at(command.sku, command.location);
            balance.received += command.quantity;
            balance.available += command.quantity;
          } else if (command.type === 'reserve') {
            const expected = planAllocation(model.demands(command.lines), command.allocation);
            const plan = ledger.plan(command.lines, command.allocation);
            expect(plan.ok ? { ok: true, allocations: plan.allocations } : plan).toEqual(expected);
            if (!plan.ok || model.holds.has(command.orderId)) continue;
            ledger.reserve(command.orderId, plan);
            const taken = Array.from(plan.allocations, ([name, allocations]) =>
              allocations.map((part) => ({ sku: name, ...part })),
            ).flat();
            for (const { sku: name, location, quantity } of taken) {
              const balance = model.at(name, location);
              balance.available -= quantity;
              balance.held += quantity;
            }
            model.holds.set(command.orderId, taken);
          } else if (model.holds.has(command.orderId)) {
            ledger[command.type](command.orderId);
            model.resolve(command.orderId, command.type === 'ship' ? 'shipped' : 'available');
          } else {
            expect(() => ledger[command.type](command.orderId)).toThrow('holds no stock');
          }
          expect(stateOf(ledger)).toEqual(expectedState(model));
        }
        const problems = auditStock(ledger, []).filter((problem) => problem.includes('received'));
        expect(problems).toEqual([]);
      },
    ),
    { numRuns: runs(300) },
  );
});
