import { createECDH } from 'node:crypto';
import * as check from '../../base/check.ts';
import {
  checkHttpChannelOptions,
  HTTP_CHANNEL_OPTIONS,
  type HttpChannelOptions,
} from '../http/channelOptions.ts';
import { checkSecret } from '../http/checkSecret.ts';
import { DEFAULT_TTL_SECONDS, MAX_TTL_SECONDS } from './limits.ts';

/** What push services know a shop by (RFC 8292). Browsers subscribe with the public key. */
export interface VapidDetails {
  /** Whom a push service may ask when something is wrong: an `https:` URL or a `mailto:` address. */
  readonly subject: string;
  /** The public key (P-256, 65 bytes), base64url. */
  readonly publicKey: string;
  /** The private key that belongs to it (32 bytes), base64url. */
  readonly privateKey: string;
}

const URGENCIES = ['very-low', 'low', 'normal', 'high'] as const;

export interface WebPushChannelOptions extends HttpChannelOptions {
  /** Keys are made once, by `npx web-push generate-vapid-keys`. */
  readonly vapid: VapidDetails;
  /** How long a push service keeps a message for a device that is off, in seconds: 0 to 2,419,200 (four weeks); three days when left out. */
  readonly ttlSeconds?: number;
  /** A device that saves energy may get messages of lower urgency later. `normal` when left out. */
  readonly urgency?: (typeof URGENCIES)[number];
}

/** @throws ArgumentError if an option is something else. Its message does not show the private key. */
export function checkPushOptions(options: WebPushChannelOptions) {
  check.fields('options', options, ['vapid', 'ttlSeconds', 'urgency', ...HTTP_CHANNEL_OPTIONS]);
  const { ttlSeconds = DEFAULT_TTL_SECONDS, urgency = 'normal' } = options;
  const ttlBounds = { min: 0, max: MAX_TTL_SECONDS };
  return {
    ...checkHttpChannelOptions(options, 'push'),
    vapid: checkVapid(options.vapid),
    ttlSeconds: check.wholeNumber('options.ttlSeconds', ttlSeconds, ttlBounds),
    urgency: check.oneOf('options.urgency', urgency, URGENCIES),
  };
}

function checkVapid(vapid: VapidDetails): VapidDetails {
  if (typeof vapid !== 'object' || vapid === null) {
    throw check.wrongType('options.vapid', 'a plain object', vapid);
  }
  check.fields('options.vapid', vapid, ['subject', 'publicKey', 'privateKey']);
  const subject = checkSubject(vapid.subject);
  const publicKey = key('options.vapid.publicKey', vapid.publicKey, 65);
  const privateKey = key('options.vapid.privateKey', vapid.privateKey, 32);
  // Push services would refuse each message, with a status that says no more than that.
  if (publicKeyOf(privateKey) !== publicKey) {
    const expected = 'the key that belongs to privateKey';
    throw check.outOfRange('options.vapid.publicKey', expected, publicKey);
  }
  return { subject, publicKey, privateKey };
}

function checkSubject(subject: unknown): string {
  const text = check.text('options.vapid.subject', subject);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isMail = url?.protocol === 'mailto:' && url.pathname.includes('@');
  // Apple refuses one of localhost.
  if (isMail || (url?.protocol === 'https:' && url.hostname !== 'localhost')) return text;
  throw check.outOfRange('options.vapid.subject', 'an https: URL or a mailto: address', subject);
}

function key(name: string, value: unknown, bytes: number): string {
  const isKey = (text: string) => {
    const decoded = Buffer.from(text, 'base64url');
    return decoded.length === bytes && decoded.toString('base64url') === text;
  };
  return checkSecret(name, value, isKey, `${bytes} bytes as base64url without =`);
}

function publicKeyOf(privateKey: string): string | undefined {
  const pair = createECDH('prime256v1');
  try {
    pair.setPrivateKey(privateKey, 'base64url');
    return pair.getPublicKey('base64url');
  } catch {
    return undefined; // Zero, or not less than the order of the curve.
  }
}
