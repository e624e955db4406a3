import { expect } from 'vitest';
import type { Order } from '../../../src/index.ts';
import { callOf } from '../../../src/testing/simulation/shopCall.ts';
import { type PricingName, pricings } from './pricings.ts';
import { CallCommand, code, type RealShop, refused } from './ShopCommand.ts';
import type { KeyedAnswer, ShopModel } from './ShopModel.ts';

const PAYMENT_TIMEOUT_MS = 30 * 60 * 1000;
const KEY_LIVES_MS = 24 * 60 * 60 * 1000;
const REFUSED_KEY_LIVES_MS = 5 * 60 * 1000;
const LOW_STOCK = 5;

export interface CheckoutArguments {
  readonly userId: string;
  readonly idempotencyKey?: string;
  /** The shop's own pricing when left out. */
  readonly pricing?: PricingName;
  /** Expects what the shop has quoted, or one unit more; any total when left out. */
  readonly expected?: 'as quoted' | 'more';
}

export class Checkout extends CallCommand {
  readonly #arguments: CheckoutArguments;
  /** What it asks for, with the cart before it. */
  #request = { options: '', lines: '' };

  constructor(args: CheckoutArguments) {
    super();
    this.#arguments = args;
  }

  protected predict(model: ShopModel) {
    const { userId } = this.#arguments;
    this.#request = this.#requestIn(model);
    const earlier = this.#earlier(model);
    if (earlier !== undefined) return this.#repeat(earlier);
    if (!model.users.has(userId)) return refused({ code: 'unknown-user', userId });
    const refusal = this.#refuse(model);
    if (refusal !== undefined) {
      const cartId = model.carts.has(userId) ? expect.any(String) : null;
      model.tell({ type: 'checkout.refused', userId, cartId, refusal });
      return refused(refusal);
    }
    return this.#place(model);
  }

  #refuse(model: ShopModel): { code: string } | undefined {
    const lines = [...(model.carts.get(this.#arguments.userId)?.lines ?? [])];
    if (lines.length === 0) return { code: 'empty-cart' };
    const expectedTotalMinor = this.#expectedTotal(model);
    const { totalMinor } = this.#priced(model);
    if (expectedTotalMinor !== undefined && expectedTotalMinor !== totalMinor) {
      return Object.assign({ code: 'price-changed' }, { expectedTotalMinor, totalMinor });
    }
    for (const [sku, requested] of lines) {
      const maxPerOrder = model.products.get(sku)?.maxPerOrder ?? requested;
      if (requested > maxPerOrder) {
        return Object.assign({ code: 'purchase-limit' }, { sku, requested, maxPerOrder });
      }
      const maxPerUser = model.products.get(sku)?.maxPerUser;
      const counted = model.counted(this.#arguments.userId, sku);
      if (maxPerUser !== undefined && requested + counted > maxPerUser) {
        return Object.assign({ code: 'purchase-limit' }, { sku, requested, maxPerUser, counted });
      }
    }
    const shortages = lines
      .map(([sku, requested]) => ({ sku, requested, available: model.available(sku) }))
      .filter(({ requested, available }) => requested > available);
    if (shortages.length === 0) return undefined;
    return Object.assign({ code: 'out-of-stock' }, { shortages });
  }

  /** The lines of the cart as they stand in an order, and what they cost. */
  #priced(model: ShopModel) {
    const { userId, pricing = 'regular' } = this.#arguments;
    const { member = false } = model.users.get(userId) ?? {};
    let totalMinor = 0;
    const lines = [...(model.carts.get(userId)?.lines ?? [])].map(([sku, quantity]) => {
      const { name = sku, priceMinor: unitPriceMinor = 0 } = model.products.get(sku) ?? {};
      const lineTotalMinor = pricings[pricing].predict({ unitPriceMinor, quantity, member });
      totalMinor += lineTotalMinor;
      const allocations = expect.any(Array);
      return {
        sku,
        name,
        unitPriceMinor,
        quantity,
        lineTotalMinor,
        allocations,
        status: 'reserved',
      };
    });
    return { lines, totalMinor };
  }

  /** Nothing is quoted for an empty cart. */
  #expectedTotal(model: ShopModel): number | undefined {
    const { expected } = this.#arguments;
    return expected && this.#priced(model).totalMinor + (expected === 'more' ? 1 : 0);
  }

  #place(model: ShopModel): object {
    const { userId, pricing = 'regular' } = this.#arguments;
    const orderId = expect.any(String);
    const paymentDueAt = model.now + PAYMENT_TIMEOUT_MS;
    const { lines, totalMinor } = this.#priced(model);
    model.carts.delete(userId);
    model.tell({ type: 'order.placed', orderId, userId, totalMinor, paymentDueAt });
    for (const { sku, quantity } of lines) {
      const before = model.available(sku);
      const available = before - quantity;
      if (available === 0) model.tell({ type: 'stock.depleted', sku, available });
      else if (available <= LOW_STOCK && before > LOW_STOCK) {
        model.tell({ type: 'stock.low', sku, available });
      }
    }
    return {
      ok: true,
      order: {
        orderId,
        userId,
        state: 'pending',
        lines,
        totalMinor,
        currency: 'USD',
        pricing: pricings[pricing].name,
        createdAt: model.now,
        paymentDueAt,
      },
    };
  }

  /** The shop chooses the locations of the units, as long as they have them. */
  protected override learn(model: ShopModel, answer: { ok?: boolean; order?: Order }): void {
    if (this.#earlier(model) !== undefined) return;
    const { userId, idempotencyKey } = this.#arguments;
    if (answer.order !== undefined) {
      const { orderId, paymentDueAt, lines } = answer.order;
      for (const { sku, quantity, allocations } of lines) {
        const taken = allocations.reduce((sum, part) => sum + part.quantity, 0);
        expect(taken, `the allocations of ${sku}`).toBe(quantity);
      }
      model.move(lines, 'available', 'held');
      const placed = answer.order;
      const placedAt = model.now;
      model.orders.push({
        orderId,
        userId,
        state: 'pending',
        lines,
        placed,
        placedAt,
        paymentDueAt,
      });
    }
    if (idempotencyKey !== undefined && model.users.has(userId)) {
      const keyed = { ...this.#request, at: model.now, answer };
      model.answers.set(`${userId}/${idempotencyKey}`, keyed);
    }
  }

  #requestIn(model: ShopModel): { options: string; lines: string } {
    const { userId, pricing } = this.#arguments;
    const lines = [...(model.carts.get(userId)?.lines ?? [])].map((line) => line.join(' '));
    return {
      options: `${pricing} ${this.#expectedTotal(model)}`,
      lines: lines.sort().join(', '),
    };
  }

  #earlier(model: ShopModel): KeyedAnswer | undefined {
    const { userId, idempotencyKey } = this.#arguments;
    const earlier = model.answers.get(`${userId}/${idempotencyKey}`);
    if (earlier === undefined) return undefined;
    const livesMs = earlier.answer.order === undefined ? REFUSED_KEY_LIVES_MS : KEY_LIVES_MS;
    return model.now - earlier.at < livesMs ? earlier : undefined;
  }

  /** Once more the earlier answer, unless it was given to another request. */
  #repeat({ options, lines, answer }: KeyedAnswer): object {
    const { idempotencyKey } = this.#arguments;
    const { order } = answer;
    const isAsLeft = order !== undefined && this.#request.lines === '';
    if (options === this.#request.options && (lines === this.#request.lines || isAsLeft)) {
      return { ...answer, replayed: true };
    }
    const orderId = order === undefined ? {} : { orderId: order.orderId };
    return refused({ code: 'idempotency-mismatch', idempotencyKey, ...orderId });
  }

  protected call({ shop }: RealShop) {
    const { userId, idempotencyKey, pricing, expected } = this.#arguments;
    const priced = pricing !== undefined && { pricing: pricings[pricing].pricing };
    const quoted = shop.quote(userId, { ...priced });
    const totalMinor = quoted.ok ? quoted.quote.totalMinor : 0;
    return callOf('checkout', userId, {
      ...priced,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
      ...(expected !== undefined && {
        expectedTotalMinor: totalMinor + (expected === 'more' ? 1 : 0),
      }),
    });
  }

  toString() {
    const { userId, idempotencyKey, pricing, expected } = this.#arguments;
    const strategy = pricing === undefined ? undefined : `pricing: ${pricings[pricing].code}`;
    const quoted = `quoted(${code(userId)}, { ${strategy ?? ''} })`;
    const options = [
      ...(idempotencyKey === undefined ? [] : [`idempotencyKey: ${code(idempotencyKey)}`]),
      ...(strategy === undefined ? [] : [strategy]),
      ...(expected === undefined
        ? []
        : [`expectedTotalMinor: ${quoted}${expected === 'more' ? ' + 1' : ''}`]),
    ];
    const rest = options.length === 0 ? '' : `, { ${options.join(', ')} }`;
    return `await shop.checkout(${code(userId)}${rest});`;
  }
}
