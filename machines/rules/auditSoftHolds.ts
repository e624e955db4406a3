import type { ReservedUnits } from './cartReservations.ts';
import { type CartLine, quantityOf } from './cartRules.ts';
import { type HeldLine, unitsOf } from './hold.ts';
import type { SoftHolds } from './softHolds.ts';

/** The members of a cart that an audit reads. */
export interface AuditedCart extends ReservedUnits {
  readonly userId: string;
  readonly lines: readonly CartLine[];
}

/**
 * Compares what is held for carts with what the carts say.
 *
 * @returns one sentence for each problem.
 */
export function auditSoftHolds(softHolds: SoftHolds, carts: Iterable<AuditedCart>): string[] {
  const problems: string[] = [];
  const left = new Map(softHolds.all());
  for (const { userId, lines, reservations = [] } of carts) {
    const held = unitsText(left.get(userId) ?? []);
    const reserved = unitsText(reservations);
    left.delete(userId);
    if (held !== reserved) {
      problems.push(`the cart of ${userId} has ${reserved} reserved, but ${held} held for it`);
    }
    for (const reservation of reservations) {
      const { sku } = reservation;
      const [units, quantity] = [unitsOf(reservation), quantityOf(lines, sku)];
      if (units <= quantity) continue;
      problems.push(`the cart of ${userId} has ${units} of ${sku} reserved, and ${quantity} in it`);
    }
  }
  for (const [userId, lines] of left) {
    problems.push(`${unitsText(lines)} held for the cart of ${userId}, which is not there`);
  }
  return problems;
}

/** Units by product and location, in one order. */
function unitsText(lines: readonly HeldLine[]): string {
  const units = lines.flatMap(({ sku, allocations }) =>
    allocations.map(({ location, quantity }) => `${quantity} of ${sku} at ${location}`),
  );
  return units.length === 0 ? 'nothing' : units.sort().join(', ');
}
