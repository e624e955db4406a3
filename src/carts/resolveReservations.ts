import type { CartContext, HeldLine, ReleaseCart } from '../../machines/index.ts';
import type { Stock } from '../stock/stock.ts';

/**
 * What a migration must not do with what is reserved for a cart: reserve other units than it has.
 *
 * @param before undefined if the record could not be read.
 * @returns what is wrong, a predicate whose subject is the cart; undefined if nothing is.
 */
export function reservationProblem(
  before: CartContext | undefined,
  { reservations, reservedUntil }: CartContext,
): string | undefined {
  if (reservations === undefined) return undefined;
  if (!Number.isSafeInteger(reservedUntil)) return 'has reserved units, but no reservedUntil';
  if (before === undefined || unitsIn(before.reservations) === unitsIn(reservations)) {
    return undefined;
  }
  return 'cannot reserve other units than it does';
}

function unitsIn(lines: readonly HeldLine[] = []): string {
  return JSON.stringify(lines.map(({ sku, allocations }) => [sku, allocations]));
}

/**
 * Does with the units that are reserved for a cart what its context says: keeps them or gives them back. To be called
 * within a turn.
 *
 * @param before the cart before a migration; undefined if its record could not be read.
 * @param after undefined if it has been deleted.
 */
export function resolveReservations(
  stock: Stock,
  userId: string,
  before: CartContext | undefined,
  after: CartContext | undefined,
): void {
  const { softHolds } = stock.ledger;
  const reservations = before?.reservations ?? after?.reservations;
  if (reservations === undefined) return;
  softHolds.restore(userId, reservations);
  const release: ReleaseCart = { type: 'inventory.releaseCart', userId };
  if (after?.reservations === undefined) stock.send(release);
}
