import * as check from '../base/check.ts';
import { MAX_ENDPOINT_LENGTH } from '../base/limits.ts';
import type { PushSubscription } from '../schema/pushSubscription.ts';

/** The bytes of an uncompressed point of the curve P-256, and of the secret (RFC 8291). */
const PUBLIC_KEY_BYTES = 65;
const SECRET_BYTES = 16;

/** @returns a copy with nothing but the endpoint and the keys. @throws ArgumentError that names the member. */
export function checkPushSubscription(given: PushSubscription): PushSubscription {
  check.fields('subscription', given, ['endpoint', 'keys', 'expirationTime' as never]);
  const endpoint = checkEndpoint(given.endpoint);
  const { keys } = given;
  check.fields('subscription.keys', keys, ['p256dh', 'auth']);
  return {
    endpoint,
    keys: {
      p256dh: checkKey('subscription.keys.p256dh', keys.p256dh, PUBLIC_KEY_BYTES),
      auth: checkKey('subscription.keys.auth', keys.auth, SECRET_BYTES),
    },
  };
}

function checkEndpoint(given: unknown): string {
  const name = 'subscription.endpoint';
  const text = check.text(name, given, { max: MAX_ENDPOINT_LENGTH });
  // The channel decides where it sends to; a service for tests may have no certificate.
  const protocol = URL.canParse(text) ? new URL(text).protocol : '';
  if (protocol === 'https:' || protocol === 'http:') return text;
  throw check.outOfRange(name, 'the URL of a push service', given);
}

function checkKey(name: string, given: unknown, bytes: number): string {
  const text = check.text(name, given, { max: 2 * bytes });
  const isWritten = /^[A-Za-z0-9_-]+=*$/.test(text);
  if (isWritten && Buffer.from(text, 'base64url').length === bytes) return text;
  throw check.outOfRange(name, `${bytes} bytes as base64url`, given);
}
