import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { Product } from '../../../src/index.ts';
import { SearchIndex, type SearchOptions } from '../../../src/search.ts';
import { filterOf, type Wanted } from './filterSpec.ts';
import { Oracle } from './Oracle.ts';

/** The index and the oracle, which are told the same and have to answer the same. */
export class Twins {
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

  /** Changes what the index finds in the product itself. */
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

  stock(sku: string, available: number): void {
    this.oracle.put({ ...this.#known(sku), available });
    this.#index.setInStock(this.#row(sku), available > 0);
  }

  rate(sku: string, rating: number): void {
    this.oracle.put({ ...this.#known(sku), rating });
    this.#index.setRating(this.#row(sku), rating);
  }

  expectSameSearch(wanted: readonly Wanted[], options: SearchOptions): void {
    const { items, ...rest } = this.#index.search(wanted.map(filterOf), options);
    const found = { ...rest, skus: items.map(({ sku }) => sku) };
    const expected = this.oracle.search(wanted, options);
    expectEqual(found, expected, () => JSON.stringify({ wanted, options }));
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
    assert(row !== undefined, `${sku} is not there`);
    return row;
  }

  #known(sku: string): Product {
    const product = this.oracle.get(sku);
    assert(product !== undefined, `${sku} is not there`);
    return product;
  }
}

/** Many times faster than `expect`, which is left to explain the difference. */
function expectEqual(actual: object, expected: object, question: () => string): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual, question()).toEqual(expected);
}
