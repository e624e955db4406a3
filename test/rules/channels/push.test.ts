import { describe, expect, it } from 'vitest';
import webPush from 'web-push';
import { DeliveredDevices } from '../../../src/channels/push/deliveredDevices.ts';
import { pushPayload } from '../../../src/channels/push/pushPayload.ts';
import { type DeviceOutcome, pushResult } from '../../../src/channels/push/pushResult.ts';
import { isPushService } from '../../../src/channels/push/pushServices.ts';
import { ArgumentError, type ShopFact } from '../../../src/index.ts';
import type { Message } from '../../../src/notifications/channel.ts';
import { type WebPushChannelOptions, webPushChannel } from '../../../src/push.ts';

const VAPID = { subject: 'mailto:shop@shop.example', ...webPush.generateVAPIDKeys() };
const OTHER = webPush.generateVAPIDKeys();

type M = Pick<Message, 'id' | 'attempt'>;

const open = (options: object = {}) =>
  webPushChannel({ vapid: VAPID, ...options } as WebPushChannelOptions);

describe('a push channel', () => {
  it('is one to people', () => {
    expect(open()).toMatchObject({ name: 'push', audience: 'people' });
    open({ vapid: { ...VAPID, subject: 'https://shop.example' }, ttlSeconds: 0, urgency: 'low' });
  });

  it.each([
    [{ vapid: undefined }, 'options.vapid: expected a plain object'],
    [{ vapid: { ...VAPID, subject: 'shop@shop.example' } }, 'an https: URL or a mailto: address'],
    [{ vapid: { ...VAPID, subject: 'https://localhost' } }, 'an https: URL or a mailto: address'],
    [{ vapid: { ...VAPID, publicKey: 'abc' } }, 'options.vapid.publicKey: expected 65 bytes'],
    [{ vapid: { ...VAPID, publicKey: OTHER.publicKey } }, 'the key that belongs to privateKey'],
    [{ vapid: { ...VAPID, privateKey: `${VAPID.privateKey}=` } }, 'privateKey: expected 32 bytes'],
    [{ vapid: { ...VAPID, privateKey: 'A'.repeat(43) } }, 'the key that belongs to privateKey'],
    [{ vapid: { ...VAPID, key: 'x' } }, "got 'key'"],
    [{ ttlSeconds: 2_419_201 }, 'options.ttlSeconds: expected a whole number from 0 to 2419200'],
    [{ urgency: 'urgent' }, 'options.urgency: expected one of'],
    [{ name: '' }, 'options.name: expected'],
    [{ ttl: 1 }, "got 'ttl'"],
  ])('refuses wrong options, and does not show the private key: %#', (options, message) => {
    expect(() => open(options)).toThrow(ArgumentError);
    expect(() => open(options)).toThrow(message);
    expect(() => open(options)).not.toThrow(VAPID.privateKey);
  });
});

describe('the payload of a push message', () => {
  const message = (content: Partial<Message>): Message => ({
    id: 'msg-1',
    type: 'order.shipped',
    at: 5,
    attempt: 1,
    fact: { type: 'order.shipped', seq: 1, at: 5 } as ShopFact,
    subject: 'Shipped',
    text: '',
    short: 'It is on its way.',
    to: { pushSubscriptions: [] },
    ...content,
  });

  it('has no order when the fact is about none', () => {
    const payload = {
      id: 'msg-1',
      type: 'order.shipped',
      title: 'Shipped',
      body: 'It is on its way.',
      at: 5,
    };
    expect(JSON.parse(pushPayload(message({})) ?? '')).toEqual(payload);
  });

  it.each(['a', 'é', '注', '😀', '"', '\u0001'])(
    'of many %j takes all room that there is',
    (character) => {
      const payload = pushPayload(message({ short: character.repeat(10_000) })) ?? '';
      const { body } = JSON.parse(payload) as { readonly body: string };
      const bytes = Buffer.byteLength(payload);
      expect(bytes).toBeLessThanOrEqual(3993);
      expect(bytes).toBeGreaterThan(3993 - 10);
      expect(Buffer.from(body).toString()).toBe(body);
      expect(body).toMatch(/…$/);
    },
  );

  it('has no body when the rest leaves no room, and is none when the rest is too long', () => {
    const { length } = pushPayload(message({ short: '' })) ?? '';
    const long = message({ type: 'x'.repeat(3993 - length + 'order.shipped'.length) });
    expect(JSON.parse(pushPayload(long) ?? '').body).toBe('');
    expect(pushPayload({ ...long, type: `${long.type}x` })).toBeUndefined();
  });
});

describe('the result of a push message', () => {
  const terms = { wasSent: false, retriesOthers: true, isUp: false };
  const device = (verdict: DeviceOutcome['verdict'], isShared = true) => ({
    endpoint: `https://push.example/${verdict.status}`,
    verdict,
    isShared,
  });
  const retry = (retryAfterMs?: number) => ({
    status: 'retry' as const,
    reason: 'HTTP 503',
    isDown: true,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
  const sent = device({ status: 'sent' });
  const gone = device({ status: 'gone' });
  const failed = device({ status: 'failed', reason: 'HTTP 400' });
  const goneEndpoints = ['https://push.example/gone'];

  it('is sent when one device has got it, now or before', () => {
    expect(pushResult([failed, sent], terms)).toBe('sent');
    expect(pushResult([failed, sent, gone], terms)).toEqual({ status: 'sent', goneEndpoints });
    expect(pushResult([failed], { ...terms, wasSent: true })).toBe('sent');
    expect(pushResult([], { ...terms, wasSent: true })).toBe('sent');
  });

  it('is failed when no device can get it', () => {
    const reason = 'HTTP 400';
    expect(pushResult([gone, failed], terms)).toEqual({ status: 'failed', reason, goneEndpoints });
  });

  it('is a retry after the longest time that was asked for', () => {
    const devices = [sent, gone, device(retry(5)), device(retry(7)), device(retry())];
    expect(pushResult(devices, { ...terms, isUp: true })).toEqual({
      status: 'retry',
      reason: 'HTTP 503',
      retryAfterMs: 7,
      affects: 'message',
      goneEndpoints,
    });
  });

  it('affects the channel when a push service is down, and no other server can', () => {
    const affects = (isShared: boolean, isUp: boolean) =>
      pushResult([device(retry(), isShared)], { ...terms, isUp });
    expect(affects(true, false)).toMatchObject({ affects: 'channel' });
    expect(affects(true, true)).toMatchObject({ affects: 'message' });
    expect(affects(false, false)).toMatchObject({ affects: 'message' });
  });

  it('is no retry for other devices when those have had their attempts', () => {
    const over = { ...terms, retriesOthers: false };
    expect(pushResult([sent, device(retry())], over)).toBe('sent');
    expect(pushResult([device(retry())], { ...over, wasSent: true })).toBe('sent');
    expect(pushResult([device(retry())], over)).toMatchObject({ status: 'retry' });
  });
});

describe('a push service', () => {
  it.each([
    ['https://fcm.googleapis.com/fcm/send/abc', true],
    ['https://updates.push.services.mozilla.com/wpush/v2/abc', true],
    ['https://web.push.apple.com/abc', true],
    ['https://fcm.googleapis.com:444/', false],
    ['http://fcm.googleapis.com/', false],
    ['https://other.googleapis.com/', false],
    ['https://fcm.googleapis.com.attacker.example/', false],
  ])('is %s: %s', (url, expected) => {
    expect(isPushService(new URL(url))).toBe(expected);
  });
});

describe('the memory of devices that have got a message', () => {
  it('is bounded: it loses the oldest message', () => {
    const delivered = new DeliveredDevices(2);
    const [m1, m2, m3] = ['m1', 'm2', 'm3'].map((id) => ({ id, attempt: 1 })) as [M, M, M];
    delivered.add(m1, 'a');
    delivered.add(m1, 'b');
    delivered.add(m2, 'a');
    expect([delivered.has(m1, 'b'), delivered.has(m2, 'b')]).toEqual([true, false]);
    delivered.add(m3, 'a');
    expect([m1, m2, m3].map((each) => delivered.attemptsSince(each))).toEqual([0, 1, 1]);
  });

  it('are given attempts from the first one that a device has got the message in', () => {
    const delivered = new DeliveredDevices();
    const at = (attempt: number) => ({ id: 'm', attempt });
    expect(delivered.attemptsSince(at(7))).toBe(0);
    delivered.add(at(7), 'a');
    delivered.add(at(8), 'b');
    expect([7, 8, 11].map((attempt) => delivered.attemptsSince(at(attempt)))).toEqual([1, 2, 5]);
  });
});
