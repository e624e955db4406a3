import * as check from '../base/check.ts';
import { jsonCodec } from './jsonCodec.ts';
import { recordKind } from './record.ts';
import type { RecordedFact } from './recordedFact.ts';
import { list, members } from './shape.ts';

/** How far the deliveries over a channel have come. */
export interface DeliveryProgressRecord {
  /** The number of the last fact that was taken from the log. */
  readonly readTo: number;
  /** The facts up to there whose messages were not delivered yet, by their numbers, in order. */
  readonly open: readonly number[];
  readonly isPaused: boolean;
  /** Messages that have become dead letters since the owner of the shop was told. */
  readonly unreported: number;
  /** When the owner was told of dead letters, epoch milliseconds; 0 before the first time. */
  readonly reportedAt: number;
}

/** One for each channel that the shop has had. */
export const deliveryRecord = recordKind({
  name: 'deliveries',
  prefix: ['delivery'],
  elements: [{ name: 'channel', type: 'string', isShared: true }],
  version: 4,
  logCode: 23,
  codec: jsonCodec<DeliveryProgressRecord>((value) => {
    const progress = members('deliveries', value);
    check.count('readTo', progress.readTo);
    for (const seq of list('open', progress.open)) check.quantity('open', seq);
    check.boolean('isPaused', progress.isPaused);
    check.count('unreported', progress.unreported);
    check.count('reportedAt', progress.reportedAt);
  }),
});

/** A message that waits for another attempt, or for an earlier message of the same order. */
export interface RetryRecord {
  readonly fact: RecordedFact;
  /** The attempts so far. */
  readonly attempts: number;
  /** Those that have failed for this message alone. */
  readonly failures: number;
  /** When the next attempt is due, epoch milliseconds. */
  readonly dueAt: number;
  /** How far the clock had jumped in all when this was written, in milliseconds: `dueAt` moves by what it has since. */
  readonly clockOffsetMs: number;
  /** Why the last attempt has failed; empty without one. */
  readonly reason: string;
  /** True when an operator wants it to be sent however late it is. */
  readonly isForced: boolean;
}

/** A message that will not be delivered unless an operator wants it. */
export interface DeadLetterRecord {
  readonly fact: RecordedFact;
  readonly attempts: number;
  /** When it became a dead letter, epoch milliseconds. */
  readonly diedAt: number;
  readonly reason: string;
}

const byChannelAndFact = [
  { name: 'channel', type: 'string', isShared: true },
  { name: 'seq', type: 'number' },
] as const;

export const retryRecord = recordKind({
  name: 'messages to retry',
  prefix: ['retry'],
  elements: byChannelAndFact,
  version: 4,
  logCode: 24,
  codec: jsonCodec<RetryRecord>((value) => {
    const retry = checkMessage(value);
    check.count('failures', retry.failures);
    check.count('dueAt', retry.dueAt);
    const max = Number.MAX_SAFE_INTEGER;
    check.wholeNumber('clockOffsetMs', retry.clockOffsetMs, { min: -max, max });
    check.boolean('isForced', retry.isForced);
  }),
});

export const deadLetterRecord = recordKind({
  name: 'dead letters',
  prefix: ['dead'],
  elements: byChannelAndFact,
  version: 4,
  logCode: 25,
  codec: jsonCodec<DeadLetterRecord>((value) => {
    check.count('diedAt', checkMessage(value).diedAt);
  }),
});

function checkMessage(value: unknown): Readonly<Record<string, unknown>> {
  const message = members('message', value);
  const fact = members('fact', message.fact);
  check.text('fact.type', fact.type);
  check.quantity('fact.seq', fact.seq);
  check.count('fact.at', fact.at);
  check.count('attempts', message.attempts);
  check.text('reason', message.reason, { min: 0 });
  return message;
}
