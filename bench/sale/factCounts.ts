import type { Shop } from '../../src/index.ts';
import { PAID, UNPAID } from './sendFollowUp.ts';

/** The number of orders in each state. */
export interface OrderStates {
  readonly pending: number;
  readonly confirmed: number;
  readonly shipped: number;
  readonly delivered: number;
  readonly cancelledUnpaid: number;
  readonly cancelledPaid: number;
  readonly timedOut: number;
}

/** Counts the facts of a shop from now on. */
export class FactCounts {
  cartsExpired = 0;
  productsSoldOut = 0;
  #placed = 0;
  #confirmed = 0;
  #shipped = 0;
  #delivered = 0;
  #cancelledUnpaid = 0;
  #cancelledPaid = 0;
  #timedOut = 0;

  constructor(shop: Pick<Shop, 'on'>) {
    shop.on('cart.expired', () => this.cartsExpired++);
    shop.on('stock.depleted', () => this.productsSoldOut++);
    shop.on('order.placed', () => this.#placed++);
    shop.on('order.confirmed', () => this.#confirmed++);
    shop.on('order.shipped', () => this.#shipped++);
    shop.on('order.delivered', () => this.#delivered++);
    shop.on('order.cancelled', ({ reason }) => {
      if (reason === UNPAID.reason) this.#cancelledUnpaid++;
      else if (reason === PAID.reason) this.#cancelledPaid++;
      else this.#timedOut++;
    });
  }

  states(): OrderStates {
    const [unpaid, paid, timedOut] = [this.#cancelledUnpaid, this.#cancelledPaid, this.#timedOut];
    return {
      pending: this.#placed - this.#confirmed - unpaid - timedOut,
      confirmed: this.#confirmed - this.#shipped - paid,
      shipped: this.#shipped - this.#delivered,
      delivered: this.#delivered,
      cancelledUnpaid: unpaid,
      cancelledPaid: paid,
      timedOut,
    };
  }
}
