import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Requester } from '../../../../src/watch/page/server/requests.ts';
import { UnauthorizedError } from '../../../../src/watch/page/server/requests.ts';
import { watchServer } from '../../../../src/watch/page/server/watchServer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A server whose streams the test writes. Each connection has one; `fail` decides about the next request. */
function fakeServer() {
  const streams: ReadableStreamDefaultController<Uint8Array>[] = [];
  const paths: string[] = [];
  let failure: (() => Response) | undefined;
  const server: Requester = {
    async get(path, signal) {
      paths.push(path);
      if (failure !== undefined) return failure();
      if (path === 'api/picture') return Response.json({ charts: [] });
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          streams.push(controller);
          signal.addEventListener('abort', () => controller.error(signal.reason));
        },
      });
      return new Response(body);
    },
  };
  return {
    server,
    streams,
    paths,
    failWith(make: (() => Response) | undefined) {
      failure = make;
    },
    send(at: number) {
      streams.at(-1)?.enqueue(new TextEncoder().encode(`data: {"at":${at}}\n\n`));
      return vi.advanceTimersByTimeAsync(0);
    },
  };
}

function watch(server: Requester, follow: string | null = null) {
  const seen: unknown[] = [];
  const end = watchServer(server, follow, {
    onPicture: () => seen.push('picture'),
    onUpdate: ({ at }) => seen.push(at),
    onConnection: ({ kind, ...more }) => {
      seen.push('reason' in more ? `${kind}: ${more.reason}` : kind);
    },
  });
  return { seen, end, take: () => seen.splice(0) };
}

describe('the connection to the server', () => {
  it('brings the picture and then updates', async () => {
    const fake = fakeServer();
    const { take, end } = watch(fake.server, 'order:ä&b');
    await vi.advanceTimersByTimeAsync(0);
    await fake.send(1);
    await fake.send(2);
    expect(take()).toEqual(['connecting', 'picture', 'connected', 1, 2]);
    expect(fake.paths).toEqual(['api/picture', 'api/updates?follow=order%3A%C3%A4%26b']);
    end();
  });

  it('is made again with the picture when the server has ended it', async () => {
    const fake = fakeServer();
    const { take, end } = watch(fake.server);
    await vi.advanceTimersByTimeAsync(0);
    await fake.send(1);
    take();
    fake.streams[0]?.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(take()).toEqual(['waiting: The server has ended the connection.']);
    await vi.advanceTimersByTimeAsync(1000);
    await fake.send(2);
    expect(take()).toEqual(['picture', 'connected', 2]);
    end();
  });

  it('is tried less and less often while there is no server', async () => {
    const fake = fakeServer();
    fake.failWith(() => {
      throw new TypeError('fetch failed');
    });
    const { take, end } = watch(fake.server);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(new Set(take())).toEqual(
      new Set(['connecting', 'waiting: The server cannot be reached.']),
    );
    expect(fake.paths.length).toBeGreaterThan(39);
    expect(fake.paths.length).toBeLessThan(90);
    end();
  });

  it('says the reason that the server gives', async () => {
    const fake = fakeServer();
    fake.failWith(() => Response.json({ error: 'too many viewers' }, { status: 503 }));
    const { take, end } = watch(fake.server);
    await vi.advanceTimersByTimeAsync(0);
    expect(take()[1]).toBe('waiting: The server answered with status 503: too many viewers.');
    fake.failWith(() => new Response('<html>', { status: 502 }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(take()).toEqual(['waiting: The server answered with status 502.']);
    end();
  });

  it('is made again when the server is silent', async () => {
    const fake = fakeServer();
    const { take, end } = watch(fake.server);
    await vi.advanceTimersByTimeAsync(0);
    await fake.send(1);
    await vi.advanceTimersByTimeAsync(10_000);
    await fake.send(2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(take()).toEqual(['connecting', 'picture', 'connected', 1, 2]);
    await vi.advanceTimersByTimeAsync(8_000);
    expect(take()[0]).toBe('waiting: The server is silent.');
    end();
  });

  it('ends with the first answer that asks for a token', async () => {
    const fake = fakeServer();
    fake.failWith(() => {
      throw new UnauthorizedError('token');
    });
    const { take } = watch(fake.server);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(take()).toEqual(['connecting', 'unauthorized']);
    expect(fake.paths.length).toBe(1);
  });

  it('says nothing more once it is ended', async () => {
    const fake = fakeServer();
    const { take, end } = watch(fake.server);
    await vi.advanceTimersByTimeAsync(0);
    await fake.send(1);
    take();
    end();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(take()).toEqual([]);
    expect(fake.paths.length).toBe(2);
    expect(vi.getTimerCount()).toBe(0);
  });
});
