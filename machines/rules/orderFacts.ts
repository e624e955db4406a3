import type { OrderContext } from '../order.ts';
import type {
  OrderCancelled,
  OrderConfirmed,
  OrderDelivered,
  OrderPlaced,
  OrderShipped,
} from './facts.ts';

/** The facts that the standard order chart emits, by type: each follows from the order's context. */
export const orderFacts = {
  'order.placed': ({ orderId, userId, totalMinor, paymentDueAt }: OrderContext): OrderPlaced => ({
    type: 'order.placed',
    orderId,
    userId,
    totalMinor,
    paymentDueAt,
  }),
  'order.confirmed': ({ orderId, userId }: OrderContext): OrderConfirmed => ({
    type: 'order.confirmed',
    orderId,
    userId,
  }),
  'order.shipped': ({ orderId, userId, trackingNumber = '' }: OrderContext): OrderShipped => ({
    type: 'order.shipped',
    orderId,
    userId,
    trackingNumber,
  }),
  'order.delivered': ({ orderId, userId }: OrderContext): OrderDelivered => ({
    type: 'order.delivered',
    orderId,
    userId,
  }),
  'order.cancelled': ({ orderId, userId, cancelReason }: OrderContext): OrderCancelled =>
    cancelReason === undefined
      ? { type: 'order.cancelled', orderId, userId }
      : { type: 'order.cancelled', orderId, userId, reason: cancelReason },
} as const;
