import * as check from '../base/check.ts';
import { jsonCodec } from './jsonCodec.ts';
import { recordKind } from './record.ts';
import { list, members } from './shape.ts';

/** Where a browser gets push messages: what `PushSubscription.toJSON()` makes in a browser (W3C Push API). */
export interface PushSubscription {
  /** The URL of the push service. */
  readonly endpoint: string;
  /** What messages to the browser are encrypted with. */
  readonly keys: {
    /** The public key of the browser (P-256), base64url. */
    readonly p256dh: string;
    /** The shared secret, 16 bytes, base64url. */
    readonly auth: string;
  };
}

/** The push subscriptions of one user, oldest first. */
export const pushSubscriptionRecord = recordKind({
  name: 'push subscriptions',
  prefix: ['push'],
  elements: [{ name: 'userId', type: 'string', isShared: true }],
  version: 4,
  logCode: 22,
  codec: jsonCodec<readonly PushSubscription[]>((value) => {
    for (const given of list('push subscriptions', value)) {
      const subscription = members('push subscription', given);
      check.text('endpoint', subscription.endpoint);
      const keys = members('keys', subscription.keys);
      check.text('keys.p256dh', keys.p256dh);
      check.text('keys.auth', keys.auth);
    }
  }),
});
