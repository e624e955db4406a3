import {
  type AllocatedUnits,
  type Allocation,
  isBuiltIn,
  type LocationStock,
  type Plan,
  planAllocation,
  sumBySku,
} from './allocation.ts';
import { type HeldLine, unitsAt } from './hold.ts';
import type { Shortage } from './refusal.ts';
import { sharedAllocations } from './sharedAllocations.ts';
import { isAtOneLocation, liveBalances, type StockEntry } from './stockEntry.ts';

/** What a cart or order asks of one product. */
export interface RequestedLine {
  /** The product. */
  readonly sku: string;
  /** Units, 1 or more. */
  readonly quantity: number;
}

/** The plan of a reservation that can be served: what will be the lines of the hold. */
export class StockPlan {
  /** True: the lines can be served. */
  readonly ok = true;
  /** Each SKU once, with the locations that serve it. */
  readonly lines: readonly HeldLine[];
  /** One for each line. */
  readonly entries: readonly StockEntry[];

  constructor(lines: readonly HeldLine[], entries: readonly StockEntry[]) {
    this.lines = lines;
    this.entries = entries;
  }

  /** By SKU, as a new Map. */
  get allocations(): ReadonlyMap<string, readonly AllocatedUnits[]> {
    return new Map(this.lines.map(({ sku, allocations }) => [sku, allocations]));
  }
}

/** Why a reservation cannot be served: the products that are short. */
export type ShortPlan = Extract<Plan, { readonly ok: false }>;

/** Each SKU of the lines once, with the sum of its quantities, in order of first appearance. */
export function mergeLines(lines: readonly RequestedLine[]): readonly RequestedLine[] {
  if (namesEachSkuOnce(lines)) return lines;
  return Array.from(sumBySku(lines), ([sku, quantity]) => ({ sku, quantity }));
}

/** Lines up to this number are compared with each other; the work grows with its square. */
const MAX_COMPARED_LINES = 8;

/** True when no SKU is named twice; false without a comparison if there are many lines. */
function namesEachSkuOnce(lines: readonly RequestedLine[]): boolean {
  if (lines.length > MAX_COMPARED_LINES) return false;
  for (let index = 1; index < lines.length; index++) {
    const sku = lines[index]?.sku;
    for (let before = 0; before < index; before++) if (lines[before]?.sku === sku) return false;
  }
  return true;
}

/**
 * Plans which locations serve the lines, or lists what is short. Changes nothing. A strategy of the
 * user is asked even if there is nothing to choose, since it may throw.
 *
 * @param lines name each SKU once (see {@link mergeLines}).
 * @param entries of the lines, in the same order.
 * @param userId the buyer, of whom the strategy is told.
 * @param own units that are reserved for the buyer's cart: they are available, too.
 */
export function planStock(
  lines: readonly RequestedLine[],
  entries: readonly StockEntry[],
  allocation: Allocation,
  userId: string | undefined,
  own?: readonly HeldLine[],
): StockPlan | ShortPlan {
  return own === undefined && isBuiltIn(allocation) && entries.every(isAtOneLocation)
    ? planAtOneLocation(lines, entries)
    : planAtAnyLocations(lines, entries, allocation, userId, own);
}

/**
 * The products of which fewer units are available than the lines ask for, in the order of their first
 * lines: what a checkout would be refused for now.
 */
export function shortagesOf(
  lines: readonly RequestedLine[],
  availableOf: (sku: string) => number,
): Shortage[] {
  const shortages: Shortage[] = [];
  for (const { sku, quantity } of mergeLines(lines)) {
    const available = availableOf(sku);
    if (quantity > available) shortages.push({ sku, requested: quantity, available });
  }
  return shortages;
}

/** For entries with one location each, where there is nothing to choose. */
function planAtOneLocation(
  lines: readonly RequestedLine[],
  entries: readonly StockEntry[],
): StockPlan | ShortPlan {
  let shortages: Shortage[] | undefined;
  // Made in its final length: V8 reserves sixteen more slots for an array that grows.
  const held = new Array<HeldLine>(lines.length);
  for (let index = 0; index < held.length; index++) {
    const { quantity } = lines[index] as RequestedLine;
    const { sku, location, available } = entries[index] as StockEntry;
    if (quantity > available) {
      shortages ??= [];
      shortages.push({ sku, requested: quantity, available });
    } else if (shortages === undefined) {
      const allocations = sharedAllocations.allocationOf(location as string, quantity);
      held[index] = { sku, allocations };
    }
  }
  return shortages === undefined ? new StockPlan(held, entries) : { ok: false, shortages };
}

function planAtAnyLocations(
  lines: readonly RequestedLine[],
  entries: readonly StockEntry[],
  allocation: Allocation,
  userId: string | undefined,
  own: readonly HeldLine[] | undefined,
): StockPlan | ShortPlan {
  const demands = entries.map((entry, index) => ({
    sku: entry.sku,
    quantity: (lines[index] as RequestedLine).quantity,
    stock: own === undefined ? liveBalances(entry) : withOwn(entry, own),
  }));
  const plan = planAllocation(demands, allocation, { userId });
  if (!plan.ok) return plan;
  const held = entries.map(({ sku }) => ({
    sku,
    allocations: sharedAllocations.copyOf(plan.allocations.get(sku) ?? []),
  }));
  return new StockPlan(held, entries);
}

/** The stock of an entry for a buyer who has units of it already. */
function withOwn(entry: StockEntry, own: readonly HeldLine[]): LocationStock[] {
  return liveBalances(entry).map(({ location, available }) => {
    return { location, available: available + unitsAt(own, entry.sku, location) };
  });
}
