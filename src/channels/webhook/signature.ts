import { createHmac } from 'node:crypto';
import * as check from '../../base/check.ts';
import { checkSecret } from '../http/checkSecret.ts';

/**
 * The scheme of Standard Webhooks (https://www.standardwebhooks.com). It is an HMAC of `node:crypto` here rather than
 * the package `standardwebhooks`: that one computes SHA-256 in JavaScript, reads the clock on its own, and would be
 * another dependency of every shop.
 */
export const SIGNATURE_VERSION = 'v1';

const PREFIX = 'whsec_';
const MIN_KEY_BYTES = 24;
const MAX_KEY_BYTES = 64;
/** More keys than a rotation needs: each of them makes the header longer. */
const MAX_SECRETS = 10;

/**
 * The keys of one secret or several.
 *
 * @throws ArgumentError if one is not `whsec_` and 24 to 64 bytes as base64. The error does not show it.
 */
export function checkSecrets(name: string, value: unknown): readonly Buffer[] {
  if (!Array.isArray(value)) return [checkKey(name, value)];
  if (value.length === 0 || value.length > MAX_SECRETS) {
    throw check.outOfRange(name, `1 to ${MAX_SECRETS} secrets`, undefined, `${value.length}`);
  }
  return value.map((secret, index) => checkKey(`${name}[${index}]`, secret));
}

function checkKey(name: string, value: unknown): Buffer {
  const expected = `${PREFIX} and ${MIN_KEY_BYTES} to ${MAX_KEY_BYTES} bytes as base64`;
  return keyOf(checkSecret(name, value, isSecret, expected));
}

function keyOf(secret: string): Buffer {
  return Buffer.from(secret.slice(PREFIX.length), 'base64');
}

function isSecret(secret: string): boolean {
  if (!secret.startsWith(PREFIX)) return false;
  const key = keyOf(secret);
  // `Buffer.from` ignores what is not base64; receivers with other libraries would not.
  const isBase64 = key.toString('base64') === secret.slice(PREFIX.length);
  return isBase64 && key.length >= MIN_KEY_BYTES && key.length <= MAX_KEY_BYTES;
}

/** What is signed. */
export interface SignedContent {
  readonly id: string;
  /** Seconds since the epoch, as the header has them. */
  readonly timestamp: string;
  readonly body: string | Uint8Array;
}

/** The signature without its version, as base64. */
export function sign(key: Buffer, { id, timestamp, body }: SignedContent): string {
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
}

/** The header `webhook-signature`: one signature for each key, so that receivers may still have an old one. */
export function signatureHeader(keys: readonly Buffer[], content: SignedContent): string {
  return keys.map((key) => `${SIGNATURE_VERSION},${sign(key, content)}`).join(' ');
}
