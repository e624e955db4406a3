import * as check from '../base/check.ts';
import {
  type Cell,
  cellOf,
  halfOfCell,
  isStockCell,
  NO_CELL,
  priceGroupOf,
  withPrice,
  withRating,
  withStock,
} from './buckets.ts';
import { Columns, type Facts, factsOf, MAX_CATEGORIES } from './columns.ts';
import { FacetCube } from './facetCube.ts';
import { FactLists } from './rowKeyLists.ts';
import { TextIndex } from './textIndex.ts';
import { TextOrder } from './textOrder.ts';
import { Zones } from './zoneMap.ts';

/** What the index has to know of a product. The object itself is kept, and must not be changed. */
export interface IndexedProduct {
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  /** A non-negative safe integer. */
  readonly priceMinor: number;
  readonly description?: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** What is known of a product besides. */
export interface ProductState {
  /** Its place among all products when nothing is sorted; one more than the last when left out. */
  readonly number?: number;
  /** False when left out. */
  readonly inStock?: boolean;
  /** The mean, 1 to 5; 0 for unrated, and when left out. */
  readonly rating?: number;
}

/**
 * Products in rows: typed columns, counts of all combinations that filters and facets ask for, words
 * with the rows that have them, and what helps to put rows in order.
 *
 * A change of price, rating or stock takes O(1). One of the texts gives the product another row,
 * since the postings of the old one are taken out later, in slices.
 */
export class IndexedRows<P extends IndexedProduct> {
  readonly columns = new Columns();
  readonly cube = new FacetCube(this.columns);
  /** The rows of each group of prices. */
  readonly prices = new FactLists();
  /** The rows of each mean rating, in half stars. */
  readonly ratings = new FactLists();
  readonly texts = new TextIndex(this.columns);
  /** The number of each category that there has been. */
  readonly categories = new Map<string, number>();
  readonly categoryNames: string[] = [];
  readonly skus = new TextOrder((row) => this.#products[row]?.sku);
  readonly names = new TextOrder((row) => this.#products[row]?.name);
  readonly numbers = new Zones();
  readonly times = new Zones();
  readonly #products: (P | undefined)[] = [];
  #size = 0;
  #lastNumber = 0;

  /** How many products there are. */
  get size(): number {
    return this.#size;
  }

  /** Undefined for a row without one. */
  product(row: number): P | undefined {
    return this.#products[row];
  }

  /** @returns the row of the product. */
  add(product: P, state: ProductState): number {
    const { number = this.#lastNumber + 1, inStock = false, rating = 0 } = state;
    const { columns } = this;
    const category = this.#categoryOf(product.category);
    const cell = cellOf(product.priceMinor, rating, inStock);
    const row = this.texts.takeRow();
    this.#products[row] = product;
    const facts = factsOf(category, cell);
    columns.facts[row] = facts;
    columns.price[row] = product.priceMinor;
    columns.rating[row] = rating;
    columns.number[row] = number;
    columns.created[row] = product.createdAt;
    this.#lastNumber = Math.max(this.#lastNumber, number);
    this.#size++;
    this.cube.add(row);
    this.prices.add(priceGroupOf(product.priceMinor), row, facts);
    this.ratings.add(halfOfCell(cell), row, facts);
    this.skus.add(row);
    this.names.add(row);
    this.numbers.note(row, number);
    this.times.note(row, product.createdAt);
    this.texts.add(row, product);
    return row;
  }

  /** @returns the row from now on. */
  update(row: number, product: P): number {
    const before = this.product(row) as P;
    if (!hasSamePlaces(before, product)) {
      const { number, rating } = this.columns;
      const state = {
        number: number[row] as number,
        rating: rating[row] as number,
        inStock: isStockCell(this.columns.cell(row)),
      };
      this.remove(row);
      return this.add(product, state);
    }
    this.setPrice(row, product);
    return row;
  }

  remove(row: number): void {
    const product = this.product(row) as P;
    this.skus.remove(row);
    this.names.remove(row);
    const cell = this.columns.cell(row);
    this.prices.remove(priceGroupOf(product.priceMinor), row);
    this.ratings.remove(halfOfCell(cell), row);
    this.cube.remove(row);
    this.columns.facts[row] = NO_CELL;
    this.#products[row] = undefined;
    this.#size--;
    this.texts.remove(row, product);
  }

  setInStock(row: number, inStock: boolean): void {
    this.#setCell(row, withStock(this.columns.cell(row), inStock));
  }

  setRating(row: number, rating: number): void {
    this.columns.rating[row] = rating;
    this.#setCell(row, withRating(this.columns.cell(row), rating));
  }

  setPrice(row: number, product: P): void {
    const { priceMinor } = product;
    const { price } = this.columns;
    const before = price[row] as number;
    this.#products[row] = product;
    if (priceMinor === before) return;
    price[row] = priceMinor;
    this.#setCell(row, withPrice(this.columns.cell(row), priceMinor), before);
  }

  #setCell(row: number, cell: Cell, priceBefore = this.columns.price[row] as number): void {
    const { cube, prices, ratings, columns } = this;
    const before = columns.cell(row);
    if (cell === before && columns.price[row] === priceBefore) return;
    cube.move(row, cell);
    const facts = columns.facts[row] as Facts;
    const to = priceGroupOf(columns.price[row] as number);
    const from = priceBefore === columns.price[row] ? to : priceGroupOf(priceBefore);
    prices.move(row, { from, to, facts });
    ratings.move(row, { from: halfOfCell(before), to: halfOfCell(cell), facts });
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

/** Is the price all that may be another one? */
function hasSamePlaces(a: IndexedProduct, b: IndexedProduct): boolean {
  const hasSameTexts =
    a.name === b.name && a.category === b.category && a.description === b.description;
  return hasSameTexts && a.sku === b.sku && a.createdAt === b.createdAt;
}
