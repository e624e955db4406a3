import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { Product } from '../../../src/index.ts';
import { SearchIndex, type SearchOptions } from '../../../src/search.ts';
import { type FilterSpec, toFilter } from './filterSpec.ts';
import { Oracle } from './Oracle.ts';

/** A search index whose answers are compared with those of an oracle that has the same products. */
export class CheckedIndex {
  readonly oracle = new Oracle();
  readonly #index = new SearchIndex<Product, Product>({
    view: ({ sku }) => this.#known(sku),
  });
  readonly #rows = new Map<string, number>();

  add(product: Product): void {
    assert(!this.#rows.has(product.sku));
    this.oracle.put(product);
    const { rating, available } = product;
    this.#rows.set(product.sku, this.#index.add(product, { rating, inStock: available > 0 }));
  }

  /** Changes members that the index reads from the product itself. */
  update(sku: string, change: Partial<Product>): void {
    const product = { ...this.#known(sku), ...change };
    this.oracle.put(product);
    this.#rows.set(sku, this.#index.update(this.#row(sku), product));
  }

  remove(sku: string): void {
    this.#index.remove(this.#row(sku));
    this.#rows.delete(sku);
    this.oracle.remove(sku);
  }

  setAvailable(sku: string, available: number): void {
    this.oracle.put({ ...this.#known(sku), available });
    this.#index.setInStock(this.#row(sku), available > 0);
  }

  setRating(sku: string, rating: number): void {
    this.oracle.put({ ...this.#known(sku), rating });
    this.#index.setRating(this.#row(sku), rating);
  }

  expectSameSearch(filters: readonly FilterSpec[], options: SearchOptions): void {
    const { items, ...rest } = this.#index.search(filters.map(toFilter), options);
    const found = { ...rest, skus: items.map(({ sku }) => sku) };
    const expected = this.oracle.search(filters, options);
    expectEqual(found, expected, () => JSON.stringify({ filters, options }));
  }

  expectSameSuggestions(text: string, options: { limit?: number }): void {
    const found = this.#index.suggest(text, options);
    expectEqual(found, this.oracle.suggest(text, options), () => JSON.stringify({ text, options }));
  }

  expectSameSize(): void {
    assert.equal(this.#index.size, this.oracle.size);
  }

  #row(sku: string): number {
    const row = this.#rows.get(sku);
    assert(row !== undefined, `the index has no ${sku}`);
    return row;
  }

  #known(sku: string): Product {
    const product = this.oracle.get(sku);
    assert(product !== undefined, `the oracle has no ${sku}`);
    return product;
  }
}

/** Many times faster than `expect`, which only explains the difference. */
function expectEqual(actual: object, expected: object, question: () => string): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual, question()).toEqual(expected);
}
