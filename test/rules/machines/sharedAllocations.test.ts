import { describe, expect, it } from 'vitest';
import { MAX_SHARED_LOCATIONS, MAX_SHARED_QUANTITY } from '../../../machines/rules/limits.ts';
import { SharedAllocations } from '../../../machines/rules/sharedAllocations.ts';

describe('the allocation of one location', () => {
  it('is one object for each location and small quantity', () => {
    const shared = new SharedAllocations();
    const mugs = shared.allocationOf('main', 2);
    expect(mugs).toEqual([{ location: 'main', quantity: 2 }]);
    expect(shared.allocationOf('main', 3)).not.toBe(mugs);
    expect(shared.allocationOf('lyon', 2)).toEqual([{ location: 'lyon', quantity: 2 }]);
    expect(shared.allocationOf('main', 2)).toBe(mugs);
    expect(shared.copyOf([{ location: 'main', quantity: 2 }])).toBe(mugs);
  });

  it('is not shared for other quantities', () => {
    const shared = new SharedAllocations();
    for (const quantity of [MAX_SHARED_QUANTITY + 1, 0, -1, 1.5, Number.NaN, 2 ** 53]) {
      const made = shared.allocationOf('main', quantity);
      expect(made).toEqual([{ location: 'main', quantity }]);
      expect(shared.allocationOf('main', quantity)).not.toBe(made);
    }
    const most = shared.allocationOf('main', MAX_SHARED_QUANTITY);
    expect(shared.allocationOf('main', MAX_SHARED_QUANTITY)).toBe(most);
  });

  it('is shared for a bounded number of locations, and right for all', () => {
    const shared = new SharedAllocations();
    const names = Array.from({ length: MAX_SHARED_LOCATIONS + 3 }, (_, index) => `at-${index}`);
    const first = names.map((name) => shared.allocationOf(name, 1));
    expect(first.map(([part]) => part?.location)).toEqual(names);
    const isShared = names.map((name, index) => shared.allocationOf(name, 1) === first[index]);
    expect(isShared.filter(Boolean).length).toBe(MAX_SHARED_LOCATIONS);
    expect(isShared.indexOf(false)).toBe(MAX_SHARED_LOCATIONS);
  });

  it('is frozen, as is one of several locations, which is a copy', () => {
    const shared = new SharedAllocations();
    const given = [
      { location: 'main', quantity: 1 },
      { location: 'lyon', quantity: 2 },
    ];
    const copy = shared.copyOf(given);
    expect(copy).toEqual(given);
    expect(copy).not.toBe(given);
    for (const part of given) expect(Object.isFrozen(part)).toBe(false);
    for (const quantity of [1, MAX_SHARED_QUANTITY + 1]) {
      const allocations = [copy, shared.allocationOf('main', quantity)];
      for (const list of allocations) {
        expect([list, ...list].map((value) => Object.isFrozen(value))).not.toContain(false);
      }
    }
  });
});
