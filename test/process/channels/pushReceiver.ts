import { createECDH, createPublicKey, randomBytes, verify } from 'node:crypto';
import { createRequire } from 'node:module';
import webPush from 'web-push';
import { type WebPushChannelOptions, webPushChannel } from '../../../src/push.ts';
import type { PushSubscription } from '../../../src/schema/pushSubscription.ts';
import type { ReceivedRequest } from './startHttpServer.ts';

interface Ece {
  decrypt(body: Buffer, parameters: Readonly<Record<string, unknown>>): Buffer;
}

// A dependency of web-push, whose types are not installed.
const requireOfWebPush = createRequire(createRequire(import.meta.url).resolve('web-push'));
const ece = requireOfWebPush('http_ece') as Ece;

const VAPID = { subject: 'mailto:shop@shop.example', ...webPush.generateVAPIDKeys() };

export function pushChannel(options: Partial<WebPushChannelOptions> = {}) {
  return webPushChannel({ vapid: VAPID, allowPrivate: true, timeoutMs: 60_000, ...options });
}

/** A browser that has subscribed. */
export class PushReceiver {
  readonly subscription: PushSubscription;
  readonly #keys = createECDH('prime256v1');
  readonly #auth = randomBytes(16).toString('base64url');

  constructor(endpoint: string) {
    const p256dh = this.#keys.generateKeys('base64url');
    this.subscription = { endpoint, keys: { p256dh, auth: this.#auth } };
  }

  /** What the service worker gets. */
  decrypt({ body }: ReceivedRequest): unknown {
    return JSON.parse(this.decryptText(body));
  }

  decryptText(body: Buffer): string {
    const parameters = { version: 'aes128gcm', privateKey: this.#keys, authSecret: this.#auth };
    return ece.decrypt(body, parameters).toString();
  }
}

/** The claims of the JWT that a push service checks; undefined if its signature is not of the shop. */
export function vapidClaims({ headers }: ReceivedRequest): unknown {
  const match = /^vapid t=([^,]+), k=(\S+)$/.exec(headers.authorization ?? '');
  const [, token = '', key = ''] = match ?? [];
  const [header = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const x = point.subarray(1, 33).toString('base64url');
  const y = point.subarray(33).toString('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x, y };
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
  const signed = Buffer.from(`${header}.${claims}`);
  const bytes = Buffer.from(signature, 'base64url');
  const isSigned = verify('sha256', signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, bytes);
  return isSigned && key === VAPID.publicKey
    ? JSON.parse(Buffer.from(claims, 'base64url').toString())
    : undefined;
}
