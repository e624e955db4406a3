import { type BackoffTerms, backoffMs } from './backoff.ts';

/** After so many failed batches in a row, a channel is tried with one message at a time. */
export const FAILURES_TO_OPEN = 5;

/** The states of the chart of deliveries. */
export type DeliveryState =
  | 'idle'
  | 'gathering'
  | 'sending'
  | 'throttled'
  | 'backingOff'
  | 'open'
  | 'probing'
  | 'paused';

/** What may be on its way to a channel at a time. */
export interface BatchLimits {
  /** The most messages of one batch. */
  readonly messages: number;
  /** The most batches at a time. */
  readonly batches: number;
}

const NOTHING: BatchLimits = { messages: 0, batches: 0 };
const ONE_MESSAGE: BatchLimits = { messages: 1, batches: 1 };

/** What may be sent in a state. @param most what may be sent over a channel that works. */
export function batchLimits(state: DeliveryState, most: BatchLimits): BatchLimits {
  if (state === 'sending') return most;
  return state === 'probing' ? ONE_MESSAGE : NOTHING;
}

/** What a message that was not delivered is judged by. */
export interface FailedAttempt {
  /** How many attempts have been made, this one included: 1 or more. */
  readonly attempts: number;
  /** Now, epoch milliseconds. */
  readonly now: number;
  /** Until when the message is of use, epoch milliseconds; infinite if it is for ever. */
  readonly deadline: number;
  /** 0 to 1: which part of the longest wait. */
  readonly random: number;
  /** What the receiver asks for at least, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

export interface RetryTerms extends BackoffTerms {
  /** The most attempts for one message. */
  readonly maxAttempts: number;
}

/** When a message is to be tried again, epoch milliseconds; otherwise why it is not. */
export type NextAttempt = { readonly dueAt: number } | { readonly givenUp: string };

/** Decides whether a message is tried again after an attempt that has failed for this message alone. */
export function nextAttempt(terms: RetryTerms, failed: FailedAttempt): NextAttempt {
  const { attempts, now, deadline, random, retryAfterMs } = failed;
  if (attempts >= terms.maxAttempts) return { givenUp: `given up after ${attempts} attempts` };
  const dueAt = now + backoffMs(terms, attempts, random, retryAfterMs);
  return dueAt >= deadline ? { givenUp: 'no time is left for another attempt' } : { dueAt };
}
