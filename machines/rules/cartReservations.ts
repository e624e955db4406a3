import { type CartLine, quantityOf } from './cartRules.ts';
import { type HeldLine, unitsOf } from './hold.ts';
import type { RequestedLine } from './stockPlan.ts';

/**
 * Units of one line that are reserved for a cart. All ends are kept as differences from one deadline of the
 * cart, so that they move with it when the clock jumps.
 */
export interface CartReservation extends HeldLine {
  /** How much later than `reservedUntil` of the cart it ends, in milliseconds. */
  readonly afterMs: number;
}

/** The members of a cart's context that say what is reserved for it; without values when nothing is. */
export interface ReservedUnits {
  /** Units of lines that are reserved, each SKU once. */
  readonly reservations?: readonly CartReservation[] | undefined;
  /** When the first of the reservations ends, epoch milliseconds. */
  readonly reservedUntil?: number | undefined;
  /** True when a refused checkout has extended the reservations. */
  readonly isExtended?: boolean | undefined;
}

/** On which terms a command lets a cart reserve units. */
export interface ReservationTerms {
  /** When a reservation that begins now ends, epoch milliseconds. */
  readonly until: number;
  /** The most units that one cart may have reserved. */
  readonly maxUnits: number;
}

/** A context without reservations. */
export const NOTHING_RESERVED: Required<ReservedUnits> = {
  reservations: undefined,
  reservedUntil: undefined,
  isExtended: undefined,
};

const NONE: readonly CartReservation[] = [];

/** Units of `sku` that are reserved for the cart. */
export function reservedUnits({ reservations = NONE }: ReservedUnits, sku: string): number {
  const line = reservations.find((reservation) => reservation.sku === sku);
  return line === undefined ? 0 : unitsOf(line);
}

/** When the reservation of `sku` ends, epoch milliseconds; undefined if there is none. */
export function reservedUntilOf(
  { reservations = NONE, reservedUntil = 0 }: ReservedUnits,
  sku: string,
): number | undefined {
  const line = reservations.find((reservation) => reservation.sku === sku);
  return line === undefined ? undefined : reservedUntil + line.afterMs;
}

/**
 * The units that a cart asks the inventory for: those that it has, as far as its lines still have them; and
 * all units of the line that has just been changed, as far as `maxUnits` lets it.
 *
 * @param changed undefined when no line may get further units.
 */
export function unitsToReserve(
  lines: readonly CartLine[],
  reserved: ReservedUnits,
  changed?: { readonly sku: string; readonly maxUnits: number },
): RequestedLine[] {
  const wanted: RequestedLine[] = [];
  let others = 0;
  for (const { sku, quantity } of lines) {
    if (sku !== changed?.sku) others += Math.min(quantity, reservedUnits(reserved, sku));
  }
  for (const { sku, quantity } of lines) {
    const has = reservedUnits(reserved, sku);
    const most = sku === changed?.sku ? Math.max(has, changed.maxUnits - others) : has;
    const units = Math.min(quantity, most);
    if (units > 0) wanted.push({ sku, quantity: units });
  }
  return wanted;
}

/**
 * The reservations after the inventory's answer. A line that had reserved units keeps its end, so that adding
 * to it does not prolong it.
 *
 * @param until when the reservation of any other line ends.
 */
export function afterAnswer(
  before: ReservedUnits,
  held: readonly HeldLine[],
  until: number,
): ReservedUnits {
  if (held.length === 0) return NOTHING_RESERVED;
  const ends = held.map(({ sku }) => reservedUntilOf(before, sku) ?? until);
  return { ...withEnds(held, ends), isExtended: before.isExtended };
}

/** The reservations that have not ended at a time. */
export function withoutEnded(reserved: ReservedUnits, at: number): ReservedUnits {
  const { reservations = NONE } = reserved;
  const left = reservations.filter(({ sku }) => (reservedUntilOf(reserved, sku) ?? at) > at);
  if (left.length === 0) return NOTHING_RESERVED;
  const ends = left.map(({ sku }) => reservedUntilOf(reserved, sku) ?? at);
  return { ...withEnds(left, ends), isExtended: reserved.isExtended };
}

/** The reservations with the given end, or their own if that is later; unless they have been extended before. */
export function extended(reserved: ReservedUnits, until: number): ReservedUnits {
  const { reservations = NONE, isExtended = false } = reserved;
  if (reservations.length === 0 || isExtended) return reserved;
  const ends = reservations.map(({ sku }) => Math.max(reservedUntilOf(reserved, sku) ?? 0, until));
  return { ...withEnds(reservations, ends), isExtended: true };
}

/** True when the line has units, and all of them are reserved. */
export function isReserved(
  reserved: ReservedUnits,
  lines: readonly CartLine[],
  sku: string,
): boolean {
  const units = quantityOf(lines, sku);
  return units > 0 && reservedUnits(reserved, sku) >= units;
}

function withEnds(
  lines: readonly HeldLine[],
  ends: readonly number[],
): Pick<ReservedUnits, 'reservations' | 'reservedUntil'> {
  const reservedUntil = Math.min(...ends);
  const reservations = lines.map(({ sku, allocations }, index) => {
    return { sku, allocations, afterMs: (ends[index] as number) - reservedUntil };
  });
  return { reservations, reservedUntil };
}
