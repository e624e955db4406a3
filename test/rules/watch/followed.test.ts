import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMachine } from 'xstate';
import { orderMachine } from '../../../machines/index.ts';
import { createShop, memoryStore } from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { contextText } from '../../../src/watch/contextText.ts';
import { watchHandler } from '../../../src/watch.ts';
import { accepted, buy, fillCart, HOUR, openShop, orderIn, START } from '../shop/openShop.ts';
import { countsIn, engineIn, stopTime, Viewer } from './viewer.ts';

beforeEach(stopTime);
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const NOTHING = { chart: null, state: null, since: null, isAtLeast: false, context: '', path: [] };

describe.each([
  ['in memory', () => ({})],
  ['in a store', () => ({ store: memoryStore() })],
])('an actor of a shop %s that is followed', (_, store) => {
  it('is shown with its facts from before, and with each event since', async () => {
    const { shop, clock } = await openShop(store());
    const orderId = await orderIn('confirmed', shop);
    clock.advance(HOUR);
    const viewer = await Viewer.of(watchHandler(shop), `order:${orderId}`);
    const { followed } = await viewer.next();
    expect(followed).toMatchObject({
      id: `order:${orderId}`,
      chart: 'order',
      state: 'confirmed',
      since: START,
      isAtLeast: false,
      isCut: false,
    });
    expect(JSON.parse(followed?.context ?? '')).toMatchObject({ orderId, userId: 'ada' });
    const before = followed?.path ?? [];
    expect(before.at(-1)).toEqual({ at: START, type: 'order.confirmed', from: null, to: null });
    accepted(await shop.orders.ship(orderId, { trackingNumber: 'T' }));
    accepted(await shop.orders.deliver(orderId));
    const later = await viewer.next();
    const at = START + HOUR;
    expect(later.followed).toMatchObject({ state: 'delivered', since: at });
    expect(later.followed?.path).toEqual([
      ...before,
      { at, type: 'order.ship', from: 'confirmed', to: 'shipped' },
      { at, type: 'order.deliver', from: 'shipped', to: 'delivered' },
    ]);
  });

  it('may be called by its id alone: an order before a cart', async () => {
    const { shop } = await openShop({ createId: () => 'ada', ...store() });
    await fillCart(shop, 'bob', { mug: 1 });
    const handler = watchHandler(shop);
    const cart = await Viewer.of(handler, 'bob');
    expect((await cart.next()).followed).toMatchObject({ id: 'cart:bob', chart: 'cart' });
    await buy(shop, 'ada', { mug: 1 });
    const order = await Viewer.of(handler, 'ada');
    expect((await order.next()).followed).toMatchObject({ id: 'order:ada', chart: 'order' });
    const other = await Viewer.of(handler, 'cart:ada');
    expect((await other.next()).followed?.id).toBe('cart:ada');
  });

  it('may come into being later', async () => {
    const { shop } = await openShop({ createId: () => 'later', ...store() });
    const handler = watchHandler(shop);
    const viewers = [await Viewer.of(handler, 'later'), await Viewer.of(handler, 'order:later')];
    for (const viewer of viewers) expect((await viewer.next()).followed).toMatchObject(NOTHING);
    await buy(shop, 'ada', { mug: 1 });
    accepted(await shop.orders.confirm('later'));
    for (const viewer of viewers) {
      const { followed } = await viewer.next();
      expect(followed).toMatchObject({ id: 'order:later', state: 'confirmed' });
      expect(followed?.path.map(({ type, from, to }) => [type, from, to])).toEqual([
        ['start', null, 'pending'],
        ['order.confirm', 'pending', 'confirmed'],
      ]);
    }
  });

  it('is nothing when there is no such actor, whatever it is called', async () => {
    const { shop } = await openShop(store());
    const handler = watchHandler(shop);
    for (const id of [
      'nobody',
      'order:nobody',
      'cart:',
      ':',
      'inventory:inventory',
      'order:order:x',
      '__proto__',
      '<img src=x onerror=alert(1)>',
      '\u0000\u{1f600}"\\',
      '\n\ndata: {}',
    ]) {
      const viewer = await Viewer.of(handler, id);
      expect((await viewer.next()).followed).toEqual({ id, ...NOTHING, isCut: false });
      await viewer.leave();
    }
  });

  it('is one for each viewer', async () => {
    const { shop } = await openShop(store());
    const [first, second] = [await orderIn('pending', shop), await orderIn('pending', shop)];
    const handler = watchHandler(shop);
    const viewers = [
      await Viewer.of(handler, first),
      await Viewer.of(handler, second),
      await Viewer.of(handler),
      await Viewer.of(watchHandler(shop), `order:${first}`),
    ];
    accepted(await shop.orders.confirm(first));
    const seen = await Promise.all(viewers.map((viewer) => viewer.next()));
    expect(seen.map(({ followed }) => followed?.state ?? null)).toEqual([
      'confirmed',
      'pending',
      null,
      'confirmed',
    ]);
    await viewers[0]?.leave();
    accepted(await shop.orders.cancel(first));
    const last = (await viewers[3]?.next())?.followed?.path.at(-1);
    expect(last).toMatchObject({ type: 'order.cancel', from: 'confirmed', to: 'cancelled' });
  });

  it('stays the one that its first viewer has meant, as long as it is followed', async () => {
    const { shop } = await openShop({ createId: () => 'bob', ...store() });
    await fillCart(shop, 'bob', { mug: 1 });
    const handler = watchHandler(shop);
    const first = await Viewer.of(handler, 'bob');
    await buy(shop, 'ada', { mug: 1 });
    const second = await Viewer.of(handler, 'bob');
    for (const viewer of [first, second]) {
      expect((await viewer.next()).followed?.id).toBe('cart:bob');
    }
    await first.leave();
    expect((await second.next()).followed?.id).toBe('cart:bob');
    await second.leave();
    const third = await Viewer.of(handler, 'bob');
    expect((await third.next()).followed?.id).toBe('order:bob');
  });

  it('is shown with its last steps only when there are many', async () => {
    const { shop } = await openShop(store());
    const viewer = await Viewer.of(watchHandler(shop), 'cart:ada');
    for (let step = 0; step < 150; step++) {
      accepted(await shop.carts.add('ada', 'mug', 1));
      accepted(await shop.carts.remove('ada', 'mug'));
    }
    const { followed } = await viewer.next();
    expect(followed?.path).toHaveLength(200);
    expect(followed?.isCut).toBe(true);
    expect(followed?.path.at(-1)).toMatchObject({ type: 'cart.remove' });
  });

  it('costs nothing any more when nobody follows it', async () => {
    const { shop } = await openShop(store());
    const handler = watchHandler(shop);
    const [viewer, other] = [await Viewer.of(handler, 'ada'), await Viewer.of(handler)];
    await buy(shop, 'ada', { mug: 1 });
    await viewer.next();
    await viewer.leave();
    await buy(shop, 'ada', { mug: 1 });
    await other.next();
    await buy(shop, 'ada', { mug: 1 });
    // Single turns are recorded now and then; between them, no actor is watched.
    expect(engineIn(shop).directory.watches.isWatched).toBe(false);
  });
});

describe('an actor in quarantine', () => {
  it('can be followed as it was left, and is not counted until it goes on', async () => {
    const store = memoryStore();
    const { shop } = await openShop({ store });
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    await shop.close();
    const { pending, ...others } = orderMachine.config.states as unknown as Record<string, object>;
    const order = createMachine(
      {
        ...orderMachine.config,
        states: { pending: { ...pending, after: {} }, ...others },
      } as never,
      orderMachine.implementations as never,
    );
    const next = await createShop({
      store,
      clock: simulatedClock(START),
      machines: { order: order as never },
      quarantine: true,
    });
    expect(next.quarantined()).toHaveLength(1);
    const viewer = await Viewer.of(watchHandler(next), orderId);
    const update = await viewer.next();
    const { followed, problem } = update;
    expect(problem).toBeNull();
    expect(followed).toMatchObject({ id: `order:${orderId}`, state: 'pending' });
    expect(countsIn(update, 'order')).toEqual({});
    const context = next.quarantined()[0]?.stored?.context as never;
    await next.resolveQuarantined('order', orderId, { state: 'confirmed', context });
    const released = await viewer.next();
    expect(released.followed).toMatchObject({ state: 'confirmed' });
    expect(countsIn(released, 'order')).toEqual({ confirmed: 1 });
  });
});

describe('the context of an actor', () => {
  it('is cut when it is long', () => {
    const text = contextText({ text: 'x'.repeat(100_000) });
    expect(text.length).toBeLessThan(17_000);
    expect(text).toMatch(/\n… \d+ more characters$/);
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [{ a: [1, '<b>'] }, '{\n  "a": [\n    1,\n    "<b>"\n  ]\n}'],
    [() => {}, '() => {}'],
  ])('%o is text', (context, text) => {
    expect(contextText(context)).toBe(text);
  });

  it('may have what JSON cannot hold', () => {
    const cycle: { self?: object } = {};
    cycle.self = cycle;
    const throwing = {
      toJSON() {
        throw new Error('no');
      },
    };
    for (const context of [
      { big: 1n },
      cycle,
      throwing,
      Object.create(null, { toString: { value: null } }),
    ]) {
      expect(typeof contextText(context)).toBe('string');
    }
    expect(contextText({ big: 1n })).toMatch(/^not shown: /);
    expect(contextText(cycle)).toMatch(/^not shown: /);
  });
});
