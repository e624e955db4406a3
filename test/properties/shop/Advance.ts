import { expect } from 'vitest';
import { type RealShop, ShopCommand } from './ShopCommand.ts';
import type { ShopModel } from './ShopModel.ts';

/** Time passes: carts expire and unpaid orders are cancelled, each at its own moment. */
export class Advance extends ShopCommand {
  readonly #ms: number;

  constructor(ms: number) {
    super();
    this.#ms = ms;
  }

  protected predict(model: ShopModel): undefined {
    model.now += this.#ms;
    for (const [userId, { lines, expiresAt }] of model.carts) {
      if (expiresAt > model.now) continue;
      model.carts.delete(userId);
      const lost = [...lines].map(([sku, quantity]) => ({ sku, quantity }));
      const cartId = expect.any(String);
      model.tell({ type: 'cart.expired', userId, cartId, lines: lost }, expiresAt);
    }
    for (const order of model.orders) {
      const { orderId, userId, lines, state, paymentDueAt } = order;
      if (state !== 'pending' || paymentDueAt > model.now) continue;
      const reason = 'payment-timeout';
      order.state = 'cancelled';
      order.cancelReason = reason;
      model.move(lines, 'held', 'available');
      model.tell({ type: 'order.cancelled', orderId, userId, reason }, paymentDueAt);
    }
  }

  protected send({ clock }: RealShop): undefined {
    clock.advance(this.#ms);
  }

  toString() {
    return `clock.advance(${this.#ms});`;
  }
}
