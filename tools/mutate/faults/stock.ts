import type { Fault } from '../fault.ts';

const GREEDY = 'test/rules/machines/greedyAllocation.test.ts';
const LEDGER = 'test/rules/machines/stockLedger.test.ts';
const STOCK = 'test/rules/shop/stock.test.ts';
const ALLOCATION = 'test/properties/allocation.test.ts';
const INVENTORY = 'test/rules/machines/inventory.test.ts';

/** Reservations, allocations, balances and holds. */
export const STOCK_FAULTS: readonly Fault[] = [
  {
    rule: 'the greedy allocation counts no units that the order does not ask for',
    file: 'machines/rules/allocation.ts',
    from: 'units + Math.min(quantity, here)',
    to: 'units + here',
    tests: [GREEDY],
  },
  {
    rule: 'the greedy allocation takes first the location that serves most units',
    file: 'machines/rules/allocation.ts',
    from: 'b.units - a.units',
    to: 'a.units - b.units',
    tests: [GREEDY],
  },
  {
    rule: 'the greedy allocation counts the units of all lines',
    file: 'machines/rules/allocation.ts',
    from: 'return units + Math.min',
    to: 'return Math.min',
    tests: [GREEDY],
  },
  {
    rule: 'the greedy allocation ends when all units are served',
    file: 'machines/rules/allocation.ts',
    from: 'if (serves(demands, chosen)) break;',
    to: '',
    tests: [GREEDY],
  },
  {
    rule: 'fewestLocations serves an order from one location if it can',
    file: 'machines/rules/allocation.ts',
    from: 'let size = 1; size < locations.length',
    to: 'let size = 2; size < locations.length',
    tests: [ALLOCATION, STOCK],
  },
  {
    rule: 'mostStock draws from the location with most units',
    file: 'machines/rules/allocation.ts',
    from: 'b.available - a.available',
    to: 'a.available - b.available',
    tests: [ALLOCATION],
  },
  {
    rule: 'the locations that a strategy leaves out are drawn from last',
    file: 'machines/rules/allocation.ts',
    from: '[...preferred, ...left.keys()]',
    to: '[...preferred]',
    tests: [ALLOCATION, STOCK],
  },
  {
    rule: 'a strategy that names a location twice takes its units once',
    file: 'machines/rules/allocation.ts',
    from: 'left.delete(location);',
    to: '',
    tests: [ALLOCATION],
  },
  {
    rule: 'a strategy of the user is told who buys',
    file: 'machines/rules/stockPlan.ts',
    from: 'planAllocation(demands, allocation, { userId })',
    to: 'planAllocation(demands, allocation)',
    tests: ['test/rules/shop/stock.test.ts'],
  },
  {
    rule: 'a strategy of the user gets a copy of the stock',
    file: 'machines/rules/allocation.ts',
    from: 'allocation(demands.map(copyOf), buyer)',
    to: 'allocation(demands, buyer)',
    tests: [ALLOCATION],
  },
  {
    rule: 'the last unit at one location can be reserved',
    file: 'machines/rules/stockPlan.ts',
    from: 'if (quantity > available) {',
    to: 'if (quantity >= available) {',
    tests: [STOCK],
  },
  {
    rule: 'the last unit at several locations can be reserved',
    file: 'machines/rules/allocation.ts',
    from: 'if (quantity > available)',
    to: 'if (quantity >= available)',
    tests: [ALLOCATION],
  },
  {
    rule: 'lines with the same SKU are planned together',
    file: 'machines/rules/stockPlan.ts',
    from: 'if (namesEachSkuOnce(lines)) return lines;',
    to: 'if (lines.length > 0) return lines;',
    tests: [LEDGER, INVENTORY, 'test/rules/machines/reservationPlanner.test.ts'],
  },
  {
    rule: 'a strategy of the user is asked also if there is nothing to choose',
    file: 'machines/rules/stockPlan.ts',
    from: 'isBuiltIn(allocation) && entries',
    to: 'entries',
    tests: ['test/rules/shop/ownStrategies.test.ts'],
  },
  {
    rule: 'an order cannot hold stock twice',
    file: 'machines/rules/stockLedger.ts',
    from: 'if (this.#holds.get(orderId) !== undefined) {',
    to: 'if (orderId === undefined) {',
    tests: [LEDGER],
  },
  {
    rule: 'held units are not available',
    file: 'machines/rules/stockLedger.ts',
    from: 'balance.available -= quantity;',
    to: '',
    tests: [LEDGER],
  },
  {
    rule: 'units that are not there cannot be held',
    file: 'machines/rules/stockLedger.ts',
    from: 'if (balance.available < quantity) {',
    to: 'if (quantity < 0) {',
    tests: [LEDGER],
  },
  {
    rule: 'released units are available again',
    file: 'machines/rules/stockLedger.ts',
    from: 'makeAvailable(balance: Balance, quantity: number): void {\n  balance.available += quantity;',
    to: 'makeAvailable(balance: Balance, quantity: number): void {\n  balance.shipped += quantity;',
    tests: [LEDGER],
  },
  {
    rule: 'a hold ends once',
    file: 'machines/rules/stockLedger.ts',
    from: 'this.#holds.delete(orderId);',
    to: '',
    tests: [LEDGER],
  },
  {
    rule: 'units that arrive count as received',
    file: 'machines/rules/stockLedger.ts',
    from: 'balance.received += quantity;',
    to: '',
    tests: [STOCK],
  },
  {
    rule: 'units that arrive at a new location are counted there',
    file: 'machines/rules/stockLedger.ts',
    from: 'if (balance === undefined) {\n      addBalance(entry, received(location, quantity));',
    to: 'if (balance === undefined) {\n      addBalance(entry, received(location, 0));',
    tests: [STOCK],
  },
  {
    rule: 'the audit compares what is received with all units',
    file: 'machines/rules/auditStock.ts',
    from: 'if (received !== sum) {',
    to: 'if (received < 0) {',
    tests: ['test/process/cli/audit.test.ts'],
  },
  {
    rule: 'stock.low comes once, when the units fall to the bound',
    file: 'machines/inventory.ts',
    from: 'return before > LOW_STOCK ?',
    to: 'return before > 0 ?',
    tests: [INVENTORY, STOCK],
  },
  {
    rule: 'holds are restored when a shop is opened again',
    file: 'src/orders/orderPart.ts',
    from: 'restoreHolds(this.#stock.ledger, this.#restored);',
    to: '',
    tests: ['test/rules/shop/reopening.test.ts'],
  },
];
