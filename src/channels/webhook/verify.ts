import { timingSafeEqual } from 'node:crypto';
import * as check from '../../base/check.ts';
import { isPlainObject } from '../../base/isPlainObject.ts';
import type { CloudEvent } from './cloudEvent.ts';
import { checkSecrets, SIGNATURE_VERSION, type SignedContent, sign } from './signature.ts';
import { type ReceivedHeaders, webhookHeader } from './webhookHeaders.ts';
import { WebhookVerificationError } from './webhookVerificationError.ts';

/** What a request is verified by. */
export interface VerifyOptions {
  /** The secret of the channel; several while it is changed. */
  readonly secret: string | readonly string[];
  /** The headers of the request: an object as `node:http` has them, or `Headers` of a web-standard request. */
  readonly headers: ReceivedHeaders;
  /** The body exactly as it was received: what a JSON parser has made of it cannot be verified. */
  readonly body: string | Uint8Array;
  /** How far the time of sending may be from now, in milliseconds: 0 and more; 300,000 when left out. */
  readonly toleranceMs?: number;
  /** Epoch milliseconds; `Date.now` when left out. */
  readonly now?: () => number;
}

/** As Standard Webhooks recommends it. */
const DEFAULT_TOLERANCE_MS = 5 * 60 * 1000;

/**
 * Verifies a webhook on the side of its receiver: that it was signed with the secret, not long ago. The same event may
 * come twice, with the same `id`.
 *
 * @param options the request, and the secret that it has to be signed with.
 * @returns the event. What is in its `data` beyond the type of the fact is not checked.
 * @throws WebhookVerificationError if it is not to be trusted; its `code` says why.
 * @throws ArgumentError if an option is something else, such as a body that has been parsed.
 *
 * @example
 * import { text } from 'node:stream/consumers';
 *
 * const event = verify({ secret, headers: request.headers, body: await text(request) });
 */
export function verify(options: VerifyOptions): CloudEvent {
  check.fields('options', options, ['secret', 'headers', 'body', 'toleranceMs', 'now']);
  const { headers, body, toleranceMs = DEFAULT_TOLERANCE_MS, now = Date.now } = options;
  const keys = checkSecrets('options.secret', options.secret);
  if (typeof headers !== 'object' || headers === null) {
    throw check.wrongType('options.headers', 'an object', headers);
  }
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) {
    throw check.wrongType('options.body', 'the body as text or bytes, not parsed', body);
  }
  const bounds = { min: 0, max: Number.MAX_SAFE_INTEGER };
  check.wholeNumber('options.toleranceMs', toleranceMs, bounds);
  check.callable('options.now', now);
  const id = webhookHeader(headers, 'webhook-id');
  const timestamp = webhookHeader(headers, 'webhook-timestamp');
  const signatures = webhookHeader(headers, 'webhook-signature', ' ');
  checkTimestamp(timestamp, now(), toleranceMs);
  if (!keys.some((key) => isSigned(key, signatures, { id, timestamp, body }))) {
    throw new WebhookVerificationError('bad-signature', 'no signature is of this secret and body');
  }
  return eventOf(body);
}

function checkTimestamp(timestamp: string, now: number, toleranceMs: number): void {
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw new WebhookVerificationError(
      'bad-timestamp',
      'webhook-timestamp is no number of seconds',
    );
  }
  const ageMs = now - Number(timestamp) * 1000;
  if (ageMs > toleranceMs) throw new WebhookVerificationError('too-old', 'sent too long ago');
  // The sender has cut its time to seconds, which makes it older, never newer.
  if (ageMs < -toleranceMs) throw new WebhookVerificationError('too-new', 'sent in the future');
}

function isSigned(key: Buffer, signatures: string, content: SignedContent): boolean {
  const expected = Buffer.from(`${SIGNATURE_VERSION},${sign(key, content)}`);
  return signatures.split(' ').some((signature) => {
    const given = Buffer.from(signature);
    // The length of a signature is no secret.
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

function eventOf(body: string | Uint8Array): CloudEvent {
  const event = parse(body);
  if (isEvent(event)) return event;
  throw new WebhookVerificationError('bad-body', 'the body is no event of a shop');
}

function parse(body: string | Uint8Array): unknown {
  try {
    const text = typeof body === 'string' ? body : new TextDecoder('utf-8', STRICT).decode(body);
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const STRICT = { fatal: true, ignoreBOM: true } as const;

function isEvent(value: unknown): value is CloudEvent {
  if (!isPlainObject(value) || value.specversion !== '1.0') return false;
  const { id, source, type, data } = value;
  if (![id, source, type].every(isText) || !isPlainObject(data)) return false;
  return isPlainObject(data.fact) && isText(data.fact.type);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
