import type { Fault } from '../fault.ts';

const LIMITS = 'test/rules/shop/purchaseLimits.test.ts';
const CARTS = 'test/rules/shop/cartReservations.test.ts';
const ALLOWANCE = 'machines/rules/purchaseAllowance.ts';
const RESERVATIONS = 'machines/rules/cartReservations.ts';
const COUNTED = 'src/orders/countedOrders.ts';

/** Limits of what one user may buy, and the units that carts reserve. */
export const PURCHASE: readonly Fault[] = [
  {
    rule: 'units that an order holds count as long as it holds them',
    file: ALLOWANCE,
    from: 'purchase.isHeld || this.isWithin',
    to: 'this.isWithin',
    tests: [LIMITS],
  },
  {
    rule: 'a shipped purchase counts until its window ends',
    file: ALLOWANCE,
    from: 'for (const purchase of this.#takeHeld(orderId)) purchase.isHeld = false;',
    to: 'for (const purchase of this.#takeHeld(orderId)) remove(purchase);',
    tests: [LIMITS],
  },
  {
    rule: 'released units do not count',
    file: ALLOWANCE,
    from: 'for (const purchase of this.#takeHeld(orderId)) remove(purchase);',
    to: '',
    tests: [LIMITS],
  },
  {
    rule: 'an order that has been placed counts for the next checkout',
    file: 'machines/inventory.ts',
    from: 'context.allowance.place(reserve.orderId, reserve);',
    to: '',
    tests: [LIMITS],
  },
  {
    rule: 'a purchase ages with the clock when that jumps',
    file: ALLOWANCE,
    from: 'purchase.placedAt += byMs;',
    to: 'purchase.placedAt += 0;',
    tests: [LIMITS],
  },
  {
    rule: 'a user who has placed more orders than are read cannot pass the limit',
    file: ALLOWANCE,
    from: 'buyer.isComplete ? known : Math.max(known, maxPerUser)',
    to: 'known',
    tests: [LIMITS],
  },
  {
    rule: 'the lines of one product count together',
    file: ALLOWANCE,
    from: 'if (line.sku === sku) requested += line.quantity;',
    to: 'if (line.sku === sku) requested = line.quantity;',
    tests: ['test/rules/machines/inventory.test.ts'],
  },
  {
    rule: 'an order from before the window counts as long as it holds its units',
    file: COUNTED,
    from: 'if (!isRecent && ledger.holdOf(orderId) === undefined) continue;',
    to: 'if (!isRecent) continue;',
    tests: [LIMITS],
  },
  {
    rule: 'the time of a checkout moves with the clock when that jumps',
    file: COUNTED,
    from: 'placedAt += engine.jumps.since(first.seq);',
    to: 'placedAt += 0;',
    tests: [LIMITS],
  },
  {
    rule: 'an order that leaves quarantine is read again',
    file: 'src/orders/resolveHold.ts',
    from: 'stock.allowance.forget(order.userId);',
    to: '',
    tests: [LIMITS],
  },
  {
    rule: 'a cart reserves no more units than one user may have',
    file: RESERVATIONS,
    from: 'Math.max(has, changed.maxUnits - others)',
    to: 'changed.maxUnits',
    tests: [CARTS],
  },
  {
    rule: 'a line that grows keeps the end of its reservation',
    file: RESERVATIONS,
    from: 'reservedUntilOf(before, sku) ?? until',
    to: 'until',
    tests: [CARTS],
  },
  {
    rule: 'a refused checkout extends reservations once',
    file: RESERVATIONS,
    from: 'if (reservations.length === 0 || isExtended) return reserved;',
    to: 'if (reservations.length === 0) return reserved;',
    tests: [CARTS],
  },
  {
    rule: 'each line has an end of its own',
    file: RESERVATIONS,
    from: 'afterMs: (ends[index] as number) - reservedUntil',
    to: 'afterMs: 0',
    tests: [CARTS],
  },
  {
    rule: 'the end of a reservation moves with the clock when that jumps',
    file: 'machines/cart.ts',
    from: "['expiresAt', 'reservedUntil', 'warnAt']",
    to: "['expiresAt', 'warnAt']",
    tests: [CARTS],
  },
  {
    rule: 'a reserved unit is not sold to others',
    file: 'machines/rules/softHolds.ts',
    from: 'balance.available -= quantity;',
    to: '',
    tests: [CARTS],
  },
  {
    rule: 'a checkout gives the units of its cart back before it takes those of its plan',
    file: 'machines/rules/stockLedger.ts',
    from: 'this.softHolds.release(userId);',
    to: '',
    tests: [CARTS],
  },
  {
    rule: 'the units of the cart are available to its checkout',
    file: 'machines/rules/stockPlan.ts',
    from: 'available: available + unitsAt(own, entry.sku, location)',
    to: 'available',
    tests: [CARTS],
  },
  {
    rule: 'reservations are restored when a shop is opened again',
    file: 'src/carts/cartPart.ts',
    from: 'softHolds.restore(userId, reservations);',
    to: '',
    tests: [CARTS],
  },
  {
    rule: 'a cart that is emptied gives its units back',
    file: 'machines/cartSetup.ts',
    from: 'enqueue.sendTo(inventory, release);',
    to: '',
    tests: [CARTS],
  },
  {
    rule: 'a cart sets the timer of the reservation that ends first',
    file: 'machines/cartSetup.ts',
    from: 'const delay = Math.max(0, reservedUntil - now);',
    to: 'const delay = Math.max(0, reservedUntil - now + 1);',
    tests: [CARTS],
  },
  {
    rule: 'a deleted cart gives its units back',
    file: 'src/carts/resolveReservations.ts',
    from: 'if (after?.reservations === undefined) stock.send(release);',
    to: '',
    tests: [CARTS],
  },
];
