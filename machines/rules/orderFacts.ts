import type {
  OrderCancelled,
  OrderConfirmed,
  OrderDelivered,
  OrderPlaced,
  OrderShipped,
} from './facts.ts';

/** What the facts of an order tell of its context. */
export interface ToldOrder {
  /** Made by `createId` at the checkout. */
  readonly orderId: string;
  /** The user who has bought. */
  readonly userId: string;
  /** What the order costs, in minor units. */
  readonly totalMinor: number;
  /** Epoch milliseconds. */
  readonly paymentDueAt: number;
  /** Left out before the order is shipped. */
  readonly trackingNumber?: string;
  /** Left out when no reason was given. */
  readonly cancelReason?: string;
}

/** The facts that the standard order chart emits, by type: each follows from the order's context. */
export const orderFacts = {
  /** Of a new order. @param order the context of the order. */
  'order.placed': ({ orderId, userId, totalMinor, paymentDueAt }: ToldOrder): OrderPlaced => ({
    type: 'order.placed',
    orderId,
    userId,
    totalMinor,
    paymentDueAt,
  }),
  /** Of an order that is paid. @param order the context of the order. */
  'order.confirmed': ({ orderId, userId }: ToldOrder): OrderConfirmed => ({
    type: 'order.confirmed',
    orderId,
    userId,
  }),
  /**
   * Of an order that is on its way.
   *
   * @param order the context of the order, with its `trackingNumber`; empty when left out.
   */
  'order.shipped': ({ orderId, userId, trackingNumber = '' }: ToldOrder): OrderShipped => ({
    type: 'order.shipped',
    orderId,
    userId,
    trackingNumber,
  }),
  /** Of an order that has arrived. @param order the context of the order. */
  'order.delivered': ({ orderId, userId }: ToldOrder): OrderDelivered => ({
    type: 'order.delivered',
    orderId,
    userId,
  }),
  /**
   * Of an order that is not served.
   *
   * @param order the context of the order, with its `cancelReason`; the fact has no reason when left out.
   */
  'order.cancelled': ({ orderId, userId, cancelReason }: ToldOrder): OrderCancelled =>
    cancelReason === undefined
      ? { type: 'order.cancelled', orderId, userId }
      : { type: 'order.cancelled', orderId, userId, reason: cancelReason },
} as const;
