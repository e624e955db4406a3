import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { createService } from '../../examples/flash-sale-service/createService.ts';
import { flashSaleCommand } from '../../examples/flash-sale-service/flashSaleCommand.ts';
import { STREAM_LIMITS } from '../../examples/flash-sale-service/limits.ts';
import {
  type Cart,
  createShop,
  type Order,
  OverloadedError,
  type Product,
  type ShopOptions,
} from '../../src/index.ts';
import { describeCommandLine, runHere } from '../rules/terminal/commandLine.ts';
import { expectCurls, hasCurl } from './readme.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TOKEN = 'token-of-the-test';
const STOCK = 20;
const BUYERS = 50;

interface Call {
  readonly user?: string;
  readonly token?: string;
  readonly key?: string;
  readonly lastEventId?: string;
  readonly body?: unknown;
}

/** The members of all answers of the service. */
interface Body {
  readonly status?: number;
  readonly refusal?: { readonly code: string };
  readonly order: Order;
  readonly orders: Order[];
  readonly cart: Cart;
  readonly product: Product;
  readonly items: Product[];
}

function headersOf({ user, token, key, lastEventId, body }: Call): Record<string, string> {
  return {
    ...(user !== undefined && { 'x-user-id': user }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(key !== undefined && { 'idempotency-key': key }),
    ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
}

/** Starts the built program. */
async function start(folder: string) {
  const child = spawn(
    process.execPath,
    ['dist/examples/flash-sale-service/flashSale.js', '--port', '0', '--data', folder],
    { cwd: ROOT, env: { ...process.env, ADMIN_TOKEN: TOKEN } },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  const errors = text(child.stderr);
  const [said] = await once(child.stdout.setEncoding('utf8'), 'data');
  const url = String(said).trim();
  return {
    url,
    async call(method: string, path: string, given: Call = {}) {
      const body = given.body === undefined ? null : JSON.stringify(given.body);
      const response = await fetch(`${url}${path}`, { method, headers: headersOf(given), body });
      const { status, headers: its } = response;
      return { status, headers: its, body: (await response.json()) as Body };
    },
    /** The next events of a user, then the connection is closed; all until the end of the stream without a number. */
    async events(user: string, after: number | undefined, count?: number) {
      const headers = {
        'x-user-id': user,
        ...(after !== undefined && { 'last-event-id': `${after}` }),
      };
      const response = await fetch(`${url}/events`, { headers });
      return { taken: takeEvents(response, count) };
    },
    terminate: () => child.kill('SIGTERM'),
    ended: async () => ({ exit: await ended, errors: await errors }),
  };
}

async function takeEvents(response: Response, count = Number.POSITIVE_INFINITY) {
  let received = '';
  const decoder = new TextDecoder();
  const events = () =>
    [...received.matchAll(/^id: (\d+)\nevent: (.+)\ndata: (.+)\n\n/gm)].map(
      ([, id, type, data]) => ({
        id: Number(id),
        type,
        data: JSON.parse(data ?? ''),
      }),
    );
  for await (const chunk of response.body ?? []) {
    received += decoder.decode(chunk as Uint8Array, { stream: true });
    if (events().length >= count) break;
  }
  return events();
}

test('the built program sells exactly what there is, tells each buyer, drains, and goes on where it was', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'statecart-flash-sale-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const first = await start(folder);
  if (hasCurl) expectCurls('flash-sale-service', first.url);

  const product = {
    sku: 'ticket',
    name: 'Ticket',
    category: 'tickets',
    priceMinor: 9900,
    stock: STOCK,
  };
  expect(await first.call('POST', '/admin/products', { body: product })).toMatchObject({
    status: 401,
  });
  expect(
    await first.call('POST', '/admin/products', { token: TOKEN, body: product }),
  ).toMatchObject({ status: 201 });

  const buyers = Array.from({ length: BUYERS }, (_, number) => `buyer-${number}`);
  await Promise.all(
    buyers.map(async (user) => {
      await first.call('POST', '/users', { user, body: { name: user } });
      await first.call('PUT', '/cart/lines/ticket', { user, body: { quantity: 1 } });
    }),
  );
  const answers = await Promise.all(
    buyers.map(async (user) => {
      // A client whose connection breaks tries again, also before the first request is answered.
      const buy = () => first.call('POST', '/checkout', { user, key: `key-of-${user}` });
      return { user, both: [...(await Promise.all([buy(), buy()])), await buy()] };
    }),
  );
  const winners = answers.filter(({ both }) => both[0]?.status === 201);
  expect(winners).toHaveLength(STOCK);
  const ids = winners.map(({ both }) => new Set(both.map(({ body }) => body.order.orderId)));
  expect(ids.every(({ size }) => size === 1)).toBe(true);
  expect(new Set(ids.flatMap((each) => [...each])).size).toBe(STOCK);
  for (const { both } of winners) {
    const replays = both.filter(({ headers }) => headers.get('idempotent-replayed') === 'true');
    expect(replays).toHaveLength(2);
  }
  for (const { both } of answers.filter((answer) => !winners.includes(answer))) {
    expect(both[0]).toMatchObject({ status: 409, body: { refusal: { code: 'out-of-stock' } } });
  }
  expect((await first.call('GET', '/products/ticket')).body.product.available).toBe(0);

  const [
    {
      user,
      both: [bought],
    } = { user: '', both: [] },
  ] = winners;
  const orderId = bought?.body.order.orderId ?? '';
  const told = await (await first.events(user, 0, 2)).taken;
  expect(told.map(({ type, data }) => [type, data.userId])).toEqual([
    ['cart.lineAdded', user],
    ['order.placed', user],
  ]);
  const live = await first.events(user, undefined, 1);
  const paid = { token: TOKEN, body: { orderId } };
  expect(await first.call('POST', '/admin/payments', paid)).toMatchObject({ status: 200 });
  expect(await first.call('POST', '/admin/payments', paid)).toMatchObject({ status: 200 });
  const [confirmed] = await live.taken;
  expect(confirmed).toMatchObject({ type: 'order.confirmed', data: { orderId, userId: user } });

  // A stream is open and a request is being sent when the signal comes.
  const open = await first.events(user, undefined);
  const parts = ['{"reason":', '"Sorry"}'];
  const slow = request(`${first.url}/orders/${orderId}/cancel`, {
    method: 'POST',
    headers: {
      ...headersOf({ user, body: parts }),
      'content-length': parts.join('').length,
      // The answer to it says that the service has begun with the request.
      expect: '100-continue',
    },
  });
  const answered = once(slow, 'response');
  slow.write(parts[0]);
  await once(slow, 'continue');
  first.terminate();
  expect((await open.taken).map(({ type }) => type)).toEqual([]);
  slow.end(parts[1]);
  const [cancelled] = await answered;
  expect(cancelled.statusCode).toBe(200);
  expect(cancelled.headers.connection).toBe('close');
  expect(JSON.parse(await text(cancelled)).order.cancelReason).toBe('Sorry');
  expect(await first.ended()).toEqual({ exit: [0, null], errors: '' });

  const second = await start(folder);
  expect((await second.call('GET', `/orders/${orderId}`, { user })).body.order.state).toBe(
    'cancelled',
  );
  const again = await second.call('POST', '/checkout', { user, key: `key-of-${user}` });
  expect(again.body.order.orderId).toBe(orderId);
  const missed = await (await second.events(user, confirmed?.id, 1)).taken;
  expect(missed.map(({ type }) => type)).toEqual(['order.cancelled']);
  second.terminate();
  expect(await second.ended()).toEqual({ exit: [0, null], errors: '' });
}, 60_000);

/** A service in this process, with one product, ada, who has a pending order, and bob. */
async function served(options: ShopOptions = {}) {
  const shop = await createShop(options);
  const app = createService({ shop, adminToken: TOKEN, streamLimits: STREAM_LIMITS });
  app.log.level = 'silent';
  await shop.products.add({
    sku: 'mug',
    name: 'Mug',
    category: 'c',
    priceMinor: 900,
    stock: 5,
    maxPerUser: 3,
  });
  for (const userId of ['ada', 'bob']) await shop.users.register({ userId, name: userId });
  await shop.carts.add('ada', 'mug', 1);
  const answer = await shop.checkout('ada');
  const orderId = answer.ok ? answer.order.orderId : '';
  const call = async (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    given: Call = {},
  ) => {
    const payload = given.body === undefined ? undefined : JSON.stringify(given.body);
    const headers = headersOf(given);
    const url = path.replace(':orderId', orderId);
    const response = await app.inject({
      method,
      url,
      headers,
      ...(payload !== undefined && { payload }),
    });
    return {
      status: response.statusCode,
      headers: response.headers,
      body: response.json() as Body,
    };
  };
  const end = async () => {
    await app.close();
    await shop.close();
  };
  return { app, shop, call, orderId, end };
}

/** A service of one test. */
async function servedOnce(options?: ShopOptions) {
  const service = await served(options);
  onTestFinished(service.end);
  return service;
}

describe('a request that cannot be answered', () => {
  // None of these changes anything: one service answers all of them.
  let shared: ReturnType<typeof served> | undefined;
  afterAll(async () => (await shared)?.end());

  test.each([
    [401, 'no refusal', 'GET', '/cart', {}],
    [401, 'no refusal', 'POST', '/admin/payments', { token: 'guess', body: { orderId: 'x' } }],
    [404, 'no refusal', 'GET', '/nothing', {}],
    [404, 'no refusal', 'GET', '/products/cup', {}],
    [404, 'unknown-user', 'GET', '/cart', { user: 'eve' }],
    [404, 'unknown-product', 'PUT', '/cart/lines/cup', { user: 'ada', body: { quantity: 1 } }],
    [404, 'not-in-cart', 'DELETE', '/cart/lines/mug', { user: 'ada' }],
    [404, 'unknown-order', 'GET', '/orders/none', { user: 'ada' }],
    [404, 'unknown-order', 'GET', '/orders/:orderId', { user: 'bob' }],
    [404, 'unknown-order', 'POST', '/orders/:orderId/cancel', { user: 'bob' }],
    [409, 'empty-cart', 'POST', '/checkout', { user: 'bob', key: 'k' }],
    [
      409,
      'invalid-transition',
      'POST',
      '/admin/orders/:orderId/ship',
      { token: TOKEN, body: { trackingNumber: 'T' } },
    ],
    [
      409,
      'duplicate-sku',
      'POST',
      '/admin/products',
      { token: TOKEN, body: { sku: 'mug', name: 'M', category: 'c', priceMinor: 1, stock: 1 } },
    ],
    [422, 'purchase-limit', 'PUT', '/cart/lines/mug', { user: 'bob', body: { quantity: 4 } }],
    [400, 'no refusal', 'POST', '/checkout', { user: 'ada' }],
    [400, 'no refusal', 'PUT', '/cart/lines/mug', { user: 'ada', body: { quantity: 0 } }],
    [400, 'no refusal', 'PUT', '/cart/lines/mug', { user: 'ada', body: { quantity: 1, price: 0 } }],
    [
      400,
      'no refusal',
      'POST',
      '/users',
      { user: 'ada', body: { name: 'Ada', email: 'no address' } },
    ],
    [400, 'no refusal', 'POST', '/users', { user: 'ada', body: { name: 'a'.repeat(201) } }],
    [400, 'no refusal', 'GET', '/products?limit=1000', {}],
    [400, 'no refusal', 'GET', '/products?minPriceMinor=2&maxPriceMinor=1', {}],
    [400, 'no refusal', 'GET', '/events', { user: 'ada', lastEventId: 'x' }],
    [413, 'no refusal', 'POST', '/users', { user: 'ada', body: { name: 'a'.repeat(20_000) } }],
  ] as const)('has the status %i, %s: %s %s', async (status, code, method, path, given) => {
    shared ??= served();
    const { call } = await shared;
    const { headers, body, ...answer } = await call(method, path, given);
    expect(answer.status).toBe(status);
    expect(body.status).toBe(status);
    expect(body.refusal?.code ?? 'no refusal').toBe(code);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
  });

  test('under load says when to come back', async () => {
    const { shop, call } = await servedOnce({ maxCommandsPerSecond: 2 });
    const line = { user: 'ada', body: { quantity: 1 } };
    const refused = await call('PUT', '/cart/lines/mug', line);
    expect(refused).toMatchObject({ status: 503, body: { refusal: { code: 'overloaded' } } });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThanOrEqual(1);

    shop.search = () => {
      throw new OverloadedError(1500);
    };
    const search = await call('GET', '/products');
    expect([search.status, search.headers['retry-after']]).toEqual([503, '2']);
  });

  test('because of a fault says no more than that', async () => {
    const { shop, call } = await servedOnce();
    shop.search = () => {
      throw new Error('the password is 1234');
    };
    expect((await call('GET', '/products')).body).toEqual({
      title: 'Internal Server Error',
      status: 500,
    });
  });

  test('because the shop has stopped is told so, and the load balancer, too', async () => {
    const { shop, call } = await servedOnce();
    expect(await call('GET', '/health')).toMatchObject({ status: 200, body: { state: 'healthy' } });
    await shop.close();
    expect(await call('GET', '/health')).toMatchObject({ status: 503, body: { state: 'stopped' } });
    const checkout = await call('POST', '/checkout', { user: 'ada', key: 'k' });
    expect(checkout).toMatchObject({ status: 503, body: { refusal: { code: 'closed' } } });
  });
});

describe('a customer', () => {
  test('sets a line to a quantity, however often the request comes', async () => {
    const { call } = await servedOnce();
    const set = (quantity: number) =>
      call('PUT', '/cart/lines/mug', { user: 'bob', body: { quantity } });
    await Promise.all([set(2), set(2)]);
    await set(2);
    const { body } = await call('GET', '/cart', { user: 'bob' });
    expect(body.cart.lines).toMatchObject([{ sku: 'mug', quantity: 2 }]);
  });

  test('sees and cancels own orders', async () => {
    const { call, orderId } = await servedOnce();
    const { body } = await call('GET', '/orders?limit=5', { user: 'ada' });
    expect(body.orders.map((order) => order.orderId)).toEqual([orderId]);
    expect((await call('GET', '/orders', { user: 'bob' })).body).toEqual({ orders: [] });
    expect(await call('POST', '/orders/:orderId/cancel', { user: 'ada' })).toMatchObject({
      status: 200,
      body: { order: { state: 'cancelled' } },
    });
  });

  test('searches by text, price and stock', async () => {
    const { shop, call } = await servedOnce();
    await shop.products.add({ sku: 'cup', name: 'Mug, blue', category: 'c', priceMinor: 500 });
    const skus = async (query: string) =>
      (await call('GET', `/products?${query}`)).body.items.map(({ sku }) => sku);
    expect(await skus('text=mug&sort=price')).toEqual(['cup', 'mug']);
    expect(await skus('text=mug&inStock=true')).toEqual(['mug']);
    expect(await skus('maxPriceMinor=500')).toEqual(['cup']);
  });
});

test('a payment for an order that was cancelled is refused, so that it is given back', async () => {
  const { shop, call, orderId } = await servedOnce();
  await shop.orders.cancel(orderId);
  const paid = await call('POST', '/admin/payments', { token: TOKEN, body: { orderId } });
  expect(paid).toMatchObject({ status: 409, body: { refusal: { code: 'invalid-transition' } } });
});

test('the service ends although a client has connected and sends nothing', async () => {
  const { app } = await servedOnce();
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const client = connect(Number(port), '127.0.0.1');
  onTestFinished(() => void client.destroy());
  await once(app.server, 'connection');
  await app.close();
  expect(app.server.listening).toBe(false);
});

describe('the command', () => {
  test('says that the folder cannot be used', async () => {
    const { status, stderr } = await runHere(flashSaleCommand, [
      '--data',
      join(ROOT, 'package.json'),
    ]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^flash-sale: .*package\.json/);
  });

  describeCommandLine(flashSaleCommand, {
    flags: ['port', 'data'],
    misuse: [
      ['a port that is none', ['--port', '70000'], '--port'],
      ['no folder', ['--data='], '--data'],
      ['an unknown flag', ['--prot', '1'], '--prot'],
    ],
  });
});
