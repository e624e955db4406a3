import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/webhook.ts';
import { type HttpServer, startHttpServer, startStatusServer } from './startHttpServer.ts';
import { channelTo, deliver, event, events, OTHER_SECRET, SECRET } from './webhookEvents.ts';

/** The only request that a server has got. */
function requestOf({ requests }: HttpServer) {
  const [request] = requests;
  if (request === undefined || requests.length !== 1)
    throw new Error(`${requests.length} requests`);
  const { headers, body } = request;
  return { ...request, body: body.toString(), texts: headers as Record<string, string> };
}

describe('a webhook', () => {
  it('posts a fact as an event of CloudEvents', async () => {
    const server = await startStatusServer([200]);
    expect(await deliver(channelTo(`${server.origin}/events?shop=1`))).toEqual(['sent']);
    const { method, path, texts, body } = requestOf(server);
    expect([method, path]).toEqual(['POST', '/events?shop=1']);
    expect(texts['content-type']).toBe('application/cloudevents+json');
    expect(JSON.parse(body)).toEqual({
      specversion: '1.0',
      id: 'msg-1',
      source: '/statecart',
      type: 'statecart.order.shipped',
      subject: 'order-1',
      time: '2026-07-02T10:30:00.000Z',
      datacontenttype: 'application/json',
      data: { fact: event().fact },
    });
  });

  it('is verified by a library of Standard Webhooks', async () => {
    const server = await startStatusServer([204]);
    await deliver(channelTo(server.origin));
    const { texts, body } = requestOf(server);
    expect(new Webhook(SECRET).verify(body, texts)).toEqual(JSON.parse(body));
    expect(() => new Webhook(OTHER_SECRET).verify(body, texts)).toThrow('No matching signature');
    expect(texts['webhook-id']).toBe('msg-1');
  });

  it('is verified by verify(), with text and with bytes', async () => {
    const server = await startStatusServer([200]);
    await deliver(channelTo(server.origin));
    const { headers, body } = requestOf(server);
    expect(verify({ secret: SECRET, headers, body })).toEqual(JSON.parse(body));
    expect(verify({ secret: SECRET, headers, body: Buffer.from(body) })).toEqual(JSON.parse(body));
  });

  it('is signed with each of several secrets, so that receivers may have either', async () => {
    const server = await startStatusServer([200]);
    await deliver(channelTo(server.origin, { secret: [OTHER_SECRET, SECRET] }));
    const { texts, body } = requestOf(server);
    for (const secret of [SECRET, OTHER_SECRET]) {
      expect(new Webhook(secret).verify(body, texts)).toEqual(JSON.parse(body));
      expect(verify({ secret, headers: texts, body }).id).toBe('msg-1');
    }
  });

  it('is signed with the time of sending, in seconds', async () => {
    const server = await startStatusServer([200]);
    await deliver(channelTo(server.origin, { now: () => 1_700_000_000_999 }));
    expect(requestOf(server).texts['webhook-timestamp']).toBe('1700000000');
  });

  it('has the headers that its options name', async () => {
    const server = await startStatusServer([200]);
    const headers = { Authorization: 'Bearer abc', 'user-agent': 'my shop' };
    await deliver(channelTo(server.origin, { headers }));
    expect(requestOf(server).texts).toMatchObject({
      authorization: 'Bearer abc',
      'user-agent': 'my shop',
    });
  });
});

describe('an answer to a webhook', () => {
  it('410 means that the receiver takes no more events', async () => {
    const server = await startStatusServer([410, {}, 'bye']);
    const [result] = await deliver(channelTo(server.origin));
    const reason = 'the receiver takes no more events: HTTP 410: bye';
    expect(result).toEqual({ status: 'failed', reason });
  });

  it('429 is tried again after the time of Retry-After', async () => {
    const server = await startStatusServer([429, { 'retry-after': '7' }]);
    const [result] = await deliver(channelTo(server.origin));
    expect(result).toEqual({
      status: 'retry',
      reason: 'HTTP 429',
      retryAfterMs: 7000,
      affects: 'channel',
    });
  });

  it.each([408, 425, 500, 502, 503, 504, 599])('%i is tried again', async (status) => {
    const server = await startStatusServer([status]);
    const [result] = await deliver(channelTo(server.origin));
    expect(result).toEqual({ status: 'retry', reason: `HTTP ${status}`, affects: 'channel' });
  });

  it.each([400, 401, 403, 404, 413, 422])('%i is not tried again', async (status) => {
    const server = await startStatusServer([status]);
    const [result] = await deliver(channelTo(server.origin));
    expect(result).toEqual({ status: 'failed', reason: `HTTP ${status}` });
  });

  it('is quoted by its first 200 printable characters', async () => {
    const server = await startStatusServer([
      400,
      {},
      `no\r\n\u001b[31m\u0000 way ${'x'.repeat(500)}`,
    ]);
    const [result] = await deliver(channelTo(server.origin));
    expect(result).toEqual({
      status: 'failed',
      reason: `HTTP 400: no [31m way ${'x'.repeat(199 - 12)}…`,
    });
  });

  it('that quotes the request gives away no secret', async () => {
    const server = await startHttpServer((response, { headers }) => {
      response.writeHead(400).end(`${SECRET} ${headers.authorization} ${headers['x-key']}`);
    });
    const headers = { authorization: 'Bearer hdr-sekret', 'x-key': 'key-sekret' };
    const [result] = await deliver(channelTo(server.origin, { headers }));
    expect(result).toEqual({ status: 'failed', reason: 'HTTP 400: *** *** ***' });
  });

  it('is not followed when it is a redirect to this machine', async () => {
    const inner = await startStatusServer([200]);
    const server = await startStatusServer([307, { location: `${inner.origin}/admin` }]);
    const [result] = await deliver(channelTo(server.origin));
    expect(result).toEqual({ status: 'failed', reason: 'HTTP 307, not followed' });
    expect(inner.requests).toEqual([]);
  });

  it('500 for one event of several affects this event only', async () => {
    const server = await startHttpServer((response, { headers }) => {
      response.writeHead(headers['webhook-id'] === 'msg-2' ? 500 : 200).end();
    });
    expect(await deliver(channelTo(server.origin), events(3))).toEqual([
      'sent',
      { status: 'retry', reason: 'HTTP 500', affects: 'message' },
      'sent',
    ]);
  });
});

describe('a batch of webhooks', () => {
  it('is sent but for an event that JSON cannot write, which fails', async () => {
    const server = await startStatusServer([200]);
    const { fact, ...rest } = event('msg-0');
    const wrong = { ...rest, fact: { ...fact, amount: 1n } };
    const results = await deliver(channelTo(server.origin), [wrong, event()]);
    const reason = 'Do not know how to serialize a BigInt';
    expect(results).toEqual([{ status: 'failed', reason }, 'sent']);
  });

  it('is not sent further once the receiver says that it is down', async () => {
    const server = await startStatusServer([200], [503, { 'retry-after': '60' }]);
    const results = await deliver(channelTo(server.origin, { concurrency: 1 }), events(4));
    const retry = { status: 'retry', retryAfterMs: 60_000, affects: 'channel' };
    const notSent = { ...retry, reason: 'not sent after: HTTP 503' };
    expect(results).toEqual(['sent', { ...retry, reason: 'HTTP 503' }, notSent, notSent]);
    expect(server.requests.length).toBe(2);
  });

  it('goes out with as many requests at a time as the option says', async () => {
    const waiting: (() => void)[] = [];
    let most = 0;
    const server = await startHttpServer((response) => {
      waiting.push(() => response.end());
      most = Math.max(most, waiting.length);
      if (waiting.length === 3) for (const answer of waiting.splice(0)) answer();
    });
    const results = await deliver(channelTo(server.origin, { concurrency: 3 }), events(9));
    expect(results).toEqual(Array(9).fill('sent'));
    expect(most).toBe(3);
  });

  it('of a hundred at once makes no warning of Node.js', async () => {
    const warnings: Error[] = [];
    const warned = (warning: Error) => warnings.push(warning);
    process.on('warning', warned);
    const waiting: (() => void)[] = [];
    const server = await startHttpServer((response) => {
      waiting.push(() => response.end());
      if (waiting.length === 100) for (const answer of waiting) answer();
    });
    const results = await deliver(channelTo(server.origin, { concurrency: 100 }), events(100));
    process.off('warning', warned);
    expect(results).toEqual(Array(100).fill('sent'));
    expect(warnings).toEqual([]);
  });
});
