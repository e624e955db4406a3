import type { Balance } from '../../../machines/index.ts';
import { productRecord } from '../../schema/product.ts';
import { reviewRecord } from '../../schema/review.ts';
import { stockRecord } from '../../schema/stock.ts';
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
  for (const { key, value } of run.entries(productRecord)) {
    const [, sku] = key;
    const { number, entry } = value;
    skus.add(sku);
    if (entry.sku !== sku) report(`the product ${sku} says to be ${entry.sku}`);
    const other = numbers.get(number);
    if (other !== undefined) report(`${other} and ${sku} are both product number ${number}`);
    numbers.set(number, sku);
    if (!run.has(stockRecord.key(sku))) report(`the product ${sku} has no stock entry`);
  }
  const stock = new Map<string, Balance[]>();
  for (const { key, value } of run.entries(stockRecord)) {
    const [, sku] = key;
    if (!skus.has(sku)) report(`the stock entry ${sku} belongs to no product`);
    stock.set(sku, value);
  }
  return { skus, stock, reviews: auditReviews(run) };
}

function auditReviews(run: AuditRun): number {
  let reviews = 0;
  let [product, places] = ['', 0];
  for (const { key, value } of run.entries(reviewRecord)) {
    const [, sku, place] = key;
    const name = `the review ${place} of ${sku}`;
    reviews++;
    if (sku !== product) [product, places] = [sku, 0];
    if (!run.has(productRecord.key(sku))) run.report(`${name} belongs to no product`);
    if (place !== places) run.report(`${name} comes where ${places} is expected`);
    places = place + 1;
    run.expectUser(value.userId, name);
  }
  return reviews;
}
