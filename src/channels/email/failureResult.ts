import type { DeliveryResult } from '../../notifications/channel.ts';
import { MAX_REASON_LENGTH } from './limits.ts';
import { oneLine } from './oneLine.ts';

/** What nodemailer adds to its errors. */
interface SmtpError {
  /** Its word for what went wrong, or that of the operating system. */
  readonly code?: string;
  /** The code of the server's answer, such as 550; undefined if there was none. */
  readonly responseCode?: number;
  /** The server's answer. */
  readonly response?: string;
  /** The SMTP command that was answered. */
  readonly command?: string;
}

export type Failure = Extract<DeliveryResult, { readonly status: 'retry' | 'failed' }>;

/** The errors that are about one mail. All others are about the connection, so about all mails. */
const MESSAGE_ERRORS: readonly unknown[] = ['EENVELOPE', 'EMESSAGE'];

/** Answers to any command: the server closes, has no TLS now, or wants a password, other TLS or another login. */
const CHANNEL_REPLIES: readonly unknown[] = [421, 454, 530, 534, 535, 538];

/** The mail is larger than the server takes. */
const TOO_LARGE = 552;
/** Commands came in the wrong order: it says nothing about the mail. */
const BAD_SEQUENCE = 503;

/**
 * What becomes of a mail that was not accepted.
 *
 * - `failed`: the server refuses this recipient or this content for good (5xx).
 * - `retry` of the message: it refuses them for now (4xx).
 * - `retry` of the channel: it would refuse other mails as well, or cannot be reached. That includes a refusal of the
 *   sender, which is the same for all mails, and a wrong password: the operator can mend it, and no message is lost.
 */
export function failureResult(error: unknown): Failure {
  const { code, responseCode, command } = error as SmtpError;
  const reason = reasonOf(error);
  const isAboutSender =
    command === 'MAIL FROM' && responseCode !== undefined && responseCode !== TOO_LARGE;
  if (!MESSAGE_ERRORS.includes(code) || CHANNEL_REPLIES.includes(responseCode) || isAboutSender) {
    return channelRetry(reason);
  }
  // Without an answer, it is nodemailer that refuses the address.
  const isFinal =
    responseCode === undefined || (responseCode >= 500 && responseCode !== BAD_SEQUENCE);
  return isFinal ? { status: 'failed', reason } : { status: 'retry', affects: 'message', reason };
}

/** The result of a message that another attempt may deliver, later than all others of the channel. */
export function channelRetry(reason: string): Failure {
  return { status: 'retry', affects: 'channel', reason };
}

/** The server's answer, or else what the error says, on one line. */
function reasonOf(error: unknown): string {
  const { response, code } = error as SmtpError;
  const message = error instanceof Error ? error.message : '';
  return shortReason(oneLine(response ?? '') || oneLine(message) || code || 'unknown error');
}

/** A text with no more characters than a reason may have. */
export function shortReason(text: string): string {
  return text.length > MAX_REASON_LENGTH ? `${text.slice(0, MAX_REASON_LENGTH - 3)}...` : text;
}
