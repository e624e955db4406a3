import { expect } from 'vitest';
import { code, type RealShop, refused, ShopCommand } from './ShopCommand.ts';
import type { ShopModel } from './ShopModel.ts';

function productAnswer(model: ShopModel, sku: string): object {
  const { name, priceMinor, maxPerOrder } = model.products.get(sku) ?? {};
  const product = { sku, name, priceMinor, maxPerOrder, available: model.available(sku) };
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

export class Restock extends ShopCommand {
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

  protected send({ shop }: RealShop) {
    const { sku, quantity, location } = this.#arguments;
    return shop.products.restock(sku, quantity, { location });
  }

  toString() {
    const { sku, quantity, location } = this.#arguments;
    return `await shop.products.restock(${code(sku, quantity, { location })});`;
  }
}

export interface UpdateArguments {
  readonly sku: string;
  readonly change: { readonly priceMinor?: number; readonly maxPerOrder?: number };
}

export class UpdateProduct extends ShopCommand {
  readonly #arguments: UpdateArguments;

  constructor(args: UpdateArguments) {
    super();
    this.#arguments = args;
  }

  protected predict(model: ShopModel) {
    const { sku, change } = this.#arguments;
    const product = model.products.get(sku);
    if (product === undefined) return refused({ code: 'unknown-product', sku });
    Object.assign(product, change);
    return productAnswer(model, sku);
  }

  protected send({ shop }: RealShop) {
    return shop.products.update(this.#arguments.sku, this.#arguments.change);
  }

  toString() {
    return `await shop.products.update(${code(this.#arguments.sku, this.#arguments.change)});`;
  }
}
