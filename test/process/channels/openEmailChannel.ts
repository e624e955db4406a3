import { expect, onTestFinished } from 'vitest';
import { type SmtpChannelOptions, smtpChannel } from '../../../src/email.ts';
import type { DeliveryResult, Message } from '../../../src/notifications/channel.ts';

/** A channel that is closed when the test is over. `deliver` does not abort unless it gets a signal. */
export function openEmailChannel(options: Partial<SmtpChannelOptions> & { readonly url: string }) {
  const channel = smtpChannel({ from: 'Shop <orders@shop.example>', ...options });
  onTestFinished(() => {
    channel.close?.();
  });
  return {
    deliver: async (
      batch: readonly Message[],
      signal: AbortSignal = new AbortController().signal,
    ): Promise<readonly DeliveryResult[]> => channel.deliver(batch, { signal }),
    close: () => channel.close?.(),
  };
}

type OpenEmailChannel = typeof openEmailChannel;

/** Both places where the connections of a channel may run: nothing else about it depends on the place. */
export const PLACES: readonly (readonly [where: string, open: OpenEmailChannel])[] = [
  ['in the thread of the shop', (options) => openEmailChannel({ thread: false, ...options })],
  ['in a thread of its own', (options) => openEmailChannel({ thread: true, ...options })],
];

/** A `retry` of the channel, of which the tests match the reason. */
export function channelRetry(reason: RegExp) {
  return { status: 'retry', affects: 'channel', reason: expect.stringMatching(reason) };
}
