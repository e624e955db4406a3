import { expect } from 'vitest';
import { callOf } from '../../../src/testing/simulation/shopCall.ts';
import { CallCommand, code, refused } from './ShopCommand.ts';
import type { ShopModel } from './ShopModel.ts';

const CART_EXPIRY_MS = 24 * 60 * 60 * 1000;

/** Less than there are products. */
export const MAX_CART_LINES = 3;

export interface LineArguments {
  readonly userId: string;
  readonly sku: string;
  readonly quantity: number;
}

/** Sets the quantity of a line, and expects the fact of it. */
function changeLine(model: ShopModel, { userId, sku, quantity: after }: LineArguments): void {
  const cart = model.carts.get(userId) ?? {
    expiresAt: model.now + CART_EXPIRY_MS,
    lines: new Map<string, number>(),
  };
  model.carts.set(userId, cart);
  const before = cart.lines.get(sku) ?? 0;
  if (after === 0) cart.lines.delete(sku);
  else cart.lines.set(sku, after);
  if (cart.lines.size === 0) model.carts.delete(userId);
  if (after === before) return;
  model.tell({
    type: after > before ? 'cart.lineAdded' : 'cart.lineRemoved',
    userId,
    cartId: expect.any(String),
    sku,
    quantity: Math.abs(after - before),
    lineQuantity: after,
  });
}

function cartAnswer(model: ShopModel, userId: string): object {
  return { ok: true, cart: model.cartView(userId, expect.any(String)) };
}

/** The refusal of a line that had `before` units and would have `after`; undefined when it is allowed. */
function refuseMore(
  model: ShopModel,
  { userId, sku, before, after }: { userId: string; sku: string; before: number; after: number },
): object | undefined {
  if (after <= before) return undefined;
  const maxPerOrder = model.products.get(sku)?.maxPerOrder;
  if (maxPerOrder !== undefined && after > maxPerOrder) {
    return refused({ code: 'purchase-limit', sku, requested: after, maxPerOrder });
  }
  const maxPerUser = model.products.get(sku)?.maxPerUser;
  if (maxPerUser !== undefined && after > maxPerUser) {
    const counted = model.counted(userId, sku);
    return refused({ code: 'purchase-limit', sku, requested: after, maxPerUser, counted });
  }
  const available = model.available(sku);
  if (after <= available) return undefined;
  return refused({ code: 'out-of-stock', shortages: [{ sku, requested: after, available }] });
}

export class AddToCart extends CallCommand {
  readonly #line: LineArguments;

  constructor(line: LineArguments) {
    super();
    this.#line = line;
  }

  protected predict(model: ShopModel) {
    const { userId, sku, quantity } = this.#line;
    if (!model.users.has(userId)) return refused({ code: 'unknown-user', userId });
    if (!model.products.has(sku)) return refused({ code: 'unknown-product', sku });
    const lines = model.carts.get(userId)?.lines;
    const before = lines?.get(sku) ?? 0;
    if (before === 0 && lines?.size === MAX_CART_LINES) {
      return refused({ code: 'cart-limit', maxCartLines: MAX_CART_LINES });
    }
    const after = before + quantity;
    const refusal = refuseMore(model, { userId, sku, before, after });
    if (refusal !== undefined) return refusal;
    changeLine(model, { userId, sku, quantity: after });
    return cartAnswer(model, userId);
  }

  protected call() {
    const { userId, sku, quantity } = this.#line;
    return callOf('carts.add', userId, sku, quantity);
  }

  toString() {
    const { userId, sku, quantity } = this.#line;
    return `await shop.carts.add(${code(userId, sku, quantity)});`;
  }
}

export class SetQuantity extends CallCommand {
  readonly #line: LineArguments;

  constructor(line: LineArguments) {
    super();
    this.#line = line;
  }

  protected predict(model: ShopModel) {
    const { userId, sku, quantity: after } = this.#line;
    if (!model.users.has(userId)) return refused({ code: 'unknown-user', userId });
    // To set to zero is to remove, which does not ask whether there is such a product.
    const isKnown = after === 0 || model.products.has(sku);
    if (!isKnown) return refused({ code: 'unknown-product', sku });
    const before = model.carts.get(userId)?.lines.get(sku);
    if (before === undefined) return refused({ code: 'not-in-cart', sku });
    const refusal = refuseMore(model, { userId, sku, before, after });
    if (refusal !== undefined) return refusal;
    changeLine(model, { userId, sku, quantity: after });
    return cartAnswer(model, userId);
  }

  protected call() {
    const { userId, sku, quantity } = this.#line;
    return callOf('carts.setQuantity', userId, sku, quantity);
  }

  toString() {
    const { userId, sku, quantity } = this.#line;
    return `await shop.carts.setQuantity(${code(userId, sku, quantity)});`;
  }
}

export class RemoveFromCart extends CallCommand {
  readonly #line: Omit<LineArguments, 'quantity'>;

  constructor(line: Omit<LineArguments, 'quantity'>) {
    super();
    this.#line = line;
  }

  protected predict(model: ShopModel) {
    const { userId, sku } = this.#line;
    if (!model.users.has(userId)) return refused({ code: 'unknown-user', userId });
    if (!model.carts.get(userId)?.lines.has(sku)) return refused({ code: 'not-in-cart', sku });
    changeLine(model, { userId, sku, quantity: 0 });
    return cartAnswer(model, userId);
  }

  protected call() {
    return callOf('carts.remove', this.#line.userId, this.#line.sku);
  }

  toString() {
    return `await shop.carts.remove(${code(this.#line.userId, this.#line.sku)});`;
  }
}

export class ClearCart extends CallCommand {
  readonly #userId: string;

  constructor(userId: string) {
    super();
    this.#userId = userId;
  }

  protected predict(model: ShopModel) {
    const userId = this.#userId;
    if (!model.users.has(userId)) return refused({ code: 'unknown-user', userId });
    const skus = [...(model.carts.get(userId)?.lines.keys() ?? [])];
    for (const sku of skus) changeLine(model, { userId, sku, quantity: 0 });
    return cartAnswer(model, userId);
  }

  protected call() {
    return callOf('carts.clear', this.#userId);
  }

  toString() {
    return `await shop.carts.clear(${code(this.#userId)});`;
  }
}
