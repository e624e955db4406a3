import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LINGER_MS } from '../../../src/watch/limits.ts';
import type { WatchedStock } from '../../../src/watch/watchTypes.ts';
import { buy } from '../shop/openShop.ts';
import { handled, TOKEN } from './handled.ts';
import { ask, countsIn, engineIn, isWatched, stopTime, told, Viewer } from './viewer.ts';

beforeEach(stopTime);
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('the handler of a live page', () => {
  it.each([
    ['GET', '/api/picture', 200],
    ['GET', '/api/stock?sku=mug', 200],
    ['GET', '/api/stock?sku=cup', 404],
    ['GET', '/api/stock', 400],
    ['GET', '/api/stock?sku=', 400],
    ['GET', '/api/stock?sku=%00%F0%9F%98%80%ff', 404],
    ['GET', '/api/stock?sku=mug&sku=cup', 200],
    ['GET', '/api/updates?follow=', 400],
    ['GET', '/api', 404],
    ['GET', '/api/', 404],
    ['GET', '/api/pictures', 404],
    ['GET', '/api/picture/', 404],
    ['GET', '/API/PICTURE', 404],
    ['GET', '/api%2Fpicture', 404],
    ['GET', '/%61pi/picture', 404],
    ['GET', '//api/picture', 404],
    ['GET', '/x/../api/picture', 200],
    ['GET', '/__proto__', 404],
    ['GET', '/constructor', 404],
    ['GET', '/%00', 404],
    ['GET', '/%', 404],
    ['HEAD', '/api/picture', 405],
    ['HEAD', '/', 405],
    ['POST', '/api/picture', 405],
    ['PUT', '/api/stock?sku=mug', 405],
    ['DELETE', '/api/updates', 405],
    ['OPTIONS', '/api/updates', 405],
    ['POST', '/nothing', 404],
  ])('answers %s %s with %i', async (method, path, status) => {
    const { shop, handler } = await handled();
    const response = await ask(handler, path, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(response.headers.get('cache-control')).toBe('no-store');
    if (status === 405) expect(response.headers.get('allow')).toBe('GET');
    const answer = Object(await response.json());
    if (status !== 200) expect(Object.keys(answer)).toEqual(['error']);
    expect(isWatched(shop)).toBe(false);
  });

  it('takes ids of a thousand characters, and SKUs that a product may have', async () => {
    const { handler } = await handled();
    const [longest, longer] = ['x'.repeat(1000), 'x'.repeat(1001)];
    expect((await ask(handler, `/api/stock?sku=${'x'.repeat(256)}`)).status).toBe(404);
    const { handler: other } = await handled();
    expect((await ask(other, `/api/stock?sku=${longest}`)).status).toBe(400);
    expect((await ask(handler, `/api/updates?follow=${longest}`)).status).toBe(200);
    for (const path of [`/api/stock?sku=${longer}`, `/api/updates?follow=${longer}`]) {
      const response = await ask(handler, path);
      expect(response.status).toBe(400);
      expect((await response.text()).length).toBeLessThan(500);
    }
    handler.close();
  });

  it('tells the charts and the currency in the picture', async () => {
    const { handler } = await handled({ name: 'The <Shop>' });
    const picture = await (await ask(handler, '/api/picture')).json();
    expect(picture).toMatchObject({
      source: { kind: 'shop', name: 'The <Shop>' },
      currency: 'USD',
      charts: [{ id: 'cart', title: 'Carts' }, { id: 'order', title: 'Orders' }, {}, {}],
    });
  });

  it('answers the stock of a product with its holds', async () => {
    const { shop, handler } = await handled();
    const { orderId, paymentDueAt } = await buy(shop, 'ada', { mug: 2 });
    expect(await (await ask(handler, '/api/stock?sku=mug')).json()).toEqual({
      sku: 'mug',
      onHand: 10,
      available: 8,
      held: 2,
      shipped: 0,
      locations: [{ location: 'main', available: 8, held: 2, shipped: 0 }],
      holds: [{ id: `order:${orderId}`, quantity: 2, until: paymentDueAt }],
      omittedHolds: 0,
    });
  });

  it('shows the holds that end first, and counts the others', async () => {
    const { shop, handler } = await handled();
    await shop.products.restock('mug', 100);
    for (let order = 0; order < 60; order++) await buy(shop, 'ada', { mug: 1 });
    const { holds, omittedHolds, held } = await told<WatchedStock>(handler, '/api/stock?sku=mug');
    expect([holds.length, omittedHolds, held]).toEqual([50, 10, 60]);
  });

  it('never rejects: a source that throws is status 500, and the next request is answered', async () => {
    const { shop, handler } = await handled();
    vi.spyOn(engineIn(shop).directory, 'exists').mockImplementationOnce(() => {
      throw new Error('broken <b>');
    });
    const response = await ask(handler, '/api/updates?follow=ada');
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ error: expect.stringContaining('broken <b>') });
    expect(handler.viewers).toBe(0);
    await vi.advanceTimersByTimeAsync(LINGER_MS);
    expect(isWatched(shop)).toBe(false);
    const viewer = await Viewer.of(handler, 'ada');
    expect((await viewer.next()).followed).toMatchObject({ id: 'ada' });
  });

  it('drops viewers whom it cannot tell anything, and the shop sells on', async () => {
    const { shop, handler } = await handled();
    const viewer = await Viewer.of(handler);
    await viewer.next();
    vi.spyOn(engineIn(shop), 'now').mockImplementationOnce(() => {
      throw new Error('broken');
    });
    const update = expect(viewer.text()).rejects.toThrow('broken');
    await vi.advanceTimersByTimeAsync(1000);
    await update;
    expect(handler.viewers).toBe(0);
    await buy(shop, 'ada', { mug: 1 });
    expect(countsIn(await (await Viewer.of(handler)).next(), 'order')).toEqual({ pending: 1 });
  });

  it('is a function that can be passed on alone', async () => {
    const { fetch } = (await handled()).handler;
    expect((await fetch(new Request('http://localhost/api/picture'))).status).toBe(200);
  });
});

describe('a handler that is mounted below a path', () => {
  it.each([
    ['/shop/api/picture', 200],
    ['/shop/api/nothing', 404],
    ['/api/picture', 404],
    ['/', 404],
    ['/shopping', 404],
    ['/shop/shop/api/picture', 404],
    ['/Shop/api/picture', 404],
    ['/shop//api/picture', 404],
  ])('answers %s with %i', async (path, status) => {
    const { handler } = await handled({ basePath: '/shop/' });
    expect((await ask(handler, path)).status).toBe(status);
  });

  it.each([undefined, TOKEN])(
    'leads from the path without its slash to the page (token: %s)',
    async (token) => {
      const { handler } = await handled({ basePath: '/my%20shop/', ...(token && { token }) });
      const response = await ask(handler, '/my%20shop?x=1');
      expect(response.status).toBe(308);
      expect(response.headers.get('location')).toBe('/my%20shop/');
    },
  );
});

describe('a handler that has been closed', () => {
  it('has ended its answers, answers no more, and lets the shop go at once', async () => {
    const { shop, handler } = await handled();
    const viewer = await Viewer.of(handler, 'ada');
    const waiting = viewer.text();
    handler.close();
    handler.close();
    expect(await waiting).toBeUndefined();
    expect([handler.viewers, isWatched(shop)]).toEqual([0, false]);
    for (const path of ['/', '/api/picture', '/api/updates', '/api/stock?sku=mug']) {
      expect((await ask(handler, path)).status).toBe(503);
    }
    expect(vi.getTimerCount()).toBe(0);
    await buy(shop, 'ada', { mug: 1 });
  });

  it('lets the shop go though its last viewer has just left', async () => {
    const { shop, handler } = await handled();
    await (await Viewer.of(handler)).leave();
    handler.close();
    expect(isWatched(shop)).toBe(false);
  });
});
