import type { PushSubscription } from '../../../src/index.ts';

/** A push subscription as a browser makes it, with keys of the right size. */
export function pushSubscriptionOf(endpoint: string, fill = 1): PushSubscription {
  const p256dh = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, fill)]).toString('base64url');
  return { endpoint, keys: { p256dh, auth: Buffer.alloc(16, fill).toString('base64url') } };
}
