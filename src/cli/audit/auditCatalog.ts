import type { Balance } from '../../../machines/index.ts';
import * as check from '../../base/check.ts';
import { anyText, list, members } from '../../schema/shape.ts';
import { stockRecord } from '../../schema/stock.ts';
import type { Key } from '../../store/store.ts';
import type { AuditRun } from './auditRun.ts';

export interface Catalog {
  readonly skus: ReadonlySet<string>;
  /** Balances by SKU. */
  readonly stock: ReadonlyMap<string, Balance[]>;
  readonly reviews: number;
}

/** Products with their stock and their reviews. */
export function auditCatalog(run: AuditRun): Catalog {
  const { report } = run;
  const numbers = new Map<number, string>();
  const skus = new Set<string>();
  for (const { key, value } of run.entries('product', readProduct)) {
    const sku = String(key[1]);
    skus.add(sku);
    if (value.sku !== sku) report(`the product ${sku} says to be ${value.sku}`);
    const other = numbers.get(value.number);
    if (other !== undefined) report(`${other} and ${sku} are both product number ${value.number}`);
    numbers.set(value.number, sku);
    if (!run.has(['stock', sku])) report(`the product ${sku} has no stock entry`);
  }
  const stock = new Map<string, Balance[]>();
  for (const { key, value } of run.entries('stock', readStock)) {
    const sku = String(key[1]);
    if (!skus.has(sku)) report(`the stock entry ${sku} belongs to no product`);
    stock.set(sku, value);
  }
  return { skus, stock, reviews: auditReviews(run) };
}

function auditReviews(run: AuditRun): number {
  let reviews = 0;
  let [product, places] = ['', 0];
  for (const { key, value: userId } of run.entries('review', readReview)) {
    const [, sku, place] = key as readonly [string, string, number];
    const name = `the review ${place} of ${sku}`;
    reviews++;
    if (sku !== product) [product, places] = [sku, 0];
    if (!run.has(['product', sku])) run.report(`${name} belongs to no product`);
    if (place !== places) run.report(`${name} comes where ${places} is expected`);
    places = place + 1;
    run.expectUser(userId, name);
  }
  return reviews;
}

function readProduct(text: string): { readonly number: number; readonly sku: string } {
  const [number, given] = list('product', JSON.parse(text));
  const product = members('product', given);
  check.text('name', product.name);
  check.text('category', product.category);
  check.count('priceMinor', product.priceMinor);
  check.count('createdAt', product.createdAt);
  check.optional(product.description, (value) => anyText('description', value));
  check.optional(product.maxPerOrder, (value) => check.quantity('maxPerOrder', value));
  return { number: check.quantity('number', number), sku: check.id('sku', product.sku) };
}

function readStock(text: string, key: Key): Balance[] {
  return stockRecord.read(text, key);
}

function readReview(text: string): string {
  const review = members('review', JSON.parse(text));
  check.number('rating', review.rating, { min: 1, max: 5 });
  check.count('at', review.at);
  check.optional(review.text, (value) => anyText('text', value));
  return check.id('userId', review.userId);
}
