import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { HttpClient } from '../../../src/channels/http/httpClient.ts';
import {
  startHttpServer,
  startStatusServer,
  startTcpServer,
  unusedOrigin,
} from './startHttpServer.ts';
import { channelTo, deliver, events, LONG_MS } from './webhookEvents.ts';

const DOWN = { status: 'retry', affects: 'channel' };

/** A server that answers each connection by this text. */
function startTextServer(text: string): Promise<string> {
  return startTcpServer((socket) => socket.once('data', () => socket.end(text)));
}

/** A server that begins an answer and writes to it without an end. */
async function startEndlessServer(status: number, chunk: string) {
  const closed: Promise<unknown>[] = [];
  const server = await startHttpServer((response) => {
    closed.push(once(response, 'close'));
    response.writeHead(status);
    const write = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', write);
    write();
  });
  return { server, closed };
}

describe('a receiver that is not there, or does not speak HTTP,', () => {
  it('makes the channel wait when it refuses connections', async () => {
    const results = await deliver(channelTo(await unusedOrigin(), { concurrency: 1 }), events(2));
    expect(results).toMatchObject([
      { ...DOWN, reason: expect.stringContaining('ECONNREFUSED') },
      { ...DOWN, reason: expect.stringContaining('not sent after: ') },
    ]);
  });

  it.each([
    ['garbage', '\u0001\u0002 I am no web server\r\n'],
    ['nothing', ''],
    ['half a head', 'HTTP/1.1 200 OK\r\nserver: '],
    [
      'another protocol',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
    ],
    ['a head that is too large', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`],
  ])('makes it wait when it answers %s', async (_what, text) => {
    expect(await deliver(channelTo(await startTextServer(text)))).toMatchObject([DOWN]);
  });

  it('has taken an event when its answer breaks off after a status of success', async () => {
    const text = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nall';
    expect(await deliver(channelTo(await startTextServer(text)))).toEqual(['sent']);
  });

  it('is believed to have failed when its answer breaks off after another status', async () => {
    const text = 'HTTP/1.1 400 Bad Request\r\ncontent-length: 100\r\n\r\nbecause';
    const [result] = await deliver(channelTo(await startTextServer(text)));
    expect(result).toEqual({ status: 'failed', reason: 'HTTP 400: because' });
  });
});

describe('a receiver that does not come to an end', () => {
  it('makes the channel wait when it does not answer in time', async () => {
    const server = await startHttpServer(() => {});
    const [result] = await deliver(channelTo(server.origin, { timeoutMs: 50 }));
    expect(result).toEqual({ ...DOWN, reason: 'no answer within 50 ms' });
  });

  it('is not waited for once the signal aborts, and gets no further requests', async () => {
    const controller = new AbortController();
    const server = await startHttpServer(() => controller.abort());
    const channel = channelTo(server.origin, { concurrency: 1 });
    const results = await deliver(channel, events(2), controller.signal);
    expect(results).toEqual([
      { ...DOWN, reason: 'aborted' },
      { ...DOWN, reason: 'not sent after: aborted' },
    ]);
    expect(server.requests.length).toBe(1);
  });

  it('gets no request when the signal has aborted before', async () => {
    const server = await startStatusServer([200]);
    const results = await deliver(channelTo(server.origin), events(2), AbortSignal.abort());
    expect(results).toMatchObject([DOWN, DOWN]);
    expect(server.requests).toEqual([]);
  });

  it('is quoted by the beginning of an endless body, and cut off', async () => {
    const { server, closed } = await startEndlessServer(400, 'no! '.repeat(1000));
    const [result] = await deliver(channelTo(server.origin));
    expect(result).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(/^HTTP 400: (no! )+no!…$/),
    });
    await Promise.all(closed);
  });

  it('has taken an event when its status says so, and is cut off', async () => {
    const { server, closed } = await startEndlessServer(200, 'yes! '.repeat(1000));
    expect(await deliver(channelTo(server.origin))).toEqual(['sent']);
    await Promise.all(closed);
  });

  it('that drips its body is waited for until the time-out only', async () => {
    const origin = await startTcpServer((socket) => {
      socket.write('HTTP/1.1 500 Oops\r\ncontent-length: 1000\r\n\r\n');
      const drip = setInterval(() => socket.write('.'), 5);
      socket.on('close', () => clearInterval(drip));
    });
    const [result] = await deliver(channelTo(origin, { timeoutMs: 300 }));
    expect(result).toMatchObject(DOWN);
  });

  it('that drips the body of a success loses its connection when the channel is closed', async () => {
    const origin = await startTcpServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n');
      const drip = setInterval(() => socket.write('.'), 5);
      socket.on('close', () => {
        clearInterval(drip);
        closed();
      });
    });
    let closed = () => {};
    const ending = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const channel = channelTo(origin);
    expect(await deliver(channel)).toEqual(['sent']);
    channel.close?.();
    await ending;
  });
});

describe('a host name', () => {
  it('that resolves to a private address gets no request unless that is allowed', async () => {
    const server = await startStatusServer([200]);
    const { port } = new URL(server.origin);
    const request = { url: new URL(`http://localhost:${port}`), headers: {}, body: 'x' };
    const { signal } = new AbortController();
    const settings = { timeoutMs: LONG_MS, now: Date.now };
    const guarded = new HttpClient({ ...settings, allowPrivate: false });
    expect(await guarded.post(request, signal)).toMatchObject({
      isAnswered: false,
      isPrivate: true,
    });
    expect(server.requests).toEqual([]);
    const open = new HttpClient({ ...settings, allowPrivate: true });
    expect(await open.post(request, signal)).toMatchObject({ isAnswered: true, status: 200 });
    for (const client of [guarded, open]) client.close();
  });
});
