import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { diskStore } from 'statecart/disk';
import { lmdbStore } from 'statecart/lmdb';
import { afterEach, describe, expect, it } from 'vitest';
import type { WatchedStock, WatchPicture, WatchUpdate } from '../../../src/watch/watchTypes.ts';
import { closeServer, listen } from '../../../src/web/listen.ts';
import { accepted, buy, openShop, orderIn } from '../../rules/shop/openShop.ts';
import { SocketViewer, statusOf, until } from '../watch/viewing.ts';
import { runTool } from './runTool.ts';
import { startSelling } from './sellingShop.ts';
import { newPath, openStored } from './storedShop.ts';
import { startWatching } from './watching.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Starts `statecart watch`. To be ended with the test. */
async function watching(args: readonly string[], token?: string) {
  const watched = await startWatching(args, token);
  ends.push(() => watched.end());
  return watched;
}

async function view(url: string, path?: string): Promise<SocketViewer> {
  const viewer = await SocketViewer.of(url, path);
  ends.push(() => viewer.leave());
  await until('an update', () => viewer.last?.charts.every((chart) => chart.isComplete) ?? false);
  return viewer;
}

async function read<Answer>(url: string): Promise<Answer> {
  return (await (await fetch(url)).json()) as Answer;
}

function statesIn(update: WatchUpdate | undefined, id: string): Record<string, number> {
  const { states = {} } = update?.charts.find((chart) => chart.id === id) ?? {};
  return Object.fromEntries(Object.entries(states).map(([name, { now }]) => [name, now]));
}

const MANY = { pending: 1, confirmed: 1, shipped: 1, delivered: 1, cancelled: 1 };

describe('statecart watch', () => {
  it('prints its help', async () => {
    const { status, stdout, stderr } = await runTool(['watch', '--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: statecart watch PATH\|URL/);
    expect(stdout).toContain('STATECART_WATCH_TOKEN');
  });

  it.each([
    [[], 'expected the path of a store, or a URL, got nothing'],
    [['a', 'b'], 'expected one path or URL, got "a" "b"'],
    [['a', '--port', '65536'], '--port'],
    [['a', '--port', 'x'], '--port'],
    [['a', '--prot', '1'], '--prot'],
    [['http://'], 'expected a URL, got "http://"'],
    [['http://127.0.0.1:1/', '--machines', 'x.mjs'], '--machines: expected a path, got a URL'],
    [['http://127.0.0.1:1/'], 'http://127.0.0.1:1/ does not answer'],
    [['/nowhere/at/all'], '/nowhere/at/all'],
    [['.', '--machines', '/nowhere.mjs'], '/nowhere.mjs'],
    [['src'], 'src'],
  ])('%j is refused', async (args, message) => {
    const { status, stdout, stderr } = await runTool(['watch', ...args]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^statecart watch: .*\n$/);
    expect(stderr).toContain(message);
  });
});

describe('statecart watch PATH', () => {
  it('shows a store, also while a shop has it open', async () => {
    const { path, shop, ids } = await openStored();
    const { url, stdout, end } = await watching([path]);
    expect(stdout).toBe(`${path}: open ${url} in a browser; Ctrl+C ends this\n`);
    const picture = await read<WatchPicture>(`${url}/api/picture`);
    expect(picture).toMatchObject({
      source: { kind: 'store', path },
      currency: 'USD',
      charts: [{ id: 'cart' }, { id: 'order' }],
    });
    const viewer = await view(url, `/api/updates?follow=${ids.shipped}`);
    expect(statesIn(viewer.last, 'order')).toEqual(MANY);
    expect(statesIn(viewer.last, 'cart')).toEqual({ open: 1 });
    expect(viewer.last).toMatchObject({ figures: null, turn: null, problem: null });
    expect(viewer.last?.consumers).toEqual([{ name: 'mail', position: 1, lag: 21 }]);
    expect(viewer.last?.followed).toMatchObject({
      id: `order:${ids.shipped}`,
      chart: 'order',
      state: 'shipped',
    });
    const stock = await read<WatchedStock>(`${url}/api/stock?sku=mug`);
    expect(stock).toMatchObject({ sku: 'mug', held: 2, shipped: 2, omittedHolds: 0 });
    expect(stock.holds.map(({ id }) => id).sort()).toEqual(
      [`order:${ids.confirmed}`, `order:${ids.pending}`].sort(),
    );
    expect(await statusOf(`${url}/api/stock?sku=nothing`)).toBe(404);
    accepted(await shop.orders.deliver(ids.shipped));
    await until('the delivery', () => viewer.last?.followed?.state === 'delivered');
    await until('the count', () => statesIn(viewer.last, 'order').delivered === 2);
    await shop.close();
    await until('another reading', () => viewer.last?.problem === null);
    expect(await end()).toEqual({ status: 0, stderr: '' });
  });

  it('shows stock as it is now while nobody views the page', async () => {
    const { path, shop } = await openStored();
    const { url } = await watching([path]);
    const available = async () => {
      return (await read<WatchedStock>(`${url}/api/stock?sku=lamp`)).available;
    };
    const before = await available();
    accepted(await shop.products.restock('lamp', 5));
    await until('the new stock', async () => (await available()) === before + 5);
    await shop.close();
  });

  it.each([
    ['disk', (path: string) => diskStore({ path })],
    ['LMDB', (path: string) => lmdbStore({ path })],
  ])('follows an order that comes later (%s)', async (_, open) => {
    const path = newPath();
    const { shop } = await openShop({ store: await open(path), createId: () => 'later' });
    const { url } = await watching([path]);
    const viewer = await view(url, '/api/updates?follow=order%3Alater');
    expect(viewer.last?.followed).toMatchObject({ id: 'order:later', chart: null, path: [] });
    await buy(shop, 'ada', { mug: 1 });
    await until('the order', () => viewer.last?.followed?.state === 'pending');
    await shop.close();
  });

  it('shows a store that another process sells on', async () => {
    const path = newPath();
    const selling = await startSelling(path);
    ends.push(() => selling.kill());
    const { url, end } = await watching([path]);
    const viewer = await view(url);
    const first = statesIn(viewer.last, 'order').confirmed ?? 0;
    expect(first).toBeGreaterThan(0);
    await until('more orders', () => (statesIn(viewer.last, 'order').confirmed ?? 0) > first);
    expect(viewer.last?.problem).toBeNull();
    expect((await end('SIGTERM')).status).toBe(0);
    await selling.close();
  });

  it('says that the store is gone, and goes on when it is back', async () => {
    const { path, shop } = await openStored();
    await shop.close();
    const { url, end } = await watching([path]);
    const viewer = await view(url);
    renameSync(path, `${path}-away`);
    await until('the problem', () => viewer.last?.problem?.includes(path) ?? false);
    expect(statesIn(viewer.last, 'order')).toEqual(MANY);
    renameSync(`${path}-away`, path);
    await until('the store', () => viewer.last?.problem === null);
    expect(await end()).toEqual({ status: 0, stderr: '' });
  });

  it('draws the charts of the shop', async () => {
    const { path, shop } = await openStored();
    await shop.close();
    const home = mkdtempSync(join(resolve(import.meta.dirname, '../../../dist'), 'watched-'));
    ends.push(() => rmSync(home, { recursive: true }));
    const file = join(home, 'charts.mjs');
    writeFileSync(
      file,
      `import { orderMachine } from 'statecart/machines';
      import { setup } from 'xstate';
      const { states } = orderMachine.config;
      export const order = setup(orderMachine.implementations).createMachine({
        ...orderMachine.config,
        states: { ...states, returned: { type: 'final' } },
      });`,
    );
    const { url } = await watching([path, '--machines', file]);
    const { charts } = await read<WatchPicture>(`${url}/api/picture`);
    expect(charts[1]?.states.map((state) => state.path)).toContain('returned');
    expect(statesIn((await view(url)).last, 'order')).toEqual(MANY);
  });

  it('answers this machine only, and nothing but GET', async () => {
    const { path, shop } = await openStored();
    await shop.close();
    const { url } = await watching([path]);
    for (const headers of [{ origin: 'http://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      expect(await statusOf(`${url}/api/picture`, { headers })).toBe(403);
    }
    expect(await statusOf(`${url}/api/picture`, { method: 'POST' })).toBe(405);
  });
});

describe('statecart watch URL', () => {
  const TOKEN = 'a-token-of-24-characters';

  async function served(options: { token?: string; port?: number } = {}) {
    const { shop } = await openShop();
    ends.push(() => shop.close());
    const server = await shop.watch({ port: 0, ...options });
    return { shop, server };
  }

  it('shows all that the live page there shows', async () => {
    const { shop, server } = await served();
    const orderId = await orderIn('confirmed', shop);
    const { url, end } = await watching([server.url]);
    expect(await read(`${url}/api/picture`)).toEqual(await read(`${server.url}/api/picture`));
    const viewer = await view(url, `/api/updates?follow=${orderId}`);
    accepted(await shop.orders.ship(orderId, { trackingNumber: 'T' }));
    await until('the shipment', () => viewer.last?.followed?.state === 'shipped');
    expect(viewer.last?.figures).not.toBeNull();
    expect(await read(`${url}/api/stock?sku=mug`)).toMatchObject({ shipped: 2 });
    expect(await statusOf(`${url}/api/stock?sku=cup`)).toBe(404);
    expect(await statusOf(`${url}/api/nothing`)).toBe(404);
    expect(await statusOf(`${url}/api/picture`, { method: 'DELETE' })).toBe(405);
    expect(await statusOf(`${url}/api/picture`, { headers: { origin: 'http://x.example' } })).toBe(
      403,
    );
    viewer.leave();
    await until('no viewer there', () => server.viewers === 0);
    expect(await end()).toEqual({ status: 0, stderr: '' });
  });

  it('has the token from the environment, and does not tell it', async () => {
    const { server } = await served({ token: TOKEN });
    expect(await statusOf(`${server.url}/api/picture`)).toBe(401);
    const { url, stdout } = await watching([server.url], TOKEN);
    const response = await fetch(`${url}/api/picture`);
    expect(response.status).toBe(200);
    expect(`${stdout}${await response.text()}`).not.toContain(TOKEN);
    expect((await view(url)).last?.problem).toBeNull();
  });

  it.each(['', 'another-token-of-24-characters'])(
    'does not begin with the token %j',
    async (token) => {
      const { server } = await served({ token: TOKEN });
      await expect(startWatching([server.url], token)).rejects.toThrow(
        `${server.url}/ needs its token: set STATECART_WATCH_TOKEN`,
      );
    },
  );

  it('says that the shop is gone, and goes on when it is back', async () => {
    const { shop, server } = await served();
    const { url } = await watching([server.url]);
    const viewer = await view(url);
    await shop.close();
    await until('the end of the updates', () => viewer.isClosed);
    const response = await fetch(`${url}/api/picture`);
    expect(response.status).toBe(502);
    expect(await response.json()).toEqual({
      error: expect.stringContaining(`${server.url}/ does not answer`),
    });
    const port = Number(new URL(server.url).port);
    await served({ port });
    expect(await statusOf(`${url}/api/picture`)).toBe(200);
    expect((await view(url)).last?.problem).toBeNull();
  });

  it('says so when the shop wants another token now', async () => {
    const { shop, server } = await served({ token: TOKEN });
    const { url } = await watching([server.url], TOKEN);
    await shop.close();
    await served({ token: `${TOKEN}-new`, port: Number(new URL(server.url).port) });
    const response = await fetch(`${url}/api/picture`);
    expect(response.status).toBe(502);
    expect(await response.text()).toContain('STATECART_WATCH_TOKEN');
  });

  it.each([
    ['another page', 'text/html', '<h1>Hello</h1>'],
    ['other data', 'application/json', '{}'],
    ['null', 'application/json', 'null'],
  ])('refuses %s', async (_, type, text) => {
    const server = createServer((__, response) => {
      response.writeHead(200, { 'content-type': type }).end(text);
    });
    ends.push(() => closeServer(server));
    const address = await listen(server, '127.0.0.1', 0);
    const { status, stderr } = await runTool(['watch', address, '--port', '0']);
    expect(status).toBe(2);
    expect(stderr).toContain(`expected a live page of a shop at ${address}/, got status 200`);
  });

  it('passes on data only, and follows no redirect', async () => {
    let isReady = false;
    const server = createServer((request, response) => {
      if (!isReady) response.end('{"charts":[]}');
      else if (request.url?.startsWith('/api/stock')) {
        response.writeHead(302, { location: '/api/picture' }).end();
      } else response.writeHead(200, { 'content-type': 'text/html' }).end('<script></script>');
    });
    ends.push(() => closeServer(server));
    const { url } = await watching([await listen(server, '127.0.0.1', 0)]);
    isReady = true;
    const response = await fetch(`${url}/api/picture`);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await statusOf(`${url}/api/stock?sku=mug`)).toBe(502);
  });
});
