import * as check from '../base/check.ts';
import { actorRecords } from './actorRecord.ts';
import { list, members } from './shape.ts';

/** Carts of any chart. */
export const cartRecords = actorRecords('cart', {
  version: 2,
  logCodes: { active: 8, archived: 9 },
  isNameShared: true,
  // Earlier records are read, but do not say since when an actor has waited.
  earlier: [{ version: 1, upgrade: 'none needed' }],
  checkContext(given) {
    const context = members('context', given);
    for (const item of list('lines', context.lines)) {
      const line = members('line', item);
      check.quantity('quantity', line.quantity);
      check.id('sku', line.sku);
    }
    check.id('userId', context.userId);
    checkReservations(context);
  },
});

/** The units that are reserved for a cart, if there are any: the stock is restored from them. */
function checkReservations({
  reservations,
  reservedUntil,
}: Readonly<Record<string, unknown>>): void {
  if (reservations === undefined) return;
  check.count('reservedUntil', reservedUntil);
  for (const item of list('reservations', reservations)) {
    const { sku, allocations, afterMs } = members('reservation', item);
    check.id('sku', sku);
    check.count('afterMs', afterMs);
    for (const part of list('allocations', allocations)) {
      const { location, quantity } = members('allocation', part);
      check.id('location', location);
      check.quantity('quantity', quantity);
    }
  }
}
