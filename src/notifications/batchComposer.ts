import type { Engine } from '../runtime/engine.ts';
import type { Channel, EventMessage } from './channel.ts';
import type { Composer } from './composer.ts';
import type { DeliveryLedger } from './deliveryLedger.ts';
import type { QueuedFact } from './messageQueue.ts';

/** A message, and the fact that it was made of. */
export interface ComposedMessage {
  readonly entry: QueuedFact;
  readonly message: EventMessage;
}

/** What came of the facts that were taken from the queue. */
export interface ComposedBatch {
  readonly messages: readonly ComposedMessage[];
  /** Those whose messages can never be delivered, with the reason. */
  readonly lost: readonly { readonly entry: QueuedFact; readonly reason: string }[];
  /** How long the rate of the channel allows no further message, in milliseconds; 0 if it does. */
  readonly limitedMs: number;
}

export interface BatchComposerOptions {
  readonly engine: Engine;
  readonly channel: Channel;
  readonly composer: Composer;
  readonly ledger: DeliveryLedger;
  /** Counts a message, if the rate of the channel allows it. @returns for how long it does not, in milliseconds. */
  readonly limit: (now: number) => number;
}

/** Makes the messages of the next batch of a channel. Of facts that nobody is to be told of, it makes none. */
export class BatchComposer {
  readonly #options: BatchComposerOptions;

  constructor(options: BatchComposerOptions) {
    this.#options = options;
  }

  /** @param most the most messages. @param isOver true when it has to stop for now. */
  compose(most: number, isOver: () => boolean): ComposedBatch {
    const { engine, ledger, limit } = this.#options;
    let room = most;
    const messages: ComposedMessage[] = [];
    const lost: { readonly entry: QueuedFact; readonly reason: string }[] = [];
    let limitedMs = 0;
    while (messages.length < room) {
      const now = engine.now();
      const entry = ledger.queue.take(now);
      if (entry === undefined) break;
      const message = this.#composeOne(entry, now);
      if (message === undefined) ledger.pass(entry);
      else if ('fault' in message) lost.push({ entry, reason: message.fault });
      else {
        room = Math.min(room, shareOf(most, entry));
        limitedMs = messages.length < room ? limit(now) : 0;
        if (messages.length >= room || limitedMs > 0) {
          ledger.queue.giveBack(entry);
          break;
        }
        messages.push({ entry, message });
      }
      if (isOver()) break;
    }
    return { messages, lost, limitedMs };
  }

  #composeOne(entry: QueuedFact, now: number) {
    const { channel, composer, ledger } = this.#options;
    const message = composer.compose(channel, entry);
    const isTooLate = message !== undefined && ledger.isLate(entry, now);
    return isTooLate ? { fault: 'its time is over' } : message;
  }
}

/**
 * The most messages of a batch with this one. A message may make its whole batch fail: each failure halves the batch, until
 * the message is alone and the others get through.
 */
function shareOf(most: number, { channelFailures }: QueuedFact): number {
  return Math.max(1, most >> Math.min(channelFailures, 30));
}
