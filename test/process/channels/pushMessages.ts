import type {
  DeliveryResult,
  Message,
  PersonalChannel,
  Recipient,
} from '../../../src/notifications/channel.ts';

const AT = Date.UTC(2026, 6, 2, 10, 30);

/** A message to a person, for the channels to people. */
export function messageTo(to: Partial<Recipient>, content: Partial<Message> = {}): Message {
  const of = { orderId: 'order-1', userId: 'ada', trackingNumber: 'T1' };
  const fact = { type: 'order.shipped' as const, seq: 7, at: AT, ...of };
  return {
    id: 'msg-1',
    type: fact.type,
    at: AT,
    attempt: 1,
    fact,
    subject: 'Your order has been shipped',
    text: 'Hello Ada,\nyour order order-1 has been shipped.',
    short: 'Order order-1 has been shipped.',
    to: { userId: 'ada', pushSubscriptions: [], ...to },
    ...content,
  };
}

export async function deliver(
  channel: PersonalChannel,
  ...batch: readonly Message[]
): Promise<readonly DeliveryResult[]> {
  return channel.deliver(batch, { signal: new AbortController().signal });
}
