import * as check from '../base/check.ts';
import { MAX_ENDPOINT_LENGTH } from '../base/limits.ts';
import type { PushSubscription } from '../schema/pushSubscription.ts';

/** The bytes of an uncompressed point of the curve P-256, and of the secret (RFC 8291). */
const PUBLIC_KEY_BYTES = 65;
const SECRET_BYTES = 16;

/** What `PushSubscription.toJSON()` returns in a browser, as the types of the DOM have it. */
export interface GivenPushSubscription {
  /** The `https:` URL of the push service; misuse when left out. */
  readonly endpoint?: string | undefined;
  /** Ignored: a push service says when a subscription has ended. */
  readonly expirationTime?: number | null | undefined;
  /** `p256dh` and `auth`, base64url; misuse when left out. */
  readonly keys?: Readonly<Record<string, string>> | undefined;
}

/** @returns a copy with nothing but the endpoint and the keys. @throws ArgumentError that names the member. */
export function checkPushSubscription(given: GivenPushSubscription): PushSubscription {
  check.fields('subscription', given, ['endpoint', 'keys', 'expirationTime']);
  const endpoint = checkEndpoint(given.endpoint);
  // A subscription that a browser gave without keys is refused here, as what it is.
  const keys = check.fields('subscription.keys', given.keys as Readonly<Record<string, string>>, [
    'p256dh',
    'auth',
  ]);
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
