import { describe, expect, it } from 'vitest';
import {
  type AllocatedUnits,
  type Allocation,
  type Demand,
  fewestLocations,
  inOrder,
  mostStock,
  StockLedger,
} from '../../../machines/index.ts';
import type { OpenHold } from '../../../machines/rules/hold.ts';
import { type StockEntry, StockEntryMap } from '../../../machines/rules/stockEntry.ts';
import type { StockPlan } from '../../../machines/rules/stockPlan.ts';

/** Counts the look-ups of entries. */
class CountingEntries extends StockEntryMap {
  gets = 0;

  override get(sku: string): StockEntry | undefined {
    this.gets++;
    return super.get(sku);
  }
}

/** Counts the accesses to holds. */
class CountingHolds extends Map<string, OpenHold> {
  accesses = 0;

  override get(orderId: string): OpenHold | undefined {
    this.accesses++;
    return super.get(orderId);
  }

  override delete(orderId: string): boolean {
    this.accesses++;
    return super.delete(orderId);
  }
}

const SKUS = ['mug', 'lamp', 'vase'];

/** A ledger with ten units of each product, at one location each. */
function openLedger(stock = [{ location: 'main', quantity: 10 }]) {
  const entries = new CountingEntries();
  const holds = new CountingHolds();
  const changed: string[] = [];
  const ledger = new StockLedger({ entries, holds, changed: (sku) => changed.push(sku) });
  for (const sku of SKUS) ledger.register(sku, stock);
  entries.gets = 0;
  holds.accesses = 0;
  changed.length = 0;
  return { ledger, entries, holds, changed };
}

const each = (quantity: number) => SKUS.map((sku) => ({ sku, quantity }));

function planned(ledger: StockLedger, quantity = 2, allocation = fewestLocations): StockPlan {
  const plan = ledger.plan(each(quantity), allocation);
  if (!plan.ok) throw new Error('short');
  return plan;
}

describe('the work of the ledger', () => {
  it.each(['release', 'ship'] as const)(
    'is one look-up for each line of a reservation, and none to %s it',
    (resolve) => {
      const { ledger, entries, holds, changed } = openLedger();
      const plan = planned(ledger);
      expect(entries.gets).toBe(SKUS.length);
      ledger.reserve('o1', plan);
      expect(entries.gets).toBe(SKUS.length);
      expect(holds.accesses).toBe(1);
      ledger[resolve]('o1');
      expect(entries.gets).toBe(SKUS.length);
      expect(holds.accesses).toBe(3);
      expect(changed).toEqual([...SKUS, ...SKUS]);
    },
  );

  it('is one look-up for each line of a restored hold, when it is resolved', () => {
    const { ledger, entries } = openLedger();
    ledger.reserve('o1', planned(ledger));
    const { lines } = ledger.holdOf('o1') ?? { lines: [] };
    const reopened = new StockLedger({ entries });
    reopened.restoreHold({ orderId: 'o1', lines });
    entries.gets = 0;
    expect([...reopened.openHolds()]).toHaveLength(1);
    expect(entries.gets).toBe(0);
    reopened.ship('o1');
    expect(entries.gets).toBe(SKUS.length);
    expect(reopened.balances('mug')).toEqual([
      { location: 'main', received: 10, available: 8, held: 0, shipped: 2 },
    ]);
  });

  it('is one reading of the store for each SKU', () => {
    const read: string[] = [];
    const balance = { location: 'main', received: 5, available: 5, held: 0, shipped: 0 };
    const ledger = new StockLedger({
      stored: {
        find(sku) {
          read.push(sku);
          return sku === 'nothing' ? undefined : [balance];
        },
        skus: () => ['mug', 'lamp'],
      },
    });
    expect(ledger.available('mug')).toBe(5);
    ledger.hold('o1', new Map([['mug', [{ location: 'main', quantity: 2 }]]]));
    ledger.ship('o1');
    expect(read).toEqual(['mug']);
    expect(balance.available).toBe(5);
    expect([...ledger.skus()]).toEqual(['mug', 'lamp']);
    expect(read).toEqual(['mug', 'lamp']);
    expect([ledger.has('nothing'), ledger.available('nothing')]).toEqual([false, 0]);
  });
});

describe('an entry that has no stock yet', () => {
  it('is no SKU of the ledger until it is registered', () => {
    const entries = new StockEntryMap();
    const entry = entries.getOrCreate('mug');
    const ledger = new StockLedger({ entries });
    expect(ledger.has('mug')).toBe(false);
    expect([...ledger.skus()]).toEqual([]);
    expect(() => ledger.plan([{ sku: 'mug', quantity: 1 }], fewestLocations)).toThrow(
      'the ledger has no entry for mug',
    );
    ledger.register('mug', [{ location: 'main', quantity: 3 }]);
    expect(entries.get('mug')).toBe(entry);
    expect(entry.available).toBe(3);
    expect(() => ledger.register('mug', [])).toThrow('the ledger has an entry for mug already');
  });

  it('may be registered without a location, and gets its first one later', () => {
    const { ledger } = openLedger([]);
    expect([ledger.has('mug'), ledger.available('mug')]).toEqual([true, 0]);
    expect(ledger.balances('mug')).toEqual([]);
    expect(ledger.plan([{ sku: 'mug', quantity: 1 }], fewestLocations)).toEqual({
      ok: false,
      shortages: [{ sku: 'mug', requested: 1, available: 0 }],
    });
    ledger.restock('mug', 'lyon', 2);
    expect(ledger.balances('mug')).toEqual([
      { location: 'lyon', received: 2, available: 2, held: 0, shipped: 0 },
    ]);
  });
});

describe('a plan', () => {
  it.each([
    ['three lines', SKUS, 2],
    ['a line named twice', ['mug', 'lamp', 'mug'], 4],
    ['many lines', Array.from({ length: 12 }, (_, index) => SKUS[index % 3] as string), 2],
  ] as const)('serves %s like a strategy that chooses', (_, skus, quantity) => {
    const lines = skus.map((sku) => ({ sku, quantity }));
    const { ledger } = openLedger();
    const asked = ledger.plan(lines, (demands) => fewestLocations(demands));
    if (!asked.ok) throw new Error('short');
    for (const allocation of [fewestLocations, mostStock, inOrder(['lyon'])]) {
      const plan = ledger.plan(lines, allocation);
      if (!plan.ok) throw new Error('short');
      expect(plan.allocations).toEqual(asked.allocations);
      expect(plan.lines).toEqual(asked.lines);
    }
  });

  it('names every shortage in the order of the lines', () => {
    const { ledger } = openLedger();
    ledger.restock('lamp', 'main', 5);
    const shortages = [
      { sku: 'mug', requested: 12, available: 10 },
      { sku: 'vase', requested: 12, available: 10 },
    ];
    for (const allocation of [
      fewestLocations,
      (demands: readonly Demand[]) => demands.map(() => []),
    ]) {
      expect(ledger.plan(each(12), allocation)).toEqual({ ok: false, shortages });
    }
  });

  it('asks a strategy of the user once, with copies, even where there is nothing to choose', () => {
    const { ledger } = openLedger();
    const kept: (readonly Demand[])[] = [];
    const scribbling: Allocation = (demands) => {
      kept.push(structuredClone(demands));
      for (const { stock } of demands) {
        for (const part of stock as unknown as { available: number }[]) part.available = 99;
        (stock as unknown[]).push({ location: 'mars', available: 99 });
      }
      return [];
    };
    ledger.reserve('o1', planned(ledger, 2, scribbling));
    const stock = [{ location: 'main', available: 10 }];
    expect(kept).toEqual([SKUS.map((sku) => ({ sku, quantity: 2, stock }))]);
    for (const sku of SKUS) {
      expect(ledger.balances(sku)).toEqual([
        { location: 'main', received: 10, available: 8, held: 2, shipped: 0 },
      ]);
    }
  });

  it('fails with what a strategy of the user throws', () => {
    const { ledger } = openLedger();
    const error = new Error('no map today');
    const throwing = () => {
      throw error;
    };
    expect(() => ledger.plan(each(1), throwing)).toThrow(error);
  });
});

describe('what a caller keeps of the ledger', () => {
  const twoPlaces = [
    { location: 'berlin', quantity: 3 },
    { location: 'lyon', quantity: 3 },
  ];

  it.each([
    ['one location', [{ location: 'main', quantity: 10 }]],
    ['several locations', twoPlaces],
  ])('stays as it was, and changes no stock: %s', (_, stock) => {
    const { ledger } = openLedger(stock);
    const plan = planned(ledger, 4);
    const balances = ledger.balances('mug');
    const before = structuredClone({ balances, lines: plan.lines });
    (plan.allocations as Map<string, unknown>).clear();
    ledger.reserve('o1', plan);
    ledger.reserve('o2', planned(ledger, 1));
    for (const { allocations } of ledger.holdOf('o1')?.lines ?? []) {
      expect(() => (allocations as AllocatedUnits[]).pop()).toThrow(TypeError);
      const [part] = allocations as unknown as { quantity: number }[];
      expect(() => Object.assign(part ?? {}, { quantity: 99 })).toThrow(TypeError);
    }
    ledger.ship('o1');
    expect({ balances, lines: plan.lines }).toEqual(before);
    Object.assign(ledger.balances('mug')[0] ?? {}, { available: 99 });
    expect(ledger.available('mug')).toBe(stock.length === 1 ? 5 : 1);
  });

  it('is not what it gave: the ledger copies allocations and stock', () => {
    const { ledger } = openLedger();
    const taken = [{ location: 'main', quantity: 2 }];
    ledger.hold('o1', new Map([['mug', taken]]));
    taken[0] = { location: 'mars', quantity: 9 };
    ledger.release('o1');
    expect(ledger.available('mug')).toBe(10);
  });
});

describe('a ledger', () => {
  it('refuses to hold twice for an order, to hold what is not there, and to resolve no hold', () => {
    const { ledger } = openLedger();
    ledger.reserve('o1', planned(ledger));
    expect(() => ledger.reserve('o1', planned(ledger))).toThrow('order o1 holds stock already');
    const stale = planned(ledger, 5);
    ledger.reserve('o2', planned(ledger, 5));
    expect(() => ledger.reserve('o3', stale)).toThrow('mug at main: 5 to hold, 3 there');
    expect(() => ledger.ship('o4')).toThrow('order o4 holds no stock');
    const nowhere = new Map([['mug', [{ location: 'mars', quantity: 1 }]]]);
    expect(() => ledger.hold('o5', nowhere)).toThrow('mug has never been at mars');
    ledger.ship('o1');
    expect(() => ledger.release('o1')).toThrow('order o1 holds no stock');
  });
});
