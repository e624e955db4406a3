import { describe, expect, it } from 'vitest';
import { type Demand, fewestLocations, planAllocation } from '../../../machines/index.ts';
import { EXACT_LOCATIONS } from '../../../machines/rules/limits.ts';

/** Stock by location, of which most have one unit: too many to try all subsets. */
function stockOf(more: Readonly<Record<string, number>>): Demand['stock'] {
  const small = Array.from({ length: EXACT_LOCATIONS }, (_, index) => [`small-${index}`, 1]);
  const all: Record<string, number> = { ...Object.fromEntries(small), ...more };
  return Object.entries(all).map(([location, available]) => ({ location, available }));
}

/** The locations that serve the demands by {@link fewestLocations}, by SKU. */
function locationsFor(...demands: readonly Demand[]): Record<string, string[]> {
  const plan = planAllocation(demands, fewestLocations);
  if (!plan.ok) throw new Error('a line is short');
  return Object.fromEntries(
    [...plan.allocations].map(([sku, taken]) => [sku, taken.map(({ location }) => location)]),
  );
}

describe(`fewestLocations, above ${EXACT_LOCATIONS} locations`, () => {
  it('takes first the location that serves most units of this order, not the one with the most stock', () => {
    const found = locationsFor(
      { sku: 'mug', quantity: 2, stock: stockOf({ hoard: 1_000, both: 2 }) },
      { sku: 'cup', quantity: 2, stock: stockOf({ both: 2 }) },
    );
    expect(found).toEqual({ mug: ['both'], cup: ['both'] });
  });

  it('counts the units of all lines', () => {
    const found = locationsFor(
      { sku: 'mug', quantity: 6, stock: stockOf({ last: 1, first: 6, both: 6 }) },
      { sku: 'cup', quantity: 5, stock: stockOf({ last: 5, both: 5 }) },
    );
    expect(found).toEqual({ mug: ['both'], cup: ['both'] });
  });

  it('adds the locations that serve fewer until all units are served, and no more', () => {
    const stock = stockOf({ low: 3, high: 5, middle: 4 });
    expect(locationsFor({ sku: 'mug', quantity: 5, stock })).toEqual({ mug: ['high'] });
    expect(locationsFor({ sku: 'mug', quantity: 9, stock })).toEqual({ mug: ['high', 'middle'] });
    expect(locationsFor({ sku: 'mug', quantity: 12, stock })).toEqual({
      mug: ['high', 'middle', 'low'],
    });
  });
});
