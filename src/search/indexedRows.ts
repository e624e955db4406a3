import * as check from '../base/check.ts';
import {
  type Bucket,
  bucketOf,
  halfStarsOfBucket,
  isStockBucket,
  NO_BUCKET,
  withPrice,
  withRating,
  withStock,
} from './buckets.ts';
import { Columns } from './columns.ts';
import { FacetCube } from './facetCube.ts';
import type { IndexedProduct, ProductState } from './indexedProduct.ts';
import { priceGroupOf } from './priceSteps.ts';
import { MAX_CATEGORIES, type RowKey, rowKeyOf } from './rowKey.ts';
import { RowKeyLists } from './rowKeyLists.ts';
import { TextIndex } from './textIndex.ts';
import { TextOrder } from './textOrder.ts';
import { ZoneMap } from './zoneMap.ts';

/**
 * Products in rows: typed columns, the counts of all combinations that filters and facets ask for, an
 * inverted index of the texts, and the sort orders.
 *
 * A change of price, rating or stock takes O(1). A change of a text gives the product another row,
 * since the postings of the old row are removed later, in slices.
 */
export class IndexedRows<P extends IndexedProduct> {
  readonly columns = new Columns();
  readonly cube = new FacetCube(this.columns);
  /** The rows of each price group. */
  readonly prices = new RowKeyLists();
  /** The rows of each mean rating, in half stars. */
  readonly ratings = new RowKeyLists();
  readonly texts = new TextIndex(this.columns);
  /** The number of each category that any product has ever had. */
  readonly categories = new Map<string, number>();
  /** By number of the category. */
  readonly categoryNames: string[] = [];
  readonly skus = new TextOrder((row) => this.#products[row]?.sku);
  readonly names = new TextOrder((row) => this.#products[row]?.name);
  readonly numbers = new ZoneMap();
  readonly times = new ZoneMap();
  readonly #products: (P | undefined)[] = [];
  #size = 0;
  #lastNumber = 0;

  /** The number of products. */
  get size(): number {
    return this.#size;
  }

  /** Undefined for a row without a product. */
  product(row: number): P | undefined {
    return this.#products[row];
  }

  /** @returns the row of the product. */
  add(product: P, state: ProductState): number {
    const { number = this.#lastNumber + 1, inStock = false, rating = 0 } = state;
    const { columns } = this;
    const category = this.#categoryOf(product.category);
    const bucket = bucketOf(product.priceMinor, rating, inStock);
    const row = this.texts.allocateRow();
    this.#products[row] = product;
    const key = rowKeyOf(category, bucket);
    columns.rowKey[row] = key;
    columns.priceMinor[row] = product.priceMinor;
    columns.rating[row] = rating;
    columns.number[row] = number;
    columns.createdAt[row] = product.createdAt;
    this.#lastNumber = Math.max(this.#lastNumber, number);
    this.#size++;
    this.cube.add(row);
    this.prices.add(priceGroupOf(product.priceMinor), row, key);
    this.ratings.add(halfStarsOfBucket(bucket), row, key);
    this.skus.add(row);
    this.names.add(row);
    this.numbers.add(row, number);
    this.times.add(row, product.createdAt);
    this.texts.add(row, product);
    return row;
  }

  /** @returns the product's row from now on. */
  update(row: number, product: P): number {
    if (differsAtMostInPrice(this.product(row) as P, product)) {
      this.setPrice(row, product);
      return row;
    }
    const { number, rating } = this.columns;
    const state = {
      number: number[row] as number,
      rating: rating[row] as number,
      inStock: isStockBucket(this.columns.bucket(row)),
    };
    this.remove(row);
    return this.add(product, state);
  }

  remove(row: number): void {
    const product = this.product(row) as P;
    this.skus.remove(row);
    this.names.remove(row);
    const bucket = this.columns.bucket(row);
    this.prices.remove(priceGroupOf(product.priceMinor), row);
    this.ratings.remove(halfStarsOfBucket(bucket), row);
    this.cube.remove(row);
    this.columns.rowKey[row] = NO_BUCKET;
    this.#products[row] = undefined;
    this.#size--;
    this.texts.remove(row, product);
  }

  setInStock(row: number, inStock: boolean): void {
    this.#setBucket(row, withStock(this.columns.bucket(row), inStock));
  }

  setRating(row: number, rating: number): void {
    this.columns.rating[row] = rating;
    this.#setBucket(row, withRating(this.columns.bucket(row), rating));
  }

  setPrice(row: number, product: P): void {
    const { priceMinor } = product;
    const prices = this.columns.priceMinor;
    const before = prices[row] as number;
    this.#products[row] = product;
    if (priceMinor === before) return;
    prices[row] = priceMinor;
    this.#setBucket(row, withPrice(this.columns.bucket(row), priceMinor), before);
  }

  #setBucket(
    row: number,
    bucket: Bucket,
    priceBefore = this.columns.priceMinor[row] as number,
  ): void {
    const { cube, prices, ratings, columns } = this;
    const before = columns.bucket(row);
    const price = columns.priceMinor[row] as number;
    if (bucket === before && price === priceBefore) return;
    cube.move(row, bucket);
    const key = columns.rowKey[row] as RowKey;
    const to = priceGroupOf(price);
    const from = priceBefore === price ? to : priceGroupOf(priceBefore);
    prices.move(row, { from, to, key });
    ratings.move(row, { from: halfStarsOfBucket(before), to: halfStarsOfBucket(bucket), key });
  }

  #categoryOf(name: string): number {
    const known = this.categories.get(name);
    if (known !== undefined) return known;
    if (this.categories.size === MAX_CATEGORIES) {
      throw check.outOfRange('category', `at most ${MAX_CATEGORIES} different ones`, name);
    }
    const category = this.categoryNames.push(name) - 1;
    this.categories.set(name, category);
    return category;
  }
}

/** True when every member but the price is the same. */
function differsAtMostInPrice(a: IndexedProduct, b: IndexedProduct): boolean {
  const hasSameTexts =
    a.name === b.name && a.category === b.category && a.description === b.description;
  return hasSameTexts && a.sku === b.sku && a.createdAt === b.createdAt;
}
