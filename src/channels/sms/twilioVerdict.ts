import type { HttpOutcome } from '../http/httpClient.ts';
import { failed, printable, retry, type Verdict, verdictOf } from '../http/verdict.ts';

/** Codes of Twilio for a rate that is exceeded or a queue that is full. */
const TOO_FAST: readonly number[] = [14107, 20429, 21611, 30001];

/**
 * Codes for what is wrong with the account or the options of the channel, whatever the message is: an account that is
 * suspended, a sender or a messaging service that is not of the account. They must not cost messages.
 */
const WRONG_SETUP: readonly number[] = [
  10001, 20003, 20005, 20008, 21212, 21603, 21606, 21659, 21660, 21701, 21703, 21704, 21705, 30002,
  63038,
];

/** Statuses for credentials that are refused, and for an account or a base URL that does not exist. */
const WRONG_ACCOUNT: readonly number[] = [401, 403, 404, 405, 407];

/**
 * What an answer of Twilio means.
 *
 * @param redact takes credentials out of an answer that quotes the request.
 */
export function twilioVerdict(outcome: HttpOutcome, redact: (text: string) => string): Verdict {
  if (!outcome.isAnswered) return verdictOf(outcome);
  const { status, text, retryAfterMs } = outcome;
  const { code, message } = errorOf(text);
  const general = verdictOf({ ...outcome, text: redact(text) });
  if (general.status === 'sent') return general;
  const reason =
    code === undefined ? general.reason : `Twilio ${code}: ${printable(redact(message))}`;
  if (code !== undefined && TOO_FAST.includes(code)) return retry(reason, true, retryAfterMs);
  if (WRONG_ACCOUNT.includes(status) || (code !== undefined && WRONG_SETUP.includes(code))) {
    return retry(`HTTP ${status}, ${reason}`, true, retryAfterMs);
  }
  return general.status === 'failed' ? failed(reason) : { ...general, reason };
}

interface TwilioError {
  readonly code?: number;
  readonly message: string;
}

/** The error that a body is; without a code if it is none of Twilio. */
function errorOf(body: string): TwilioError {
  try {
    const { code, message } = JSON.parse(body) as Record<string, unknown>;
    if (typeof code === 'number') return { code, message: String(message ?? 'no message') };
  } catch {
    // A proxy, or another server, has answered.
  }
  return { message: '' };
}
