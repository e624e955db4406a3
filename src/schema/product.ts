import * as check from '../base/check.ts';
import { jsonForm } from './jsonCodec.ts';
import { recordKind } from './record.ts';
import { anyText, list, members } from './shape.ts';

/** A product without its stock, which the inventory keeps. */
export interface CatalogEntry {
  /** Names the product in every call: 1 to 256 characters. */
  readonly sku: string;
  /** What buyers read; at least 1 character. */
  readonly name: string;
  /** Groups products in searches and pricing: `byCategory` takes it exactly as it is spelt. */
  readonly category: string;
  /** The list price of one unit, in minor units of the shop's currency; 0 to 2^53 - 1. */
  readonly priceMinor: number;
  /** Text that searches find, too; left out when there is none. */
  readonly description?: string;
  /** The largest number of units in one order. */
  readonly maxPerOrder?: number;
  /** The largest number of units that one user may hold and have bought within `perUserWindowMs`. */
  readonly maxPerUser?: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

export interface ProductRecord {
  /** The number that the product was added with: rises from product to product, has gaps. */
  readonly number: number;
  readonly entry: CatalogEntry;
}

export const productRecord = recordKind({
  name: 'products',
  prefix: ['product'],
  elements: [{ name: 'sku', type: 'string', isShared: true }],
  version: 1,
  logCode: 5,
  codec: {
    ...jsonForm(({ number, entry }: ProductRecord) => [number, entry]),
    decode(text): ProductRecord {
      const [number, entry] = list('product', JSON.parse(text));
      return { number: number as number, entry: entry as CatalogEntry };
    },
    check({ number, entry }) {
      check.quantity('number', number);
      const product = members('product', entry);
      check.text('name', product.name);
      check.text('category', product.category);
      check.count('priceMinor', product.priceMinor);
      check.count('createdAt', product.createdAt);
      check.optional(product.description, (value) => anyText('description', value));
      check.optional(product.maxPerOrder, (value) => check.quantity('maxPerOrder', value));
      check.optional(product.maxPerUser, (value) => check.quantity('maxPerUser', value));
      check.id('sku', product.sku);
    },
  },
});
