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

/** A `retry` of the channel, of which the tests match the reason. */
export function channelRetry(reason: RegExp) {
  return { status: 'retry', affects: 'channel', reason: expect.stringMatching(reason) };
}
