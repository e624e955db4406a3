import type {
  OrderCancelled,
  OrderConfirmed,
  OrderDelivered,
  OrderPlaced,
  OrderShipped,
} from './facts.ts';

/** What the facts of an order tell of its context. */
interface ToldOrder {
  readonly orderId: string;
  readonly userId: string;
  readonly totalMinor: number;
  readonly paymentDueAt: number;
  readonly trackingNumber?: string;
  readonly cancelReason?: string;
}

/** The facts that the standard order chart emits, by type: each follows from the order's context. */
export const orderFacts = {
  'order.placed': ({ orderId, userId, totalMinor, paymentDueAt }: ToldOrder): OrderPlaced => ({
    type: 'order.placed',
    orderId,
    userId,
    totalMinor,
    paymentDueAt,
  }),
  'order.confirmed': ({ orderId, userId }: ToldOrder): OrderConfirmed => ({
    type: 'order.confirmed',
    orderId,
    userId,
  }),
  'order.shipped': ({ orderId, userId, trackingNumber = '' }: ToldOrder): OrderShipped => ({
    type: 'order.shipped',
    orderId,
    userId,
    trackingNumber,
  }),
  'order.delivered': ({ orderId, userId }: ToldOrder): OrderDelivered => ({
    type: 'order.delivered',
    orderId,
    userId,
  }),
  'order.cancelled': ({ orderId, userId, cancelReason }: ToldOrder): OrderCancelled =>
    cancelReason === undefined
      ? { type: 'order.cancelled', orderId, userId }
      : { type: 'order.cancelled', orderId, userId, reason: cancelReason },
} as const;
