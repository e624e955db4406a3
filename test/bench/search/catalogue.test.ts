import { describe, expect, test } from 'vitest';
import { catalogue, checksumOf } from '../../../bench/search/catalogue.ts';
import { wordsOf } from '../../../bench/search/naiveText.ts';

const made = catalogue({ products: 4_000, seed: 1 });
const { products } = made;

function shareOf(isMeant: (product: (typeof products)[number]) => boolean): number {
  return products.filter(isMeant).length / products.length;
}

describe('the catalogue', () => {
  test('is the same for the same seed, and differs for another one', () => {
    expect(checksumOf(catalogue({ products: 4_000, seed: 1 }))).toBe(checksumOf(made));
    expect(checksumOf(catalogue({ products: 4_000, seed: 2 }))).not.toBe(checksumOf(made));
  });

  test('has a checksum of all fields', () => {
    const first = made.products[0] as (typeof products)[number];
    const others = [
      ...[{ sku: 'other' }, { name: 'Other' }, { category: 'Other' }, { description: 'Other.' }],
      ...[{ priceMinor: 1 }, { createdAt: 1 }, { available: 9999 }, { rating: 1.25 }],
    ];
    const checksums = others.map((other) =>
      checksumOf({ ...made, products: [{ ...first, ...other }] }),
    );
    expect(new Set(checksums).size).toBe(others.length);
  });

  test('has SKUs that are all different and in no order', () => {
    const skus = products.map(({ sku }) => sku);
    expect(new Set(skus).size).toBe(products.length);
    const ascending = skus.filter((sku, place) => sku > (skus[place - 1] ?? '')).length;
    expect(ascending / products.length).toBeCloseTo(0.5, 1);
  });

  test('has names of three to eight words, a third of them with the code of a model', () => {
    const counts = products.map(({ name }) => name.split(' ').length);
    expect([Math.min(...counts), Math.max(...counts)]).toEqual([3, 8]);
    expect(shareOf(({ name }) => /[A-Z]{2}\d+[A-Z]?$/.test(name))).toBeCloseTo(0.3, 1);
  });

  test('has words as frequent as those of a retailer, and words that only one product has', () => {
    const counts = new Map<string, number>();
    for (const { name } of products) {
      for (const word of new Set(wordsOf(name))) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    // The most frequent word of 2,246 real names, 'set', occurs in 9 % of them.
    expect(Math.max(...counts.values()) / products.length).toBeCloseTo(0.09, 1);
    const rare = [...counts.values()].filter((count) => count === 1).length;
    expect(rare).toBeGreaterThan(counts.size / 3);
  });

  test('has categories of very unequal sizes', () => {
    const counts = made.categories.map(
      (wanted) => products.filter(({ category }) => category === wanted).length,
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(products.length);
    expect(counts[0]).toBeGreaterThan(50 * (counts.at(-1) ?? 0));
  });

  test('has half of its products described, a quarter unrated and most in stock', () => {
    expect(shareOf(({ description }) => description !== undefined)).toBeCloseTo(0.5, 1);
    expect(shareOf(({ rating }) => rating === 0)).toBeCloseTo(0.25, 1);
    expect(shareOf(({ available }) => available > 0)).toBeCloseTo(0.85, 1);
    expect(shareOf(({ rating }) => rating === 0 || (rating >= 1 && rating <= 5))).toBe(1);
    expect(shareOf(({ priceMinor }) => priceMinor >= 100 && priceMinor <= 500_000)).toBe(1);
  });
});
