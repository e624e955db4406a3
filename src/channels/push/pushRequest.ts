import webPush from 'web-push';
import type { PushSubscription } from '../../schema/pushSubscription.ts';
import type { HttpRequest } from '../http/httpClient.ts';
import type { WebPushChannelOptions } from './pushOptions.ts';

/** What each request of a channel has. */
export type PushTerms = Required<Pick<WebPushChannelOptions, 'vapid' | 'ttlSeconds' | 'urgency'>>;

/**
 * The request that brings a payload to a device: encrypted for it (RFC 8291) and signed for its push service (RFC 8292).
 *
 * @param url that of the subscription's endpoint.
 * @throws Error if the keys of the subscription are broken.
 */
export function pushRequest(
  url: URL,
  { keys }: PushSubscription,
  payload: string,
  { vapid, ttlSeconds, urgency }: PushTerms,
): HttpRequest {
  // Both keys are given: web-push would take what another user of it has set for the whole process.
  const { headers, body } = webPush.generateRequestDetails({ endpoint: url.href, keys }, payload, {
    vapidDetails: vapid,
    TTL: ttlSeconds,
    urgency,
    contentEncoding: 'aes128gcm',
  });
  // Some of them are numbers.
  const entries = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return { url, headers: Object.fromEntries(entries), body };
}
