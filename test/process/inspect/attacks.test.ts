import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { serveInspector } from '../../../src/inspect.ts';
import { engineOf } from '../../../src/shopEngine.ts';
import { openShop, orderIn } from '../../rules/shop/openShop.ts';
import { until, viewable } from './viewing.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function viewedShop() {
  const { shop } = await openShop();
  await shop.products.restock('mug', 100_000);
  const viewed = await viewable(shop, { rate: 100_000 });
  ends.push(viewed.end);
  const watches = engineOf(shop)?.engine.directory.watches;
  return { shop, ...viewed, isWatched: () => watches?.isWatched };
}

/** The status of the answer to a request. */
async function statusOf(
  url: string,
  options: { method?: string; path?: string; headers?: Record<string, string> } = {},
): Promise<number | undefined> {
  const { port } = new URL(url);
  const sent = request({ host: '127.0.0.1', port, ...options });
  sent.end();
  const [response] = await once(sent, 'response');
  response.resume();
  return response.statusCode;
}

/** The status with which a WebSocket is refused; 101 if it is not. */
async function upgradeStatus(address: string, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(address, { headers });
  return await new Promise((resolve) => {
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (_, { statusCode }) => resolve(statusCode ?? 0));
    socket.on('error', () => {});
  });
}

describe('a server of the inspector', () => {
  it('serves its page only, under the names of this machine only', async () => {
    const { server } = await viewedShop();
    const { port } = new URL(server.url);
    const at = (host: string) => ({ headers: { host } });
    expect(await statusOf(server.url)).toBe(200);
    expect(await statusOf(server.url, at(`localhost:${port}`))).toBe(200);
    expect(await statusOf(server.url, { path: '/../etc/passwd' })).toBe(404);
    expect(await statusOf(server.url, { method: 'POST' })).toBe(405);
    for (const host of ['evil.example', `evil.example:${port}`, `127.0.0.1.evil.example:${port}`]) {
      expect(await statusOf(server.url, at(host))).toBe(403);
    }
  });

  it('lets no page of another site listen', async () => {
    const { server, address } = await viewedShop();
    expect(await upgradeStatus(address, {})).toBe(101);
    expect(await upgradeStatus(address, { origin: server.url })).toBe(101);
    for (const origin of [
      'https://evil.example',
      'null',
      'http://127.0.0.1:1',
      `${server.url}.evil`,
    ]) {
      expect(await upgradeStatus(address, { origin })).toBe(403);
    }
    expect(await upgradeStatus(address, { host: 'rebound.example' })).toBe(403);
  });

  it('has a page that can load nothing but the Stately inspector', async () => {
    const { server } = await viewedShop();
    const response = await fetch(server.url);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('frame-src https://stately.ai');
    expect(policy).not.toContain('unsafe');
    const [, nonce = ''] = /script-src 'nonce-([\w-]+)'/.exec(policy) ?? [];
    expect(await response.text()).toContain(`<script nonce="${nonce}">`);
  });

  it('leaves the shop alone while nobody views it', async () => {
    const { server, view, isWatched } = await viewedShop();
    expect(isWatched()).toBe(false);
    const [first, second] = [await view(), await view()];
    await until('two viewers', () => server.viewers === 2);
    expect(isWatched()).toBe(true);
    first.socket.close();
    await until('one viewer', () => server.viewers === 1);
    expect(isWatched()).toBe(true);
    second.socket.terminate();
    await until('no viewer', () => server.viewers === 0);
    expect(isWatched()).toBe(false);
  });

  it('has a bounded number of viewers', async () => {
    const { server, address, view } = await viewedShop();
    for (let viewer = 0; viewer < 16; viewer++) await view();
    await until('all viewers', () => server.viewers === 16);
    expect(await upgradeStatus(address, {})).toBe(503);
  });

  it.each([
    ['a message', (socket: WebSocket) => socket.send('{"type":"@xstate.event"}'), 1008],
    ['a huge frame', (socket: WebSocket) => socket.send('x'.repeat(10_000_000)), 1009],
    [
      'many pings',
      (socket: WebSocket) => {
        for (let ping = 0; ping < 1000; ping++) socket.ping();
        socket.send('x');
      },
      1008,
    ],
  ])('drops a viewer that sends %s', async (_, attack, code) => {
    const { server, view, shop } = await viewedShop();
    const { socket } = await view();
    socket.on('error', () => {});
    attack(socket);
    const [closed] = await once(socket, 'close');
    // The connection may be reset before the frame that says why.
    expect([code, 1006]).toContain(closed);
    await until('its end', () => server.viewers === 0);
    await orderIn('delivered', shop);
  });

  it('survives garbage, frames that are none, and sockets that say nothing', async () => {
    const { server, address, shop } = await viewedShop();
    const port = Number(new URL(server.url).port);
    const sockets = Array.from({ length: 200 }, () => connect({ port, host: '127.0.0.1' }));
    for (const [index, socket] of sockets.entries()) {
      socket.on('error', () => {});
      if (index % 3 === 0) socket.write(Buffer.alloc(5000, index));
      if (index % 3 === 1)
        socket.write('GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n');
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (const socket of sockets) socket.destroy();
    const raw = connect({ port, host: '127.0.0.1' });
    raw.on('error', () => {});
    raw.write(
      `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    await once(raw, 'data');
    raw.write(Buffer.alloc(2000, 0xff));
    await once(raw, 'close');
    expect(await upgradeStatus(address, {})).toBe(101);
    await orderIn('delivered', shop);
  });

  it('lets a viewer that takes nothing miss messages, and introduces everything to it when it goes on', async () => {
    const { shop, server, view } = await viewedShop();
    const { socket, messages } = await view();
    await until('the viewer', () => server.viewers === 1);
    socket.pause();
    const before = process.memoryUsage().external;
    let last = '';
    for (let order = 0; order < 3000; order++) last = await orderIn('delivered', shop);
    expect(process.memoryUsage().external - before).toBeLessThan(64 * 2 ** 20);
    socket.resume();
    await until('the last order', () =>
      messages.some(
        ({ sessionId, snapshot }) =>
          sessionId === `shop/order:${last}` && snapshot?.value === 'delivered',
      ),
    );
    expect(messages.filter(({ name }) => name === 'shop').length).toBeGreaterThanOrEqual(2);
  });

  it('says that its port is taken', async () => {
    const { server } = await viewedShop();
    const port = Number(new URL(server.url).port);
    await expect(serveInspector({ port })).rejects.toThrow('EADDRINUSE');
  });

  it('does not wait for viewers when it is closed', async () => {
    const { server, view } = await viewedShop();
    const { socket } = await view();
    const closed = once(socket, 'close');
    await server.close();
    await closed;
    expect(server.viewers).toBe(0);
  });
});
