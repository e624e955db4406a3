import { expect } from 'vitest';
import { callOf } from '../../../src/testing/simulation/shopCall.ts';
import { CallCommand, code, refused } from './ShopCommand.ts';
import type { ShopModel } from './ShopModel.ts';

function productAnswer(model: ShopModel, sku: string): object {
  const {
    name,
    priceMinor,
    maxPerOrder,
    maxPerUser,
    ratings = new Map(),
  } = model.products.get(sku) ?? {};
  const stars = [...ratings.values()];
  const product = {
    sku,
    name,
    priceMinor,
    maxPerOrder,
    maxPerUser,
    available: model.available(sku),
    reviewCount: stars.length,
    rating: stars.length === 0 ? 0 : stars.reduce((sum, it) => sum + it, 0) / stars.length,
  };
  return { ok: true, product: expect.objectContaining(withoutUndefined(product)) };
}

function withoutUndefined(members: object): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

export interface RestockArguments {
  readonly sku: string;
  readonly quantity: number;
  readonly location: string;
}

export class Restock extends CallCommand {
  readonly #arguments: RestockArguments;

  constructor(args: RestockArguments) {
    super();
    this.#arguments = args;
  }

  protected predict(model: ShopModel) {
    const { sku, quantity, location } = this.#arguments;
    const product = model.products.get(sku);
    if (product === undefined) return refused({ code: 'unknown-product', sku });
    const shelf = product.shelves.get(location) ?? {
      received: 0,
      available: 0,
      held: 0,
      shipped: 0,
    };
    shelf.received += quantity;
    shelf.available += quantity;
    product.shelves.set(location, shelf);
    const available = model.available(sku);
    model.tell({ type: 'stock.restocked', sku, location, quantity, available });
    return productAnswer(model, sku);
  }

  protected call() {
    const { sku, quantity, location } = this.#arguments;
    return callOf('products.restock', sku, quantity, { location });
  }

  toString() {
    const { sku, quantity, location } = this.#arguments;
    return `await shop.products.restock(${code(sku, quantity, { location })});`;
  }
}

export interface UpdateArguments {
  readonly sku: string;
  readonly change: {
    readonly priceMinor?: number;
    readonly maxPerOrder?: number | null;
    readonly maxPerUser?: number | null;
  };
}

export class UpdateProduct extends CallCommand {
  readonly #arguments: UpdateArguments;

  constructor(args: UpdateArguments) {
    super();
    this.#arguments = args;
  }

  protected predict(model: ShopModel) {
    const { sku, change } = this.#arguments;
    const product = model.products.get(sku);
    if (product === undefined) return refused({ code: 'unknown-product', sku });
    const { priceMinor = product.priceMinor, maxPerOrder = product.maxPerOrder } = change;
    product.priceMinor = priceMinor;
    product.maxPerOrder = maxPerOrder ?? undefined;
    const { maxPerUser = product.maxPerUser } = change;
    product.maxPerUser = maxPerUser ?? undefined;
    return productAnswer(model, sku);
  }

  protected call() {
    return callOf('products.update', this.#arguments.sku, this.#arguments.change);
  }

  toString() {
    return `await shop.products.update(${code(this.#arguments.sku, this.#arguments.change)});`;
  }
}

export interface AddArguments {
  readonly sku: string;
  readonly priceMinor: number;
  readonly stock: number;
}

export class AddProduct extends CallCommand {
  readonly #arguments: AddArguments;

  constructor(args: AddArguments) {
    super();
    this.#arguments = args;
  }

  protected predict(model: ShopModel) {
    const { sku, priceMinor, stock } = this.#arguments;
    if (model.products.has(sku)) return refused({ code: 'duplicate-sku', sku });
    const shelf = { received: stock, available: stock, held: 0, shipped: 0 };
    model.products.set(sku, {
      name: sku,
      priceMinor,
      maxPerOrder: undefined,
      maxPerUser: undefined,
      shelves: new Map([['main', shelf]]),
      ratings: new Map(),
    });
    return productAnswer(model, sku);
  }

  protected call() {
    return callOf('products.add', this.#product);
  }

  get #product() {
    return { ...this.#arguments, name: this.#arguments.sku, category: 'any' };
  }

  toString() {
    return `await shop.products.add(${code(this.#product)});`;
  }
}

export interface ReviewArguments {
  readonly sku: string;
  readonly userId: string;
  readonly rating: number;
}

export class Review extends CallCommand {
  readonly #arguments: ReviewArguments;

  constructor(args: ReviewArguments) {
    super();
    this.#arguments = args;
  }

  protected predict(model: ShopModel) {
    const { sku, userId, rating } = this.#arguments;
    if (!model.users.has(userId)) return refused({ code: 'unknown-user', userId });
    const product = model.products.get(sku);
    if (product === undefined) return refused({ code: 'unknown-product', sku });
    product.ratings.set(userId, rating);
    model.tell({ type: 'product.reviewed', sku, userId, rating });
    return productAnswer(model, sku);
  }

  protected call() {
    const { sku, userId, rating } = this.#arguments;
    return callOf('products.review', sku, { userId, rating });
  }

  toString() {
    const { sku, userId, rating } = this.#arguments;
    return `await shop.products.review(${code(sku, { userId, rating })});`;
  }
}
