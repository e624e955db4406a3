import type { Actor } from 'xstate';
import type { inventoryMachine, ProductReviewed, StockLedger } from '../../machines/index.ts';
import * as check from '../base/check.ts';
import { isPlainObject } from '../base/isPlainObject.ts';
import { type Answer, refused, runCommand } from '../commands/answer.ts';
import type { Engine } from '../runtime/engine.ts';
import type { Users } from '../users/users.ts';
import type { Catalog, ProductChange, Review } from './catalog.ts';
import { productChange, reviewChange } from './catalogRecords.ts';
import type { Product } from './product.ts';

export interface NewProduct {
  /** Made by `createId` when left out. */
  readonly sku?: string;
  readonly name: string;
  readonly category: string;
  readonly priceMinor: number;
  /** Units at the location `main`, or by location. None when left out. */
  readonly stock?: number | Readonly<Record<string, number>>;
  readonly description?: string;
  /** At most so many units in one order. */
  readonly maxPerOrder?: number;
}

export interface NewReview {
  readonly userId: string;
  /** 1, 2, 3, 4 or 5. */
  readonly rating: number;
  readonly text?: string;
}

export interface Products {
  add(product: NewProduct): Promise<Answer<{ product: Product }>>;
  get(sku: string): Product | undefined;
  /** Changes what is given and leaves the rest. Orders placed before keep their prices. */
  update(sku: string, change: ProductChange): Promise<Answer<{ product: Product }>>;
  /** More units arrive, at the location `main` when none is named. */
  restock(
    sku: string,
    quantity: number,
    options?: { location?: string },
  ): Promise<Answer<{ product: Product }>>;
  /** One review per user and product: a second one replaces the first. */
  review(sku: string, review: NewReview): Promise<Answer<{ product: Product }>>;
  /** All reviews of the product, in the order of each user's first one. */
  reviews(sku: string): Review[];
}

/** The location of stock that is given without one. */
const MAIN = 'main';

export interface ProductsOptions {
  readonly engine: Engine;
  readonly catalog: Catalog;
  readonly users: Users;
  readonly inventory: Actor<typeof inventoryMachine>;
  readonly ledger: StockLedger;
  readonly createId: () => string;
}

export function createProducts(options: ProductsOptions): Products {
  const { engine, catalog, users, inventory, ledger, createId } = options;

  /** Runs `change` on a product that exists, and answers how the product is then. */
  async function change(sku: string, work: () => void): Promise<Answer<{ product: Product }>> {
    return runCommand(engine, () => {
      if (catalog.get(sku) === undefined) return refused({ code: 'unknown-product', sku });
      work();
      return { ok: true, product: view(sku) };
    });
  }

  function freshSku(): string {
    const sku = check.id('createId()', createId());
    if (catalog.get(sku) === undefined) return sku;
    throw check.outOfRange('createId()', 'an id that no product has yet', sku);
  }

  function view(sku: string): Product {
    return catalog.product(sku) as Product;
  }

  return {
    async add(product) {
      const { stock, ...given } = checkProduct(product);
      return runCommand(engine, () => {
        const sku = given.sku ?? freshSku();
        if (catalog.get(sku) !== undefined) return refused({ code: 'duplicate-sku', sku });
        catalog.add({ ...given, sku, createdAt: engine.now() }, engine.turnNumber);
        engine.stageIfDurable(() => productChange(catalog, sku));
        inventory.send({ type: 'inventory.register', sku, stock });
        return { ok: true, product: view(sku) };
      });
    },

    get(sku) {
      check.id('sku', sku);
      return catalog.product(sku);
    },

    async update(sku, update) {
      check.id('sku', sku);
      const checked = checkChange(update);
      return change(sku, () => {
        catalog.update(sku, checked);
        engine.stageIfDurable(() => productChange(catalog, sku));
      });
    },

    async restock(sku, quantity, options = {}) {
      check.id('sku', sku);
      check.quantity('quantity', quantity);
      check.fields('options', options, ['location']);
      const location =
        check.optional(options.location, (value) => check.id('location', value)) ?? MAIN;
      return change(sku, () => {
        assertCountable('quantity', ledger.received(sku) + quantity);
        inventory.send({ type: 'inventory.restock', sku, location, quantity });
      });
    },

    async review(sku, given) {
      check.id('sku', sku);
      const { userId, rating, text } = checkReview(given);
      return runCommand(engine, () => {
        if (users.get(userId) === undefined) return refused({ code: 'unknown-user', userId });
        if (catalog.get(sku) === undefined) return refused({ code: 'unknown-product', sku });
        const at = engine.now();
        const review = { userId, rating, at, ...(text !== undefined && { text }) };
        const place = catalog.review(sku, review);
        engine.stageIfDurable(() => reviewChange(sku, place, review));
        engine.emit<ProductReviewed>({ type: 'product.reviewed', sku, userId, rating });
        return { ok: true, product: view(sku) };
      });
    },

    reviews(sku) {
      check.id('sku', sku);
      return catalog.reviews(sku).map((review) => ({ ...review }));
    },
  };
}

type Stock = readonly { readonly location: string; readonly quantity: number }[];

function checkProduct(product: NewProduct): Omit<NewProduct, 'stock'> & { readonly stock: Stock } {
  check.fields('product', product, ['sku', 'stock', 'name', 'category', 'priceMinor', ...OPTIONAL]);
  const { sku, stock, ...rest } = product;
  const { name, category, priceMinor } = rest;
  return {
    ...checkChange(rest),
    name: check.text('name', name),
    category: check.text('category', category),
    priceMinor: check.count('priceMinor', priceMinor),
    stock: checkStock(stock),
    ...(sku !== undefined && { sku: check.id('sku', sku) }),
  };
}

const OPTIONAL = ['description', 'maxPerOrder'] as const;

/** The members that are there, checked; those that are undefined are left out. */
function checkChange(change: ProductChange): ProductChange {
  check.fields('change', change, ['name', 'category', 'priceMinor', ...OPTIONAL]);
  const { name, category, priceMinor, description, maxPerOrder } = change;
  return {
    ...(name !== undefined && { name: check.text('name', name) }),
    ...(category !== undefined && { category: check.text('category', category) }),
    ...(priceMinor !== undefined && { priceMinor: check.count('priceMinor', priceMinor) }),
    ...(description !== undefined && {
      description: check.text('description', description, { min: 0 }),
    }),
    ...(maxPerOrder !== undefined && { maxPerOrder: check.quantity('maxPerOrder', maxPerOrder) }),
  };
}

function checkStock(stock: NewProduct['stock']): Stock {
  if (stock === undefined) return [{ location: MAIN, quantity: 0 }];
  if (typeof stock === 'number') {
    return [{ location: MAIN, quantity: check.count('stock', stock) }];
  }
  if (!isPlainObject(stock)) {
    throw check.wrongType('stock', 'a number of units, or an object of them by location', stock);
  }
  const entries = Object.entries(stock).map(([location, quantity]) => ({
    location: check.id('stock location', location),
    quantity: check.count(`stock at ${location}`, quantity),
  }));
  assertCountable(
    'stock',
    entries.reduce((sum, { quantity }) => sum + quantity, 0),
  );
  return entries;
}

function assertCountable(name: string, units: number): void {
  if (Number.isSafeInteger(units)) return;
  throw check.outOfRange(name, 'at most 2^53 - 1 units of one product in all', units);
}

function checkReview(review: NewReview): NewReview {
  const { userId, rating, text } = check.fields('review', review, ['userId', 'rating', 'text']);
  check.id('userId', userId);
  check.optional(text, (value) => check.text('text', value, { min: 0 }));
  check.number('rating', rating, { min: 1, max: 5 });
  if (!Number.isInteger(rating)) throw check.outOfRange('rating', '1, 2, 3, 4 or 5', rating);
  return { userId, rating, ...(text !== undefined && { text }) };
}
