import type { ComposedMessage } from './batchComposer.ts';
import type { Outcome } from './callChannel.ts';
import type { DeliveryLedger } from './deliveryLedger.ts';

/** What a channel has done since the shop was opened. */
export interface DeliveryCounts {
  sent: number;
  /** Attempts after which a message was to be tried again. */
  retried: number;
  /** Messages that have become dead letters. */
  failed: number;
}

/** What a batch says of its channel. */
export interface BatchVerdict {
  /** True when the channel has taken messages, whatever has become of single ones. */
  readonly works: boolean;
  /** Why the channel has not taken all of them: the failure with the longest wait. Undefined if it has. */
  readonly failure: Outcome | undefined;
}

export interface SettlingOptions {
  readonly ledger: DeliveryLedger;
  readonly counts: DeliveryCounts;
  /** Epoch milliseconds. */
  readonly now: number;
  /** True when no further batch goes out, since the shop is being closed. */
  readonly isLast: boolean;
}

/** Notes what has become of the messages of a batch, within a turn. */
export function settleBatch(
  batch: readonly ComposedMessage[],
  outcomes: readonly Outcome[],
  { ledger, counts, now, isLast }: SettlingOptions,
): BatchVerdict {
  const isAlone = batch.length === 1 && !isLast;
  const othersWait = isAlone && ledger.queue.hasReady(now);
  const terms = { now, sent: counts.sent, isAlone, othersWait };
  let works = false;
  let failure: Outcome | undefined;
  for (const [index, { entry, message }] of batch.entries()) {
    const outcome = outcomes[index] as Outcome;
    if (!outcome.affectsChannel) works = true;
    else if (failure === undefined || waitOf(outcome) > waitOf(failure)) failure = outcome;
    counts[ledger.settle(entry, message, outcome, terms)]++;
  }
  return { works, failure };
}

/** How long the channel is to be left alone at least, in milliseconds. */
function waitOf({ retryAfterMs = 0 }: Outcome): number {
  return retryAfterMs;
}
