import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { memoryStore, type Shop } from '../../../src/index.ts';
import { engineOf } from '../../../src/shopEngine.ts';
import { SERVER_BOUNDS } from '../../../src/watch/limits.ts';
import { SourceHandler } from '../../../src/watch/server/watchHandler.ts';
import type { WatchedSource } from '../../../src/watch/watchedSource.ts';
import { type FetchHandler, serveHandler } from '../../../src/web/serveHandler.ts';
import { openShop, orderIn } from '../../rules/shop/openShop.ts';
import { RawClient, SocketViewer, statusOf, until } from './viewing.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function watchedShop() {
  const { shop } = await openShop();
  ends.push(() => shop.close());
  await shop.products.restock('mug', 100_000);
  const server = await shop.watch({ port: 0 });
  const raw = () => {
    const client = new RawClient(server.url);
    ends.push(() => client.socket.destroy());
    return client;
  };
  const view = async (path?: string) => {
    const viewer = await SocketViewer.of(server.url, path);
    ends.push(() => viewer.leave());
    return viewer;
  };
  return { shop, server, url: server.url, host: new URL(server.url).host, raw, view };
}

/** Expects that the shop sells, and that a new viewer sees it. */
async function expectAlive(shop: Shop, url: string): Promise<void> {
  const orderId = await orderIn('shipped', shop);
  const { last } = await seen(url, `/api/updates?follow=${orderId}`);
  expect(last?.followed).toMatchObject({ id: `order:${orderId}`, state: 'shipped' });
  expect(shop.audit()).toEqual({ ok: true, problems: [] });
}

/** A viewer that has got an update. The server may be busy with others for some seconds. */
async function seen(url: string, path: string): Promise<SocketViewer> {
  let viewer: SocketViewer | undefined;
  await until('a viewer', async () => {
    viewer = await SocketViewer.of(url, path).catch(() => undefined);
    return viewer !== undefined;
  });
  const found = viewer as SocketViewer;
  ends.push(() => found.leave());
  await until('an update', () => found.last !== undefined);
  return found;
}

/** Serves a handler, whose clients have a second to take an answer. @returns the address. */
async function served(handler: FetchHandler): Promise<string> {
  const bounds = { ...SERVER_BOUNDS, idleTimeoutMs: 1000 };
  const server = await serveHandler(handler, { ...bounds, host: '127.0.0.1', port: 0 });
  ends.push(() => server.close());
  return server.url;
}

function isWatched(shop: Shop): boolean {
  return engineOf(shop)?.engine.directory.tally !== undefined;
}

describe('a server of the live page', () => {
  it.each([
    ['a page of another name', ['GET /api/picture HTTP/1.1', 'Host: shop.example'], 403],
    ['no host', ['GET /api/picture HTTP/1.1'], 400],
    ['no host in HTTP/1.0', ['GET /api/picture HTTP/1.0'], 400],
    ['an empty host', ['GET /api/picture HTTP/1.1', 'Host:'], 400],
    ['a host that is none', ['GET /api/picture HTTP/1.1', 'Host: a b'], 400],
    ['a host with a user', ['GET /api/picture HTTP/1.1', 'Host: localhost@shop.example'], 400],
    ['a host with a path', ['GET /api/picture HTTP/1.1', 'Host: localhost/x?'], 400],
    ['a port that is none', ['GET /api/picture HTTP/1.1', 'Host: localhost:99999'], 400],
    ['its own name in HTTP/1.0', ['GET /api/picture HTTP/1.0', 'Host: localhost'], 200],
    ['two slashes', ['GET //shop.example/api/picture HTTP/1.1', 'Host: localhost'], 404],
    ['a backslash', ['GET /\\shop.example/api/picture HTTP/1.1', 'Host: localhost'], 404],
    [
      'an address with a host',
      ['GET http://shop.example/api/picture HTTP/1.1', 'Host: localhost'],
      400,
    ],
    ['no path', ['GET * HTTP/1.1', 'Host: localhost'], 400],
    ['a way out', ['GET /../../etc/passwd HTTP/1.1', 'Host: localhost'], 404],
    [
      'another origin',
      ['GET /api/updates HTTP/1.1', 'Host: localhost', 'Origin: http://evil.example'],
      403,
    ],
    [
      'another site',
      ['GET /api/updates HTTP/1.1', 'Host: localhost', 'Sec-Fetch-Site: cross-site'],
      403,
    ],
    [
      'a preflight',
      ['OPTIONS /api/updates HTTP/1.1', 'Host: localhost', 'Origin: http://evil.example'],
      403,
    ],
    ['a method that is none', ['JUMP / HTTP/1.1', 'Host: localhost'], 400],
    ['TRACE', ['TRACE /api/picture HTTP/1.1', 'Host: localhost'], 400],
    ['HEAD', ['HEAD /api/picture HTTP/1.1', 'Host: localhost'], 405],
    ['another protocol', ['GET / HTTP/9.9', 'Host: localhost'], 400],
    ['a TLS greeting', ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'], 400],
    ['a huge header', ['GET / HTTP/1.1', 'Host: localhost', `X: ${'x'.repeat(100_000)}`], 431],
    ['a huge address', [`GET /${'x'.repeat(100_000)} HTTP/1.1`, 'Host: localhost'], 431],
    ['a tunnel', ['CONNECT shop.example:443 HTTP/1.1', 'Host: localhost'], 0],
    [
      'a WebSocket',
      ['GET /api/picture HTTP/1.1', 'Host: localhost', 'Connection: Upgrade', 'Upgrade: websocket'],
      200,
    ],
  ])('answers a request with %s as it should', async (_, lines, status) => {
    const { shop, raw } = await watchedShop();
    expect(
      await raw()
        .send(...lines)
        .status(),
    ).toBe(status);
    expect(isWatched(shop)).toBe(false);
  });

  it('answers one request at a time on a connection, and no more of one that sends several', async () => {
    const { server, shop, raw, host } = await watchedShop();
    const client = raw();
    const requests = Array.from(
      { length: 1000 },
      () => `GET /api/updates HTTP/1.1\r\nHost: ${host}`,
    );
    client.send(requests.join('\r\n\r\n'));
    await until('its end', () => client.isClosed);
    await until('no viewer', () => server.viewers === 0);
    await expectAlive(shop, server.url);
  });

  it('answers one request after the other on a connection', async () => {
    const { raw, host } = await watchedShop();
    const client = raw();
    for (let count = 1; count <= 20; count++) {
      client.send('GET /api/stock?sku=mug HTTP/1.1', `Host: ${host}`);
      await until('an answer', () => client.text.split('"omittedHolds"').length === count + 1);
    }
    expect(client.isClosed).toBe(false);
  });

  it('takes no bodies', async () => {
    const { shop, server, raw, host } = await watchedShop();
    const client = raw();
    client.send('POST /api/picture HTTP/1.1', `Host: ${host}`, 'Content-Length: 1000000000');
    const more = setInterval(() => client.socket.write('x'.repeat(10_000)), 1);
    ends.push(() => clearInterval(more));
    expect(await client.status()).toBe(405);
    await until('its end', () => client.isClosed);
    await expectAlive(shop, server.url);
  });

  it('has a bounded number of connections, and closes those that send no request', async () => {
    const { shop, server, raw, host } = await watchedShop();
    const clients = Array.from({ length: 1500 }, () => raw());
    for (const [index, client] of clients.entries()) {
      if (index % 4 === 0) client.socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
      if (index % 4 === 1) client.socket.write(Buffer.alloc(5000, index));
      if (index % 4 === 2) client.socket.write(`GET /api/picture HTTP/1.1\r\nHost: ${host}\r\n`);
    }
    const drip = setInterval(() => {
      for (const { socket } of clients) if (socket.writable) socket.write('x');
    }, 200);
    ends.push(() => clearInterval(drip));
    await orderIn('delivered', shop);
    await until('the end of those over the bound', () => {
      return clients.filter(({ isClosed }) => !isClosed).length <= SERVER_BOUNDS.maxConnections;
    });
    // They hold their connections for some seconds only, though they send on.
    await until('the end of the others', () => clients.every(({ isClosed }) => isClosed));
    await expectAlive(shop, server.url);
  });

  it('survives clients that come and go', async () => {
    const { shop, server, host } = await watchedShop();
    for (let round = 0; round < 20; round++) {
      const clients = Array.from({ length: 30 }, () => new RawClient(server.url));
      for (const [index, client] of clients.entries()) {
        client.send('GET /api/updates HTTP/1.1', `Host: ${host}`);
        if (index % 2 === 0) client.socket.destroy();
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
      for (const { socket } of clients) socket.resetAndDestroy();
    }
    await until('no viewer', () => server.viewers === 0);
    await expectAlive(shop, server.url);
  });

  it('lets a shop go on that is asked for more than it can answer', async () => {
    const { shop, server } = await watchedShop();
    const viewer = await SocketViewer.of(server.url);
    ends.push(() => viewer.leave());
    let isOver = false;
    let [answered, refused] = [0, 0];
    const flood = Array.from({ length: 40 }, async (_, index) => {
      const paths = ['/api/picture', '/api/stock?sku=mug', `/api/stock?sku=${index}`, '/nothing'];
      while (!isOver) {
        const status = await statusOf(`${server.url}${paths[index % paths.length]}`);
        if (status === undefined) refused++;
        else answered++;
      }
    });
    const { length } = viewer.updates;
    for (let order = 0; order < 500; order++) {
      await orderIn('delivered', shop);
      if (order % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await until('updates', () => viewer.updates.length > length + 3);
    isOver = true;
    await Promise.all(flood);
    expect(answered).toBeGreaterThan(0);
    expect(answered + refused).toBeGreaterThan(0);
    expect(shop.audit().ok).toBe(true);
    await until('all orders', () => {
      const order = viewer.last?.charts.find(({ id }) => id === 'order');
      return order?.states.delivered?.now === 500;
    });
  });

  it('keeps one update for a viewer that does not read, and closes its connection', async () => {
    const MEGABYTE = 2 ** 20;
    const big = 'x'.repeat(MEGABYTE);
    let updates = 0;
    const source = {
      begin() {},
      end() {},
      hasNews: true,
      read() {},
      update: () => ({ big, number: updates++ }),
    } as unknown as WatchedSource;
    const handler = new SourceHandler({ source, token: undefined, basePath: '/' });
    const url = await served(handler);
    const clients = Array.from({ length: 16 }, () => {
      const client = new RawClient(url);
      ends.push(() => client.socket.destroy());
      client.socket.pause();
      return client.send('GET /api/updates HTTP/1.1', 'Host: localhost');
    });
    await until('the viewers', () => handler.viewers === 16);
    const before = process.memoryUsage().external;
    let most = 0;
    await until('their end', () => {
      most = Math.max(most, process.memoryUsage().external - before);
      return handler.viewers === 0;
    });
    expect(updates).toBeGreaterThan(0);
    // What has been sent is in the buffers of the system, on both sides.
    expect(most).toBeLessThan(16 * 4 * MEGABYTE);
    for (const { socket } of clients) socket.resume();
    await until('closed connections', () => clients.every(({ isClosed }) => isClosed));
  });

  it('closes the connection of one who does not take the answer', async () => {
    const big = 'x'.repeat(50_000_000);
    const handler = { fetch: async () => new Response(big), close() {} };
    const client = new RawClient(await served(handler));
    ends.push(() => client.socket.destroy());
    client.socket.once('data', () => client.socket.pause());
    client.send('GET / HTTP/1.1', 'Host: localhost');
    await once(client.socket, 'data');
    await new Promise((resolve) => setTimeout(resolve, 4000));
    client.socket.resume();
    await until('its end', () => client.isClosed);
    expect(client.text.length).toBeLessThan(big.length);
  });

  it('sends an answer whole to one who takes it slowly', async () => {
    const big = 'x'.repeat(20_000_000);
    const handler = { fetch: async () => new Response(big), close() {} };
    const client = new RawClient(await served(handler));
    client.send('GET / HTTP/1.1', 'Host: localhost', 'Connection: close');
    const slow = setInterval(() => {
      client.socket.pause();
      setTimeout(() => client.socket.resume(), 100);
    }, 150);
    ends.push(() => clearInterval(slow));
    await until('its end', () => client.isClosed);
    expect(client.text.split('x').length - 1).toBeGreaterThanOrEqual(big.length);
  });

  it('lets the shop go when its viewers have gone without a word', async () => {
    const { shop, server, view } = await watchedShop();
    const viewers = [await view(), await view('/api/updates?follow=ada')];
    await until('the viewers', () => server.viewers === 2);
    expect(isWatched(shop)).toBe(true);
    for (const viewer of viewers) viewer.leave();
    await until('no viewer', () => server.viewers === 0);
    await until('the end of the watch', () => !isWatched(shop));
  });

  it('has sixteen viewers at most', async () => {
    const { server, url, view } = await watchedShop();
    for (let viewer = 0; viewer < 16; viewer++) await view();
    expect(server.viewers).toBe(16);
    expect(await statusOf(`${url}/api/updates`)).toBe(503);
    expect(await statusOf(`${url}/api/picture`)).toBe(200);
  });
});

describe('the end', () => {
  it('of a server is that of its viewers, and its port is free then', async () => {
    const { shop, server, view } = await watchedShop();
    const viewer = await view();
    await Promise.all([server.close(), server.close()]);
    await until('the end of the updates', () => viewer.isClosed);
    expect(server.viewers).toBe(0);
    expect(isWatched(shop)).toBe(false);
    expect(await statusOf(server.url)).toBeUndefined();
    const again = await shop.watch({ port: Number(new URL(server.url).port) });
    expect(await statusOf(`${again.url}/api/picture`)).toBe(200);
  });

  it('of a shop is that of all its servers', async () => {
    const { shop, server, view } = await watchedShop();
    const other = await shop.watch({ port: 0 });
    const viewer = await view();
    await shop.close();
    await until('the end of the updates', () => viewer.isClosed);
    for (const { url } of [server, other]) expect(await statusOf(url)).toBeUndefined();
    await expect(shop.watch({ port: 0 })).rejects.toThrow('the shop has been closed');
  });

  it('of a shop is that of its servers, even if its store cannot be closed', async () => {
    const store = { ...memoryStore(), close: () => Promise.reject(new Error('stuck')) };
    const { shop } = await openShop({ store });
    const { url } = await shop.watch({ port: 0 });
    await expect(shop.close()).rejects.toThrow('stuck');
    expect(await statusOf(url)).toBeUndefined();
  });
});
