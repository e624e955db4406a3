import { describe, expect, it } from 'vitest';
import { cloudEvent } from '../../../src/channels/webhook/cloudEvent.ts';
import { ArgumentError } from '../../../src/index.ts';
import { type WebhookChannelOptions, webhookChannel } from '../../../src/webhook.ts';

const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
const secretOf = (bytes: number) => `whsec_${Buffer.alloc(bytes, 9).toString('base64')}`;

const open = (options: object = {}) =>
  webhookChannel({
    url: 'https://erp.example',
    secret: SECRET,
    ...options,
  } as WebhookChannelOptions);

describe('a webhook channel', () => {
  it('is one to systems, by the name of its option', () => {
    expect(open()).toMatchObject({ name: 'webhook', audience: 'systems' });
    expect(open()).not.toHaveProperty('types');
    const types = ['order.shipped'];
    expect(open({ name: 'erp-2_b', types })).toMatchObject({ name: 'erp-2_b', types });
  });

  it('has secrets of 24 to 64 bytes, and takes several', () => {
    open({ secret: [secretOf(24), secretOf(64)] });
    for (const secret of [secretOf(23), secretOf(65), SECRET.slice(6), `${SECRET}!`, 'whsec_', 7]) {
      expect(() => open({ secret })).toThrow('options.secret: expected whsec_ and 24 to 64 bytes');
      expect(() => open({ secret: [SECRET, secret] })).toThrow('options.secret[1]: expected');
    }
  });

  it('does not show a wrong secret', () => {
    expect(() => open({ secret: 'my password' })).toThrow('got another 11 characters');
  });

  it.each([
    [{ url: undefined }, 'options.url: expected a string'],
    [{ url: 'https://localhost' }, 'expected the URL of a public host'],
    [{ name: 'My Hook' }, 'options.name: expected 1 to 32 of a-z'],
    [{ types: 'order.shipped' }, 'options.types: expected an array'],
    [{ types: [''] }, 'options.types[0]: expected'],
    [{ source: '' }, 'options.source: expected'],
    [{ source: 'my shop' }, 'options.source: expected a URI reference'],
    [{ source: '/a%2' }, 'options.source: expected a URI reference'],
    [{ timeoutMs: 0 }, 'options.timeoutMs: expected a whole number from 1 to 300000'],
    [{ concurrency: 101 }, 'options.concurrency: expected a whole number from 1 to 100'],
    [{ allowPrivate: 1 }, 'options.allowPrivate: expected true or false'],
    [{ now: 5 }, 'options.now: expected a function'],
    [{ sekret: 1 }, "got 'sekret'"],
  ])('refuses %j', (options, message) => {
    expect(() => open(options)).toThrow(ArgumentError);
    expect(() => open(options)).toThrow(message);
  });

  it.each([
    [{ 'content-type': 'text/plain' }, 'no headers that the channel sets itself'],
    [{ 'Webhook-Id': '1' }, 'no headers that the channel sets itself'],
    [{ Host: 'x' }, 'no headers that the channel sets itself'],
    [{ 'transfer-encoding': 'chunked' }, 'no headers that the channel sets itself'],
    [{ 'a b': 'x' }, 'names of HTTP headers'],
    [{ '': 'x' }, 'names of HTTP headers'],
    [{ 'x:y': 'x' }, 'names of HTTP headers'],
    [{ 'x-a': 'a\r\nhost: b' }, 'options.headers.x-a: expected printable ASCII'],
    [{ 'x-a': 'größe' }, 'options.headers.x-a: expected printable ASCII'],
    [{ 'x-a': '' }, 'options.headers.x-a: expected printable ASCII'],
    [{ 'x-a': 7 }, 'options.headers.x-a: expected printable ASCII'],
    [{ 'x-a': '1', 'X-A': '2' }, 'each header once'],
    [[['x-a', '1']], 'options.headers: expected a plain object'],
  ])('refuses the headers %j', (headers, message) => {
    expect(() => open({ headers })).toThrow(message);
  });

  it('does not show the value of a wrong header', () => {
    expect(() => open({ headers: { authorization: 'secret\n' } })).not.toThrow('secret');
  });
});

describe('an event', () => {
  const eventOf = (fact: object, at = 0) =>
    cloudEvent(
      {
        id: 'msg-1',
        type: 'x.y',
        at,
        attempt: 1,
        fact: { type: 'x.y', seq: 1, at, ...fact } as never,
      },
      'https://shop.example/eu',
    );

  it.each([
    [{ orderId: 'o1', sku: 'mug', userId: 'ada' }, 'o1'],
    [{ sku: 'mug', userId: 'ada' }, 'mug'],
    [{ userId: 'ada' }, 'ada'],
    [{ orderId: 7, sku: '', userId: 'ada' }, 'ada'],
  ])('about %j has a subject', (fact, subject) => {
    expect(eventOf(fact)).toMatchObject({ subject, source: 'https://shop.example/eu' });
  });

  it('about nothing has none', () => {
    expect(eventOf({})).not.toHaveProperty('subject');
  });

  it('has no time that RFC 3339 cannot write', () => {
    expect(eventOf({}, 253_402_300_799_999).time).toBe('9999-12-31T23:59:59.999Z');
    expect(eventOf({}, 253_402_300_800_000)).not.toHaveProperty('time');
    expect(eventOf({}, Number.MAX_SAFE_INTEGER)).not.toHaveProperty('time');
  });
});
