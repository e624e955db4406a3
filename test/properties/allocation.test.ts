import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Allocation,
  type Demand,
  fewestLocations,
  inOrder,
  mostStock,
  type Plan,
  planAllocation,
} from '../../machines/index.ts';
import { runs } from './runs.ts';

/** Few enough for the brute force; one list is beyond what fewestLocations searches exactly. */
const FEW = ['north', 'south', 'west', 'east'];
const MANY = Array.from({ length: 15 }, (_, index) => `location-${index}`);

function demandsOver(locations: readonly string[], most: number): fc.Arbitrary<Demand[]> {
  const stock = fc.record({ location: fc.constantFrom(...locations), available: fc.nat(5) });
  return fc.uniqueArray(
    fc.record({
      sku: fc.constantFrom('a', 'b', 'c'),
      quantity: fc.integer({ min: 1, max: most }),
      stock: fc.uniqueArray(stock, { selector: ({ location }) => location }),
    }),
    { selector: ({ sku }) => sku, minLength: 1 },
  );
}

const demands = fc.oneof(demandsOver(FEW, 8), demandsOver(MANY, 20));

/** Names locations twice, locations that do not exist, or too few. */
const arbitraryAllocation: fc.Arbitrary<Allocation> = fc
  .array(fc.array(fc.constantFrom(...FEW, ...MANY, 'nowhere'), { maxLength: 8 }), { minLength: 1 })
  .map((lists) => (demands) => demands.map((_, index) => lists[index % lists.length] ?? []));

/** Changes its arguments. */
const scribbling: Allocation = (demands) => {
  for (const { stock } of demands) {
    const writable = stock as { location: string; available: number }[];
    for (const entry of writable) entry.available += 100;
    writable.reverse();
  }
  return demands.map(({ stock }) => stock.map(({ location }) => location));
};

const anyAllocation: fc.Arbitrary<Allocation> = fc.oneof(
  fc.constantFrom(fewestLocations, mostStock, scribbling),
  fc.shuffledSubarray(FEW).map(inOrder),
  arbitraryAllocation,
);

function availableOf({ stock }: Demand): number {
  return stock.reduce((sum, { available }) => sum + available, 0);
}

function partsOf(plan: Plan, sku: string): Map<string, number> {
  if (!plan.ok) throw new Error('refused');
  return new Map(plan.allocations.get(sku)?.map(({ location, quantity }) => [location, quantity]));
}

describe('with any strategy', () => {
  test('a plan is made exactly when there is enough of everything, or names all shortages', () => {
    fc.assert(
      fc.property(demands, anyAllocation, (wanted, allocation) => {
        const shortages = wanted
          .map((demand) => ({
            sku: demand.sku,
            requested: demand.quantity,
            available: availableOf(demand),
          }))
          .filter(({ requested, available }) => requested > available);
        const plan = planAllocation(wanted, allocation);
        expect(plan.ok).toBe(shortages.length === 0);
        if (!plan.ok) expect(plan).toEqual({ ok: false, shortages });
      }),
    );
  });

  test('a plan serves every demand to the unit, and takes from no location more than it has', () => {
    fc.assert(
      fc.property(demands, anyAllocation, (wanted, allocation) => {
        const plan = planAllocation(wanted, allocation);
        fc.pre(plan.ok);
        expect([...plan.allocations.keys()].sort()).toEqual(wanted.map(({ sku }) => sku).sort());
        for (const { sku, quantity, stock } of wanted) {
          const parts = plan.allocations.get(sku) ?? [];
          expect(parts.reduce((sum, part) => sum + part.quantity, 0)).toBe(quantity);
          expect(new Set(parts.map(({ location }) => location)).size).toBe(parts.length);
          for (const part of parts) {
            const there = stock.find(({ location }) => location === part.location)?.available ?? 0;
            expect(part.quantity).toBeGreaterThan(0);
            expect(part.quantity).toBeLessThanOrEqual(there);
          }
        }
      }),
    );
  });

  test('planning changes nothing', () => {
    fc.assert(
      fc.property(demands, anyAllocation, (wanted, allocation) => {
        const before = structuredClone(wanted);
        planAllocation(wanted, allocation);
        expect(wanted).toEqual(before);
      }),
    );
  });
});

describe('fewestLocations', () => {
  test('uses as few locations for the whole order as any choice could', () => {
    fc.assert(
      fc.property(demandsOver(FEW, 8), (wanted) => {
        const plan = planAllocation(wanted, fewestLocations);
        fc.pre(plan.ok);
        const used = new Set(wanted.flatMap(({ sku }) => [...partsOf(plan, sku).keys()]));
        expect(used.size).toBe(fewestThatServe(wanted));
      }),
      { numRuns: runs(500) },
    );
  });

  /** Tries every subset of the locations. */
  function fewestThatServe(wanted: readonly Demand[]): number {
    let fewest = FEW.length;
    for (let subset = 0; subset < 2 ** FEW.length; subset++) {
      const chosen = FEW.filter((_, bit) => subset & (1 << bit));
      const serves = wanted.every((demand) => {
        const stock = demand.stock.filter(({ location }) => chosen.includes(location));
        return availableOf({ ...demand, stock }) >= demand.quantity;
      });
      if (serves) fewest = Math.min(fewest, chosen.length);
    }
    return fewest;
  }
});

describe('inOrder', () => {
  test('empties each location before it goes to the next one', () => {
    fc.assert(
      fc.property(demandsOver(FEW, 8), fc.shuffledSubarray(FEW), (wanted, order) => {
        const plan = planAllocation(wanted, inOrder(order));
        fc.pre(plan.ok);
        for (const { sku, quantity, stock } of wanted) {
          const parts = partsOf(plan, sku);
          let missing = quantity;
          for (const place of order) {
            const there = stock.find(({ location }) => location === place)?.available ?? 0;
            expect(parts.get(place) ?? 0).toBe(Math.min(missing, there));
            missing -= parts.get(place) ?? 0;
          }
        }
      }),
    );
  });
});

describe('mostStock', () => {
  test('touches no location while a fuller one has units left', () => {
    fc.assert(
      fc.property(demands, (wanted) => {
        const plan = planAllocation(wanted, mostStock);
        fc.pre(plan.ok);
        for (const { sku, stock } of wanted) {
          const parts = partsOf(plan, sku);
          const touched = stock.filter(({ location }) => parts.has(location));
          const withUnitsLeft = stock.filter(
            ({ location, available }) => available > (parts.get(location) ?? 0),
          );
          for (const fuller of withUnitsLeft) {
            for (const { location, available } of touched) {
              if (location === fuller.location) continue;
              expect(available).toBeGreaterThanOrEqual(fuller.available);
            }
          }
        }
      }),
    );
  });
});
