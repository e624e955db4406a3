import type { Fact } from '../../../machines/index.ts';

/** Who reads a message: the customer whom the fact is about, or the owner of the shop. */
export type Audience = 'customer' | 'owner';

/** What a message is about: decides what its template gets beside the fact. */
export type Topic = 'order' | 'cart' | 'product' | 'messages';

/** The standard facts that become messages. */
export const MESSAGE_TYPES = [
  { type: 'order.placed', audience: 'customer', about: 'order' },
  { type: 'order.confirmed', audience: 'customer', about: 'order' },
  { type: 'order.shipped', audience: 'customer', about: 'order' },
  { type: 'order.delivered', audience: 'customer', about: 'order' },
  { type: 'order.cancelled', audience: 'customer', about: 'order' },
  { type: 'cart.expiring', audience: 'customer', about: 'cart' },
  { type: 'cart.expired', audience: 'customer', about: 'cart' },
  { type: 'product.backInStock', audience: 'customer', about: 'product' },
  { type: 'stock.low', audience: 'owner', about: 'product' },
  { type: 'stock.depleted', audience: 'owner', about: 'product' },
  { type: 'messages.deadLettered', audience: 'owner', about: 'messages' },
] as const satisfies readonly MessageType[];

interface MessageType {
  readonly type: Fact['type'];
  readonly audience: Audience;
  readonly about: Topic;
}

/** The type of a standard fact that becomes a message. @useDeclaredType */
export type NotificationType = (typeof MESSAGE_TYPES)[number]['type'];
