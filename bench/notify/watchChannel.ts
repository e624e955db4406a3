import type { DeliveryResult, Message, PersonalChannel } from '../../src/index.ts';

/** A channel that takes all messages, and costs next to nothing. It answers in a later turn of the event loop. */
export function sinkChannel(): PersonalChannel {
  return {
    name: 'sink',
    async deliver(batch) {
      await new Promise(setImmediate);
      return batch.map(() => 'sent');
    },
  };
}

/** The same channel. Calls a function with each message that it has sent, when it has answered for all of its batch. */
export function watchChannel(
  channel: PersonalChannel,
  onSent: (message: Message) => void,
): PersonalChannel {
  return {
    ...channel,
    async deliver(batch, options) {
      const results = await channel.deliver(batch, options);
      for (const [index, message] of batch.entries()) {
        if (isSent(results[index])) onSent(message);
      }
      return results;
    },
  };
}

function isSent(result: DeliveryResult | undefined): boolean {
  return result === 'sent' || (typeof result === 'object' && result.status === 'sent');
}
