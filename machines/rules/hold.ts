import type { AllocatedUnits } from './allocation.ts';
import type { StockEntry } from './stockEntry.ts';

/** Units of one SKU that a hold reserves, by location. */
export interface HeldLine {
  /** The product that is held. */
  readonly sku: string;
  /** Where its units are; each location once. */
  readonly allocations: readonly AllocatedUnits[];
}

/** The units of a line, over all locations. */
export function unitsOf({ allocations }: HeldLine): number {
  let units = 0;
  for (const { quantity } of allocations) units += quantity;
  return units;
}

/** Units of a product that the lines hold at one location. */
export function unitsAt(lines: readonly HeldLine[], sku: string, location: string): number {
  let units = 0;
  for (const line of lines) {
    if (line.sku !== sku) continue;
    for (const part of line.allocations) if (part.location === location) units += part.quantity;
  }
  return units;
}

/** Units of a product that the lines hold, over all locations. */
export function unitsIn(lines: readonly HeldLine[] | undefined, sku: string): number {
  const line = lines?.find((held) => held.sku === sku);
  return line === undefined ? 0 : unitsOf(line);
}

/** A reservation. It resolves exactly once: by shipment or by release (cancelled, timed out). */
export interface Hold {
  /** The order that the units are held for. */
  readonly orderId: string;
  /** Each SKU once. */
  readonly lines: readonly HeldLine[];
}

/** A hold with the entries of its lines, so that its resolution looks no SKU up. */
export class OpenHold implements Hold {
  /** The order that the units are held for. */
  readonly orderId: string;
  /** Those of the order itself, once it keeps the hold. */
  lines: readonly HeldLine[];
  /** One for each line; undefined until a restored hold needs them. */
  entries: readonly StockEntry[] | undefined;
  /** 1, 2, 3, ... in the order of reservation. */
  readonly number: number;

  constructor(
    orderId: string,
    lines: readonly HeldLine[],
    entries: readonly StockEntry[] | undefined,
    number: number,
  ) {
    this.orderId = orderId;
    this.number = number;
    this.lines = lines;
    this.entries = entries;
  }
}

/** Where a ledger keeps its open holds, by the ids of their orders. A Map is one. */
export interface OpenHolds {
  /** The hold of an order; undefined if it has none. @param orderId the order. */
  get(orderId: string): OpenHold | undefined;
  /** Adds the hold of an order. @param orderId the order. @param hold its hold. */
  set(orderId: string, hold: OpenHold): unknown;
  /** Removes a hold that has been resolved. @param orderId its order. */
  delete(orderId: string): unknown;
  /** In the order of reservation. */
  values(): Iterable<OpenHold>;
}
