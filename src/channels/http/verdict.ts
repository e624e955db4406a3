import type { DeliveryResult } from '../../notifications/channel.ts';
import { cutText } from './cutText.ts';
import { type HttpOutcome, isSuccess } from './httpClient.ts';
import { MAX_QUOTED_LENGTH } from './limits.ts';

/** What one request says about its message and about the channel. */
export type Verdict = { readonly status: 'sent' } | Failed | Retry;

export interface Failed {
  readonly status: 'failed';
  readonly reason: string;
}

export interface Retry {
  readonly status: 'retry';
  readonly reason: string;
  readonly retryAfterMs?: number;
  /** True when other requests would fail as well: those of the batch that have not started are not sent. */
  readonly isDown: boolean;
}

/** Statuses of success on another day: request time-out, too early, too many requests. 5xx are, too. */
const RETRIED: readonly number[] = [408, 425, 429];

/** Statuses that say that all requests are refused for a time. */
const DOWN: readonly number[] = [429, 503];

/** What an outcome means, wherever the channel knows nothing better. */
export function verdictOf(outcome: HttpOutcome): Verdict {
  if (!outcome.isAnswered) return retry(outcome.reason, true);
  const { status, retryAfterMs } = outcome;
  if (isSuccess(status)) return { status: 'sent' };
  const reason = reasonOf(status, outcome.text);
  if (status < 500 && !RETRIED.includes(status)) return failed(reason);
  return retry(reason, DOWN.includes(status), retryAfterMs);
}

export function failed(reason: string): Failed {
  return { status: 'failed', reason };
}

export function retry(reason: string, isDown: boolean, retryAfterMs?: number): Retry {
  const verdict = { status: 'retry', reason, isDown } as const;
  return retryAfterMs === undefined ? verdict : { ...verdict, retryAfterMs };
}

/** The reason that a status and a body are: `HTTP 500: the beginning of the body`. */
export function reasonOf(status: number, text: string): string {
  const shown = printable(text);
  const name = status >= 300 && status <= 399 ? `HTTP ${status}, not followed` : `HTTP ${status}`;
  return shown === '' ? name : `${name}: ${shown}`;
}

/** The first printable characters of a text, on one line. */
export function printable(text: string): string {
  return cutText(text.replace(/[\p{C}\p{Z}\uFFFD]+/gu, ' ').trim(), MAX_QUOTED_LENGTH);
}

/**
 * The results of a batch. A retry affects the channel, unless a message of the same batch was sent while the server
 * did not say that it is down: it is the message then that the server cannot take, and others need not wait for it.
 */
export function deliveryResults(verdicts: readonly Verdict[]): DeliveryResult[] {
  const isUp = verdicts.some(({ status }) => status === 'sent');
  return verdicts.map((verdict) => {
    if (verdict.status === 'sent') return 'sent';
    if (verdict.status === 'failed') return verdict;
    const { isDown, ...result } = verdict;
    return { ...result, affects: isUp && !isDown ? 'message' : 'channel' };
  });
}
