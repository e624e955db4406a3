import { DueQueue } from './dueQueue.ts';
import { CANCEL_AFTER_MS, CONFIRM_AFTER_MS, DELIVER_AFTER_MS, SHIP_AFTER_MS } from './limits.ts';
import type { Outcome, RequestKind } from './requestStream.ts';
import type { SaleAnswer } from './saleShop.ts';

/** The kinds of requests that follow from the answer to another request. */
export const FOLLOW_UPS = ['confirm', 'ship', 'deliver', 'cancel', 'clear'] as const;
export type FollowUp = (typeof FOLLOW_UPS)[number];

/**
 * The steps of orders that are still to come, and the carts to be emptied after a refused checkout.
 * A step is due a fixed time after the answer to the step before it, which stands for the payment or
 * the parcel. Times are milliseconds of the run.
 */
export class OrderLifecycles {
  readonly queues: Readonly<Record<FollowUp, DueQueue>> = {
    confirm: new DueQueue(),
    ship: new DueQueue(),
    deliver: new DueQueue(),
    cancel: new DueQueue(),
    clear: new DueQueue(),
  };

  /** The number of steps that are still to be issued. */
  get waiting(): number {
    return FOLLOW_UPS.reduce((sum, kind) => sum + this.queues[kind].size, 0);
  }

  placed(orderId: string, outcome: Outcome, now: number): void {
    if (outcome === 'leave-unpaid') return;
    if (outcome === 'cancel-unpaid')
      this.queues.cancel.push(now + CANCEL_AFTER_MS, orderId, outcome);
    else this.queues.confirm.push(now + CONFIRM_AFTER_MS, orderId, outcome);
  }

  confirmed(orderId: string, outcome: Outcome, now: number): void {
    if (outcome === 'cancel-paid') this.queues.cancel.push(now + CANCEL_AFTER_MS, orderId, outcome);
    else this.queues.ship.push(now + SHIP_AFTER_MS, orderId, outcome);
  }

  shipped(orderId: string, outcome: Outcome, now: number): void {
    this.queues.deliver.push(now + DELIVER_AFTER_MS, orderId, outcome);
  }

  /** Adds the step that follows from the answer to a request of this order or user. */
  answered(
    kind: RequestKind | FollowUp,
    { id, outcome }: { readonly id: string; readonly outcome: Outcome },
    answer: SaleAnswer,
    now: number,
  ): void {
    if (!answer.ok) {
      const isSoldOut = kind === 'checkout' && answer.refusal.code === 'out-of-stock';
      if (isSoldOut) this.gaveUp(id, outcome, now);
    } else if (kind === 'checkout' && answer.order !== undefined) {
      this.placed(answer.order.orderId, outcome, now);
    } else if (kind === 'confirm') this.confirmed(id, outcome, now);
    else if (kind === 'ship') this.shipped(id, outcome, now);
  }

  /** A checkout was refused for lack of stock: the user empties the cart at once. */
  gaveUp(userId: string, outcome: Outcome, now: number): void {
    this.queues.clear.push(now, userId, outcome);
  }

  /** Returns the kind of the first step that is due by now, if there is one. */
  due(now: number): FollowUp | undefined {
    let first: FollowUp | undefined;
    let firstAt = now;
    for (const kind of FOLLOW_UPS) {
      const { dueAt } = this.queues[kind];
      if (dueAt > firstAt) continue;
      firstAt = dueAt;
      first = kind;
    }
    return first;
  }
}
