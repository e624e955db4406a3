import { EXACT_LOCATIONS } from './limits.ts';
import type { Shortage } from './refusal.ts';

/** Units of one SKU that one location can sell now. */
export interface LocationStock {
  /** Its name, as given with the stock of the product. */
  readonly location: string;
  /** Units that the order can have from there; 0 or more. */
  readonly available: number;
}

/** Units of one SKU that one order needs, and the stock of each location. */
export interface Demand {
  /** The product that is needed. */
  readonly sku: string;
  /** Units that are needed, summed over all lines of the order. */
  readonly quantity: number;
  /** Every location of the product, those without units included. */
  readonly stock: readonly LocationStock[];
}

/** Units taken from one location. */
export interface AllocatedUnits {
  /** Where the units are. */
  readonly location: string;
  /** Units taken, 1 or more. */
  readonly quantity: number;
}

/** Whom an order is for. */
export interface Buyer {
  /** The user who checks out; undefined for a reservation of nobody, which no command of a shop makes. */
  readonly userId?: string | undefined;
}

/** For each demand the names of locations, the preferred one first. */
export type LocationPreferences = readonly (readonly string[])[];

/**
 * Chooses the locations that serve an order: returns, for each demand in the same order, the
 * locations to draw from, the preferred one first. The planner draws greedily in that order and
 * then from the locations left out, so that a strategy can neither refuse available units nor take
 * units that are not there.
 *
 * @param demands what is needed, each SKU once: a copy, so that a change of it has no effect.
 * @param buyer whom the order is for, such as for the location that is nearest. A shop always gives it; only direct
 * calls of a strategy may leave it out.
 * @returns for each demand the names of locations, the preferred one first; it may be empty, or name unknown
 * ones.
 */
export type Allocation = (demands: readonly Demand[], buyer?: Buyer) => LocationPreferences;

/** Which locations serve the demands, by SKU; or each product that is short. */
export type Plan =
  /** The units of each SKU, by location. */
  | { readonly ok: true; readonly allocations: ReadonlyMap<string, readonly AllocatedUnits[]> }
  /** Nothing is planned: these products are short, each once. */
  | { readonly ok: false; readonly shortages: readonly Shortage[] };

/**
 * Plans which locations serve the demands, or lists what is short. Changes nothing. Demands must
 * name each SKU once (see {@link sumBySku}).
 *
 * @param demands each SKU once, with the stock to draw from.
 * @param allocation which locations come first.
 * @param buyer what the strategy is told of the buyer.
 * @throws TypeError if the strategy returns anything but an array of arrays.
 *
 * @example
 * const stock = [
 *   { location: 'berlin', available: 2 },
 *   { location: 'paris', available: 5 },
 * ];
 * const plan = planAllocation([{ sku: 'lamp', quantity: 6, stock }], mostStock);
 * if (plan.ok) console.log(plan.allocations.get('lamp')); // 5 of paris, 1 of berlin
 */
export function planAllocation(
  demands: readonly Demand[],
  allocation: Allocation,
  buyer: Buyer = {},
): Plan {
  const shortages: Shortage[] = [];
  for (const { sku, quantity, stock } of demands) {
    const available = totalAvailable(stock);
    if (quantity > available) shortages.push({ sku, requested: quantity, available });
  }
  if (shortages.length > 0) return { ok: false, shortages };

  const preferences = checkPreferences(allocation(demands.map(copyOf), buyer));
  const allocations = new Map<string, readonly AllocatedUnits[]>();
  for (const [index, demand] of demands.entries()) {
    allocations.set(demand.sku, draw(demand, preferences[index] ?? []));
  }
  return { ok: true, allocations };
}

/** A strategy may be the user's own code: it gets a copy, so that it cannot change the ledger. */
function copyOf({ sku, quantity, stock }: Demand): Demand {
  return {
    sku,
    quantity,
    stock: stock.map(({ location, available }) => ({ location, available })),
  };
}

/**
 * Checks what a strategy returns, since it may be the user's own code. Missing lists and unknown
 * locations are allowed: the planner skips them.
 *
 * @throws TypeError for anything but an array of arrays.
 */
export function checkPreferences(answer: unknown): LocationPreferences {
  if (Array.isArray(answer) && answer.every((list) => Array.isArray(list))) return answer;
  // An async function is no strategy. Its promise is discarded, so its rejection is handled here.
  if (answer instanceof Promise) answer.catch(() => {});
  const given = Array.isArray(answer) ? 'an array of something else' : nameOfType(answer);
  throw new TypeError(`allocation: expected an array of lists of locations, got ${given}`);
}

function nameOfType(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  return `a ${value.constructor?.name ?? 'bare object'}`;
}

/** Takes `demand.quantity` units from the preferred locations, then from the others. */
function draw({ quantity, stock }: Demand, preferred: readonly string[]): AllocatedUnits[] {
  const [only] = stock;
  if (only !== undefined && stock.length === 1) return [{ location: only.location, quantity }];
  const allocations: AllocatedUnits[] = [];
  const left = new Map(stock.map(({ location, available }) => [location, available]));
  let missing = quantity;
  for (const location of [...preferred, ...left.keys()]) {
    if (missing === 0) break;
    const taken = Math.min(missing, left.get(location) ?? 0);
    left.delete(location);
    if (taken === 0) continue;
    allocations.push({ location, quantity: taken });
    missing -= taken;
  }
  return allocations;
}

/**
 * Merges lines with the same SKU, in order of first appearance.
 *
 * @param lines may name a SKU more than once; not changed.
 * @returns the units by SKU.
 */
export function sumBySku<Line extends { readonly sku: string; readonly quantity: number }>(
  lines: readonly Line[],
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { sku, quantity } of lines) sums.set(sku, (sums.get(sku) ?? 0) + quantity);
  return sums;
}

/**
 * Draws from the given locations in this order, then from any other.
 *
 * @param locations names, the preferred one first. Unknown ones are skipped.
 */
export function inOrder(locations: readonly string[]): Allocation {
  const order = [...locations];
  const allocation: Allocation = (demands) => demands.map(() => order);
  ordered.add(allocation);
  return allocation;
}

/** The strategies that {@link inOrder} has made. */
const ordered = new WeakSet<Allocation>();

/** True for the strategies of this file: they never throw, and do nothing but choose locations. */
export function isBuiltIn(allocation: Allocation): boolean {
  return allocation === fewestLocations || allocation === mostStock || ordered.has(allocation);
}

/**
 * Draws each product from the location with most units of it, which evens the stock out.
 *
 * @example
 * const shop = await createShop({ allocation: mostStock });
 */
export const mostStock: Allocation = (demands) =>
  demands.map(({ stock }) => namesOf(byAvailable(stock)));

/**
 * Serves the whole order from as few locations as possible, so that it ships in few parcels. Exact
 * up to {@link EXACT_LOCATIONS} locations; above that the locations that serve most units are added
 * first, until all units are served (the greedy algorithm for set cover).
 *
 * @example
 * const shop = await createShop({ allocation: fewestLocations }); // what a shop without the option has
 */
export const fewestLocations: Allocation = (demands) => {
  if (isInOneLocation(demands)) return demands.map(({ stock }) => namesOf(stock));
  const locations = [
    ...new Set(demands.flatMap(({ stock }) => stock.map(({ location }) => location))),
  ];
  const chosen =
    locations.length <= EXACT_LOCATIONS
      ? smallestServingSet(demands, locations)
      : greedyServingSet(demands, locations);
  return demands.map(({ stock }) =>
    namesOf(byAvailable(stock.filter(({ location }) => chosen.has(location)))),
  );
};

/** True when every demand has one location, the same for all: then there is nothing to choose. */
function isInOneLocation(demands: readonly Demand[]): boolean {
  const first = demands[0]?.stock[0]?.location;
  return demands.every(({ stock }) => stock.length === 1 && stock[0]?.location === first);
}

function namesOf(stock: readonly LocationStock[]): string[] {
  return stock.map(({ location }) => location);
}

function smallestServingSet(
  demands: readonly Demand[],
  locations: readonly string[],
): ReadonlySet<string> {
  for (let size = 1; size < locations.length; size++) {
    for (const subset of combinations(locations, size)) {
      const candidate = new Set(subset);
      if (serves(demands, candidate)) return candidate;
    }
  }
  return new Set(locations);
}

function greedyServingSet(
  demands: readonly Demand[],
  locations: readonly string[],
): ReadonlySet<string> {
  const unitsServed = (location: string) =>
    demands.reduce((units, { quantity, stock }) => {
      const here = stock.find((entry) => entry.location === location)?.available ?? 0;
      return units + Math.min(quantity, here);
    }, 0);
  const ranked = locations
    .map((location) => ({ location, units: unitsServed(location) }))
    .sort((a, b) => b.units - a.units);
  const chosen = new Set<string>();
  for (const { location } of ranked) {
    chosen.add(location);
    if (serves(demands, chosen)) break;
  }
  return chosen;
}

function serves(demands: readonly Demand[], locations: ReadonlySet<string>): boolean {
  return demands.every(
    ({ quantity, stock }) =>
      totalAvailable(stock.filter(({ location }) => locations.has(location))) >= quantity,
  );
}

function* combinations<T>(items: readonly T[], size: number, from = 0): Generator<T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let index = from; index <= items.length - size; index++) {
    for (const rest of combinations(items, size - 1, index + 1)) yield [items[index] as T, ...rest];
  }
}

function totalAvailable(stock: readonly LocationStock[]): number {
  return stock.reduce((sum, { available }) => sum + available, 0);
}

function byAvailable(stock: readonly LocationStock[]): readonly LocationStock[] {
  return [...stock].sort((a, b) => b.available - a.available);
}
