import type { Allocation } from '../../src/index.ts';
import { sellerOf } from './sellers.ts';

type Demands = Parameters<Allocation>[0];

/**
 * An allocation strategy: serves an order by few sellers, since each of them charges for delivery, however many of its own
 * warehouses it sends from. Takes the seller who can serve the most units, then the one who can serve the most of
 * the rest, and so on.
 *
 * A strategy only says what it prefers. The engine takes no unit that is not there.
 */
export const fewSellers: Allocation = (demands) => {
  const missing = new Map(demands.map(({ sku, quantity }) => [sku, quantity]));
  const left = new Set(
    demands.flatMap(({ stock }) => stock.map(({ location }) => sellerOf(location))),
  );
  const chosen: string[] = [];
  while (left.size > 0) {
    const [best] = [...left]
      .map((seller) => ({ seller, units: unitsBySku(demands, seller, missing) }))
      .sort((a, b) => sumOf(b.units) - sumOf(a.units));
    if (best === undefined) break;
    chosen.push(best.seller);
    left.delete(best.seller);
    for (const [sku, units] of best.units) missing.set(sku, (missing.get(sku) ?? 0) - units);
  }
  return demands.map(({ stock }) =>
    chosen.flatMap((seller) =>
      stock
        .filter(({ location }) => sellerOf(location) === seller)
        .sort((a, b) => b.available - a.available)
        .map(({ location }) => location),
    ),
  );
};

/** The units that a seller can serve of those that are missing. */
function unitsBySku(
  demands: Demands,
  seller: string,
  missing: ReadonlyMap<string, number>,
): [sku: string, units: number][] {
  return demands.map(({ sku, stock }) => {
    const own = stock.filter(({ location }) => sellerOf(location) === seller);
    const available = own.reduce((sum, location) => sum + location.available, 0);
    return [sku, Math.min(available, missing.get(sku) ?? 0)];
  });
}

function sumOf(units: readonly (readonly [string, number])[]): number {
  return units.reduce((sum, [, count]) => sum + count, 0);
}
