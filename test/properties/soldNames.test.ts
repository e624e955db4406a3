import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SoldNames } from '../../src/orders/soldNames.ts';
import { runs } from './runs.ts';

const sale = fc.tuple(fc.nat({ max: 9 }), fc.constantFrom('', 'Tea', 'Green tea', '茶'));

describe('the names under which SKUs have been sold', () => {
  test('have numbers from 0 on for each SKU, by which they are found for ever', () => {
    fc.assert(
      fc.property(fc.array(sale, { maxLength: 100 }), (sales) => {
        const names = new SoldNames();
        const model = new Map<number, string[]>();
        for (const [sku, name] of sales) {
          const known = model.get(sku) ?? [];
          if (!known.includes(name)) known.push(name);
          model.set(sku, known);
          // A text of its own, which is another reference.
          expect(names.numberOf(sku, [...name].join(''))).toBe(known.indexOf(name));
        }
        for (const [sku, known] of model) {
          expect(known.map((_, number) => names.nameOf(sku, number))).toEqual(known);
        }
      }),
      { numRuns: runs(200) },
    );
  });

  test('are texts: nothing else has a number', () => {
    const names = new SoldNames();
    for (const name of [undefined, null, 7, {}]) expect(names.numberOf(0, name)).toBe(undefined);
    expect(() => names.nameOf(0, 0)).toThrow('SKU 0 has no name 0');
  });
});
