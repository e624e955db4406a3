import { describe, expect, it } from 'vitest';
import { deliver, messageTo } from './pushMessages.ts';
import { PushReceiver, pushChannel, vapidClaims } from './pushReceiver.ts';
import { startHttpServer, startStatusServer, unusedOrigin } from './startHttpServer.ts';

/** Messages to these receivers. */
function to(...receivers: readonly PushReceiver[]) {
  return { pushSubscriptions: receivers.map(({ subscription }) => subscription) };
}

describe('a push message', () => {
  it('is encrypted for the browser, which decrypts it', async () => {
    const server = await startStatusServer([201]);
    const browser = new PushReceiver(`${server.origin}/send/abc`);
    expect(await deliver(pushChannel(), messageTo(to(browser)))).toEqual(['sent']);
    const [request = expect.fail()] = server.requests;
    expect([request.method, request.path]).toEqual(['POST', '/send/abc']);
    expect(request.headers).toMatchObject({
      'content-encoding': 'aes128gcm',
      'content-type': 'application/octet-stream',
      ttl: '259200',
      urgency: 'normal',
    });
    expect(browser.decrypt(request)).toEqual({
      id: 'msg-1',
      type: 'order.shipped',
      title: 'Your order has been shipped',
      body: 'Order order-1 has been shipped.',
      orderId: 'order-1',
      at: Date.UTC(2026, 6, 2, 10, 30),
    });
  });

  it('is signed for the push service by VAPID', async () => {
    const server = await startStatusServer([201]);
    await deliver(pushChannel(), messageTo(to(new PushReceiver(`${server.origin}/send/abc`))));
    const [request = expect.fail()] = server.requests;
    expect(vapidClaims(request)).toEqual({
      aud: server.origin,
      exp: expect.any(Number),
      sub: 'mailto:shop@shop.example',
    });
  });

  it('has the TTL and the urgency of the options', async () => {
    const server = await startStatusServer([201]);
    const channel = pushChannel({ ttlSeconds: 0, urgency: 'high' });
    await deliver(channel, messageTo(to(new PushReceiver(server.origin))));
    expect(server.requests[0]?.headers).toMatchObject({ ttl: '0', urgency: 'high' });
  });

  it('is cut so that it fits, without half a character', async () => {
    const server = await startStatusServer([201]);
    const browser = new PushReceiver(server.origin);
    const short = '😀'.repeat(5000);
    await deliver(pushChannel(), messageTo(to(browser), { short, subject: 'é'.repeat(5000) }));
    const [{ body } = expect.fail()] = server.requests;
    expect(body.length).toBeLessThanOrEqual(4096);
    expect(body.length).toBeGreaterThan(4080);
    const payload = JSON.parse(browser.decryptText(body)) as Record<string, string>;
    expect(payload.body).toMatch(/^(😀)+…$/u);
    expect(payload.title).toBe(`${'é'.repeat(199)}…`);
  });

  it('goes to all devices of a person, to each once', async () => {
    const server = await startStatusServer([201]);
    const phone = new PushReceiver(`${server.origin}/phone`);
    const desk = new PushReceiver(`${server.origin}/desk`);
    expect(await deliver(pushChannel(), messageTo(to(phone, desk, phone)))).toEqual(['sent']);
    expect(server.requests.map(({ path }) => path).sort()).toEqual(['/desk', '/phone']);
  });

  it('goes to nobody without a subscription', async () => {
    const channel = pushChannel();
    expect(channel.canReach?.({ pushSubscriptions: [] })).toBe(false);
    expect(channel.canReach?.(to(new PushReceiver('https://push.example')))).toBe(true);
    const reason = 'no push subscription exists any more';
    expect(await deliver(channel, messageTo({}))).toEqual([{ status: 'failed', reason }]);
  });
});

describe('a push subscription', () => {
  it.each([404, 410])('that is answered %i is gone', async (status) => {
    const server = await startHttpServer((response, { path }) => {
      response.writeHead(path === '/old' ? status : 201).end();
    });
    const old = new PushReceiver(`${server.origin}/old`);
    const phone = new PushReceiver(`${server.origin}/phone`);
    const goneEndpoints = [`${server.origin}/old`];
    const reason = 'no push subscription exists any more';
    const both = messageTo(to(old, phone));
    const none = messageTo(to(old), { id: 'msg-2' });
    expect(await deliver(pushChannel(), both, none)).toEqual([
      { status: 'sent', goneEndpoints },
      { status: 'failed', reason, goneEndpoints },
    ]);
  });

  it.each([400, 403, 413])('that is answered %i fails for its device', async (status) => {
    const server = await startStatusServer([status, {}, 'because']);
    const browser = new PushReceiver(server.origin);
    expect(await deliver(pushChannel(), messageTo(to(browser)))).toEqual([
      { status: 'failed', reason: `HTTP ${status}: because` },
    ]);
  });

  it('with broken keys fails for its device, and others get the message', async () => {
    const server = await startStatusServer([201]);
    const { subscription } = new PushReceiver(server.origin);
    const { keys } = subscription;
    const broken = [
      { ...subscription, keys: { ...keys, p256dh: keys.p256dh.slice(0, -8) } },
      { ...subscription, keys: { ...keys, p256dh: Buffer.alloc(65, 4).toString('base64url') } },
      { ...subscription, keys: { ...keys, auth: 'AAAA' } },
    ];
    const messages = broken.map((each, index) =>
      messageTo({ pushSubscriptions: [each] }, { id: `broken-${index}` }),
    );
    const both = [
      { ...broken[0], endpoint: `${server.origin}/broken` } as typeof subscription,
      subscription,
    ];
    const results = await deliver(
      pushChannel(),
      ...messages,
      messageTo({ pushSubscriptions: both }),
    );
    const failed = { status: 'failed', reason: expect.stringMatching(/./) };
    expect(results).toEqual([failed, failed, failed, 'sent']);
    expect(server.requests.length).toBe(1);
  });

  it.each([
    'http://push.example/send',
    'https://127.0.0.1/send',
    'https://169.254.169.254/latest',
    'https://[::ffff:10.0.0.1]/',
    'https://printer.local/',
    'https://user:pass@push.example/',
    'file:///etc/passwd',
    'nonsense',
  ])('to %s fails without a request', async (endpoint) => {
    const channel = pushChannel({ allowPrivate: false });
    const [result] = await deliver(channel, messageTo(to(new PushReceiver(endpoint))));
    expect(result).toEqual({
      status: 'failed',
      reason: expect.stringMatching(/^endpoint: expected /),
    });
  });

  it('of a service that has ended is gone', async () => {
    const endpoint = 'https://android.googleapis.com/gcm/send/abc';
    const channel = pushChannel({ allowPrivate: false });
    const [result] = await deliver(channel, messageTo(to(new PushReceiver(endpoint))));
    expect(result).toMatchObject({ status: 'failed', goneEndpoints: [endpoint] });
  });
});

describe('a push service that fails', () => {
  it('gets the message again for the devices that have not got it, and for no others', async () => {
    const server = await startHttpServer((response, { path }, index) => {
      response.writeHead(path === '/desk' && index < 2 ? 500 : 201).end();
    });
    const phone = new PushReceiver(`${server.origin}/phone`);
    const desk = new PushReceiver(`${server.origin}/desk`);
    const channel = pushChannel({ concurrency: 1 });
    const message = messageTo(to(phone, desk));
    const retry = { status: 'retry', reason: 'HTTP 500', affects: 'message' };
    expect(await deliver(channel, message)).toEqual([retry]);
    expect(await deliver(channel, { ...message, attempt: 2 })).toEqual(['sent']);
    expect(await deliver(channel, { ...message, attempt: 3 })).toEqual(['sent']);
    expect(server.requests.map(({ path }) => path)).toEqual(['/phone', '/desk', '/desk']);
  });

  it('does not make a dead letter of a message that one device has got', async () => {
    const server = await startHttpServer((response, { path }) => {
      response.writeHead(path === '/desk' ? 500 : 201).end();
    });
    const phone = new PushReceiver(`${server.origin}/phone`);
    const desk = new PushReceiver(`${server.origin}/desk`);
    const channel = pushChannel();
    const message = messageTo(to(phone, desk));
    const attempt = (number: number) => deliver(channel, { ...message, attempt: number });
    // After an outage, in which no device got it.
    expect(await attempt(40)).toMatchObject([{ status: 'retry' }]);
    expect(await attempt(43)).toMatchObject([{ status: 'retry' }]);
    expect(await attempt(44)).toEqual(['sent']);
    const alone = messageTo(to(desk), { id: 'msg-2', attempt: 5 });
    expect(await deliver(channel, alone)).toMatchObject([{ status: 'retry' }]);
  });

  it('makes the channel wait, for the time that it says, when no device got anything', async () => {
    const server = await startStatusServer([429, { 'retry-after': '9' }]);
    const one = messageTo(to(new PushReceiver(`${server.origin}/1`)));
    const two = messageTo(to(new PushReceiver(`${server.origin}/2`)), { id: 'msg-2' });
    const retry = { status: 'retry', retryAfterMs: 9000, affects: 'channel' };
    expect(await deliver(pushChannel({ concurrency: 1 }), one, two)).toEqual([
      { ...retry, reason: 'HTTP 429' },
      { ...retry, reason: 'not sent after: HTTP 429' },
    ]);
    expect(server.requests.length).toBe(1);
  });

  it('keeps no other push service from its messages', async () => {
    const server = await startStatusServer([201]);
    const down = new PushReceiver(await unusedOrigin());
    const channel = pushChannel({ concurrency: 1 });
    const messages = [down, down, new PushReceiver(server.origin)].map((receiver, index) =>
      messageTo(to(receiver), { id: `msg-${index}` }),
    );
    const retry = { status: 'retry', affects: 'message' };
    expect(await deliver(channel, ...messages)).toMatchObject([retry, retry, 'sent']);
  });
});
