import type {
  DeliveryOptions,
  DeliveryResult,
  EventMessage,
  SystemChannel,
} from '../../../src/notifications/channel.ts';
import { type WebhookChannelOptions, webhookChannel } from '../../../src/webhook.ts';

export const SECRET = `whsec_${Buffer.from('a key of twenty-four byte').toString('base64')}`;
export const OTHER_SECRET = `whsec_${Buffer.from('another key of twenty-four').toString('base64')}`;

/** Longer than a test takes on any machine. */
export const LONG_MS = 60_000;

const AT = Date.UTC(2026, 6, 2, 10, 30);

export function event(id = 'msg-1'): EventMessage {
  const of = { orderId: 'order-1', userId: 'ada', trackingNumber: 'T1' };
  const fact = { type: 'order.shipped' as const, seq: 7, at: AT, ...of };
  return { id, type: fact.type, at: AT, attempt: 1, fact };
}

export function events(count: number): EventMessage[] {
  return Array.from({ length: count }, (_, index) => event(`msg-${index + 1}`));
}

/** A channel to a server on this machine. */
export function channelTo(
  url: string,
  options: Partial<WebhookChannelOptions> = {},
): SystemChannel {
  return webhookChannel({
    url,
    secret: SECRET,
    allowPrivate: true,
    timeoutMs: LONG_MS,
    ...options,
  });
}

export async function deliver(
  channel: SystemChannel,
  batch: readonly EventMessage[] = [event()],
  signal: DeliveryOptions['signal'] = new AbortController().signal,
): Promise<readonly DeliveryResult[]> {
  return channel.deliver(batch, { signal });
}
