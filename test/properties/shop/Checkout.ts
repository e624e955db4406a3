import { expect } from 'vitest';
import type { Order } from '../../../src/index.ts';
import { callOf } from '../../commands/shopCall.ts';
import { type PricingName, pricings } from './pricings.ts';
import { CallCommand, code, refused } from './ShopCommand.ts';
import type { ShopModel } from './ShopModel.ts';

const PAYMENT_TIMEOUT_MS = 30 * 60 * 1000;
const KEY_LIVES_MS = 24 * 60 * 60 * 1000;
const LOW_STOCK = 5;

export interface CheckoutArguments {
  readonly userId: string;
  readonly idempotencyKey?: string;
  /** The shop's own pricing when left out. */
  readonly pricing?: PricingName;
}

export class Checkout extends CallCommand {
  readonly #arguments: CheckoutArguments;

  constructor(args: CheckoutArguments) {
    super();
    this.#arguments = args;
  }

  protected predict(model: ShopModel) {
    const { userId } = this.#arguments;
    const earlier = this.#earlierAnswer(model);
    if (earlier !== undefined) return earlier;
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
    for (const [sku, requested] of lines) {
      const maxPerOrder = model.products.get(sku)?.maxPerOrder ?? requested;
      if (requested > maxPerOrder) {
        return Object.assign({ code: 'purchase-limit' }, { sku, requested, maxPerOrder });
      }
    }
    const shortages = lines
      .map(([sku, requested]) => ({ sku, requested, available: model.available(sku) }))
      .filter(({ requested, available }) => requested > available);
    if (shortages.length === 0) return undefined;
    return Object.assign({ code: 'out-of-stock' }, { shortages });
  }

  #place(model: ShopModel): object {
    const { userId, pricing = 'regular' } = this.#arguments;
    const { member = false } = model.users.get(userId) ?? {};
    const orderId = expect.any(String);
    const paymentDueAt = model.now + PAYMENT_TIMEOUT_MS;
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
    if (this.#earlierAnswer(model) !== undefined) return;
    const { userId, idempotencyKey } = this.#arguments;
    if (answer.order !== undefined) {
      const { orderId, paymentDueAt, lines } = answer.order;
      for (const { sku, quantity, allocations } of lines) {
        const taken = allocations.reduce((sum, part) => sum + part.quantity, 0);
        expect(taken, `the allocations of ${sku}`).toBe(quantity);
      }
      model.move(lines, 'available', 'held');
      const placed = answer.order;
      model.orders.push({ orderId, userId, state: 'pending', lines, placed, paymentDueAt });
    }
    if (idempotencyKey !== undefined && model.users.has(userId)) {
      model.answers.set(`${userId}/${idempotencyKey}`, { at: model.now, answer });
    }
  }

  #earlierAnswer(model: ShopModel): object | undefined {
    const { userId, idempotencyKey } = this.#arguments;
    const earlier = model.answers.get(`${userId}/${idempotencyKey}`);
    if (earlier === undefined || model.now - earlier.at >= KEY_LIVES_MS) return undefined;
    return earlier.answer;
  }

  protected call() {
    const { userId, idempotencyKey, pricing } = this.#arguments;
    return callOf('checkout', userId, {
      ...(idempotencyKey !== undefined && { idempotencyKey }),
      ...(pricing !== undefined && { pricing: pricings[pricing].pricing }),
    });
  }

  toString() {
    const { userId, idempotencyKey, pricing } = this.#arguments;
    const options = [
      ...(idempotencyKey === undefined ? [] : [`idempotencyKey: ${code(idempotencyKey)}`]),
      ...(pricing === undefined ? [] : [`pricing: ${pricings[pricing].code}`]),
    ];
    const rest = options.length === 0 ? '' : `, { ${options.join(', ')} }`;
    return `await shop.checkout(${code(userId)}${rest});`;
  }
}
