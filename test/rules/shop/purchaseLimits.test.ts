import { describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { createMachine } from 'xstate';
import { cartMachine } from '../../../machines/index.ts';
import { MAX_COUNTED_ORDERS } from '../../../src/base/limits.ts';
import {
  type Answer,
  createShop,
  memoryStore,
  type Shop,
  type ShopOptions,
} from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { accepted, buy, fillCart, HOUR, MINUTE, openShop, START } from './openShop.ts';

const clean = { ok: true, problems: [] };
const DAY = 24 * HOUR;

/** The shop of `openShop` with 1,000 mugs, of which one user may have two. */
async function limitedShop(options: Omit<ShopOptions, 'clock'> = {}) {
  const opened = await openShop(options);
  await opened.shop.products.restock('mug', 990);
  await opened.shop.products.update('mug', { maxPerUser: 2 });
  return opened;
}

async function confirmed(shop: Shop, userId: string, lines: Readonly<Record<string, number>>) {
  const { orderId } = await buy(shop, userId, lines);
  accepted(await shop.orders.confirm(orderId));
  return orderId;
}

async function shipped(shop: Shop, userId: string, lines: Readonly<Record<string, number>>) {
  const orderId = await confirmed(shop, userId, lines);
  accepted(await shop.orders.ship(orderId, { trackingNumber: 'T1' }));
  return orderId;
}

const above = (counted: number, requested = 1, maxPerUser = 2) => ({
  ok: false,
  refusal: { code: 'purchase-limit', sku: 'mug', requested, maxPerUser, counted },
});

/** The answer to a checkout of so many mugs by Ada. The cart is emptied if it is refused. */
async function ask(shop: Shop, quantity = 1, userId = 'ada'): Promise<Answer<object>> {
  await fillCart(shop, userId, { mug: quantity });
  const answer = await shop.checkout(userId);
  if (!answer.ok) await shop.carts.clear(userId);
  return answer;
}

describe('the limit for one user', () => {
  test('is shown with the product, can be changed, and is taken back with null', async () => {
    const { shop } = await limitedShop();
    expect(shop.products.get('mug')).toMatchObject({ maxPerUser: 2 });
    await shop.products.update('mug', { priceMinor: 1 });
    expect(shop.products.get('mug')).toMatchObject({ maxPerUser: 2 });
    await shop.products.update('mug', { maxPerUser: 1 });
    expect(shop.products.get('mug')).toMatchObject({ maxPerUser: 1 });
    await shop.products.update('mug', { maxPerUser: null });
    expect(shop.products.get('mug')).not.toHaveProperty('maxPerUser');
    const cup = { sku: 'cup', name: 'Cup', category: 'kitchen', priceMinor: 1, maxPerUser: 3 };
    expect(accepted(await shop.products.add(cup)).product).toMatchObject({ maxPerUser: 3 });
    expect(await ask(shop, 5)).toMatchObject({ ok: true });
  });

  test.each([
    ['0', 0, RangeError],
    ['a fraction', 1.5, RangeError],
    ['NaN', Number.NaN, RangeError],
    ['a text', '2', TypeError],
  ])('cannot be %s', async (_, maxPerUser, error) => {
    const { shop } = await limitedShop();
    const change = { maxPerUser: maxPerUser as number };
    await expect(shop.products.update('mug', change)).rejects.toThrow(error);
    await expect(shop.products.update('mug', change)).rejects.toThrow(/maxPerUser/);
    const cup = { sku: 'cup', name: 'Cup', category: 'kitchen', priceMinor: 1, ...change };
    await expect(shop.products.add(cup)).rejects.toThrow(error);
    expect(shop.products.get('mug')).toMatchObject({ maxPerUser: 2 });
  });

  test('counts what the user holds in unpaid and in paid orders', async () => {
    const { shop } = await limitedShop();
    await buy(shop, 'ada', { mug: 1 });
    await confirmed(shop, 'ada', { mug: 1 });
    expect(await ask(shop)).toEqual(above(2));
    expect(await ask(shop, 2)).toEqual(above(2, 2));
    expect(shop.audit()).toEqual(clean);
  });

  test('counts what was shipped and delivered', async () => {
    const { shop } = await limitedShop();
    await shipped(shop, 'ada', { mug: 1 });
    accepted(await shop.orders.deliver(await shipped(shop, 'ada', { mug: 1 })));
    expect(await ask(shop)).toEqual(above(2));
    expect(shop.audit()).toEqual(clean);
  });

  test('is each user’s own', async () => {
    const { shop } = await limitedShop();
    await buy(shop, 'ada', { mug: 2 });
    expect(await ask(shop, 2, 'bob')).toMatchObject({ ok: true });
    expect(await ask(shop, 1, 'bob')).toEqual(above(2));
  });

  test('is each product’s own', async () => {
    const { shop } = await limitedShop();
    await buy(shop, 'ada', { mug: 2, lamp: 1 });
    await buy(shop, 'ada', { lamp: 1 });
    await shop.products.update('lamp', { maxPerUser: 2 });
    await fillCart(shop, 'ada', { lamp: 1 });
    expect(await shop.checkout('ada')).toMatchObject({
      refusal: { code: 'purchase-limit', sku: 'lamp', maxPerUser: 2, counted: 2 },
    });
  });

  test.each([
    ['is cancelled', async (shop: Shop, id: string) => void (await shop.orders.cancel(id))],
    [
      'is cancelled after its payment',
      async (shop: Shop, id: string) => {
        await shop.orders.confirm(id);
        await shop.orders.cancel(id);
      },
    ],
  ])('is given back when an order %s', async (_, end) => {
    const { shop } = await limitedShop();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    expect(await ask(shop)).toEqual(above(2));
    await end(shop, orderId);
    expect(await ask(shop, 2)).toMatchObject({ ok: true });
    expect(await ask(shop)).toEqual(above(2));
    expect(shop.audit()).toEqual(clean);
  });

  test('is given back when an order stays unpaid', async () => {
    const { shop, clock } = await limitedShop();
    await buy(shop, 'ada', { mug: 2 });
    clock.advance(30 * MINUTE - 1);
    expect(await ask(shop)).toEqual(above(2));
    clock.advance(1);
    expect(await ask(shop, 2)).toMatchObject({ ok: true });
    expect(shop.audit()).toEqual(clean);
  });

  test('counts orders that were placed before it was set', async () => {
    const { shop } = await openShop();
    await buy(shop, 'ada', { mug: 3 });
    await shipped(shop, 'ada', { mug: 1 });
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    await shop.orders.cancel(orderId);
    await shop.products.update('mug', { maxPerUser: 5 });
    expect(await ask(shop, 2)).toEqual(above(4, 2, 5));
    expect(await ask(shop, 1)).toMatchObject({ ok: true });
    expect(await ask(shop, 1)).toEqual(above(5, 1, 5));
    expect(shop.audit()).toEqual(clean);
  });

  test('leaves an open order alone when it is lowered, and counts it', async () => {
    const { shop } = await limitedShop();
    const orderId = await confirmed(shop, 'ada', { mug: 2 });
    await shop.products.update('mug', { maxPerUser: 1 });
    expect(await ask(shop)).toEqual(above(2, 1, 1));
    expect(await shop.orders.ship(orderId, { trackingNumber: 'T1' })).toMatchObject({ ok: true });
  });
});

describe('the window of a purchase', () => {
  test('begins with the checkout, and ends after a day unless an option says otherwise', async () => {
    for (const [options, window] of [
      [{}, DAY],
      [{ perUserWindowMs: 3 * HOUR }, 3 * HOUR],
    ] as const) {
      const { shop, clock } = await limitedShop(options);
      const paid = await confirmed(shop, 'ada', { mug: 2 });
      clock.advance(HOUR);
      accepted(await shop.orders.ship(paid, { trackingNumber: 'T1' }));
      clock.advance(window - HOUR - 1);
      expect(await ask(shop)).toEqual(above(2));
      clock.advance(1);
      expect(await ask(shop, 2)).toMatchObject({ ok: true });
      expect(shop.audit()).toEqual(clean);
    }
  });

  test('does not matter as long as an order holds its units', async () => {
    const { shop, clock } = await limitedShop();
    const paid = await confirmed(shop, 'ada', { mug: 2 });
    clock.advance(3 * DAY);
    expect(await ask(shop)).toEqual(above(2));
    clock.advance(3 * DAY);
    expect(await ask(shop)).toEqual(above(2));
    accepted(await shop.orders.ship(paid, { trackingNumber: 'T1' }));
    expect(await ask(shop, 2)).toMatchObject({ ok: true });
    expect(shop.audit()).toEqual(clean);
  });

  test.each([
    ['forward', 400 * DAY],
    ['back', -20 * HOUR],
  ])('is as long as ever when the clock jumps %s', async (_, byMs) => {
    for (const store of [undefined, memoryStore()]) {
      const { shop, clock } = await limitedShop({
        ...(store !== undefined && { store }),
        paymentTimeoutMs: 9 * DAY,
      });
      await shipped(shop, 'ada', { mug: 2 });
      await shipped(shop, 'bob', { mug: 1 });
      clock.advance(HOUR);
      expect(await ask(shop)).toEqual(above(2)); // Of Bob, no order has been read yet.
      clock.jump(byMs);
      await buy(shop, 'bob', { mug: 1 });
      clock.advance(23 * HOUR - 1);
      expect(await ask(shop)).toEqual(above(2));
      expect(await ask(shop, 1, 'bob')).toEqual(above(2));
      expect(shop.audit()).toEqual(clean);
      clock.advance(1);
      expect(await ask(shop, 2)).toMatchObject({ ok: true });
      expect(await ask(shop, 1, 'bob')).toMatchObject({ ok: true });
      expect(await ask(shop, 1, 'bob')).toEqual(above(2));
      expect(shop.audit()).toEqual(clean);
    }
  });
});

describe('a checkout above a limit', () => {
  test('changes nothing and is told as a fact', async () => {
    const { shop, facts } = await limitedShop();
    await buy(shop, 'ada', { mug: 2 });
    await fillCart(shop, 'ada', { lamp: 1, mug: 1 });
    const before = [shop.carts.get('ada'), shop.explain('mug'), shop.explain('lamp')];
    const refused = await shop.checkout('ada');
    expect(refused).toEqual(above(2));
    expect([shop.carts.get('ada'), shop.explain('mug'), shop.explain('lamp')]).toEqual(before);
    expect(facts.at(-1)).toMatchObject({
      type: 'checkout.refused',
      userId: 'ada',
      refusal: above(2).refusal,
    });
  });

  test('is refused for the first such line, for the limit of one order before that of one user', async () => {
    const { shop } = await limitedShop();
    await buy(shop, 'ada', { mug: 1 });
    await fillCart(shop, 'ada', { lamp: 2, mug: 2 });
    expect(await shop.checkout('ada')).toEqual(above(1, 2));
    await shop.products.update('mug', { maxPerOrder: 1 });
    expect(await shop.checkout('ada')).toEqual({
      ok: false,
      refusal: { code: 'purchase-limit', sku: 'mug', requested: 2, maxPerOrder: 1 },
    });
    await shop.products.update('lamp', { maxPerUser: 1 });
    expect(await shop.checkout('ada')).toMatchObject({ refusal: { sku: 'lamp', counted: 0 } });
  });

  test('is refused after a changed price, and before a shortage', async () => {
    const { shop } = await openShop();
    await buy(shop, 'ada', { vase: 1 });
    await shop.products.restock('vase', 1);
    await fillCart(shop, 'ada', { vase: 1 });
    await buy(shop, 'bob', { vase: 1 });
    const codeOf = async (expectedTotalMinor: number) => {
      const answer = await shop.checkout('ada', { expectedTotalMinor });
      return answer.ok ? 'ok' : answer.refusal.code;
    };
    await shop.products.update('vase', { maxPerUser: 1 });
    expect(await codeOf(2)).toBe('price-changed');
    expect(await codeOf(1)).toBe('purchase-limit');
    await shop.products.update('vase', { maxPerUser: null });
    expect(await codeOf(1)).toBe('out-of-stock');
  });

  test('is foreseen by a quote', async () => {
    const { shop } = await limitedShop();
    await buy(shop, 'ada', { mug: 1 });
    await fillCart(shop, 'ada', { mug: 1 });
    expect(shop.quote('ada')).not.toHaveProperty('quote.purchaseLimit');
    await fillCart(shop, 'ada', { mug: 1 });
    expect(shop.quote('ada')).toMatchObject({ quote: { purchaseLimit: above(1, 2).refusal } });
    expect(await shop.checkout('ada')).toEqual(above(1, 2));
  });

  test('asks no allocation strategy', async () => {
    let calls = 0;
    const { shop } = await limitedShop({
      allocation: (demands) => {
        calls++;
        return demands.map(() => []);
      },
    });
    await buy(shop, 'ada', { mug: 2 });
    expect(await ask(shop)).toEqual(above(2));
    expect(calls).toBe(1);
  });
});

describe('a line above the limit of one user', () => {
  test('is refused at once, with what the user holds and has bought', async () => {
    const { shop } = await limitedShop();
    expect(await shop.carts.add('ada', 'mug', 3)).toEqual(above(0, 3));
    await buy(shop, 'ada', { mug: 1 });
    expect(await shop.carts.add('ada', 'mug', 3)).toEqual(above(1, 3));
    accepted(await shop.carts.add('ada', 'mug', 2));
    expect(await shop.carts.add('ada', 'mug', 1)).toEqual(above(1, 3));
    expect(await shop.carts.setQuantity('ada', 'mug', 4)).toEqual(above(1, 4));
    await shop.products.update('mug', { maxPerUser: 1 });
    accepted(await shop.carts.setQuantity('ada', 'mug', 1));
  });
});

describe('a shop that is opened again', () => {
  async function reopened(changed: Omit<ShopOptions, 'clock' | 'store'> = {}) {
    const store = memoryStore();
    const { shop, clock } = await limitedShop({ store, ...changed });
    return {
      shop,
      clock,
      async reopen(ms = 0, options: Omit<ShopOptions, 'clock' | 'store'> = changed) {
        await shop.close();
        const later = simulatedClock(clock.now() + ms);
        return { shop: await createShop({ store, clock: later, ...options }), clock: later };
      },
    };
  }

  test('counts what was held, shipped and delivered before', async () => {
    const { shop, reopen } = await reopened();
    await buy(shop, 'ada', { mug: 1 });
    accepted(await shop.orders.deliver(await shipped(shop, 'ada', { mug: 1 })));
    await shop.orders.cancel((await buy(shop, 'bob', { mug: 2 })).orderId);
    await shipped(shop, 'bob', { mug: 1 });
    const again = (await reopen()).shop;
    expect(await ask(again)).toEqual(above(2));
    expect(await ask(again, 2, 'bob')).toEqual(above(1, 2));
    expect(again.audit()).toEqual(clean);
  });

  test('gives the limit back for what ends later', async () => {
    const { shop, reopen } = await reopened();
    await buy(shop, 'ada', { mug: 2 });
    const again = await reopen();
    expect(await ask(again.shop)).toEqual(above(2));
    again.clock.advance(30 * MINUTE);
    expect(await ask(again.shop, 2)).toMatchObject({ ok: true });
    expect(again.shop.audit()).toEqual(clean);
  });

  test('counts an order from before the window as long as it holds its units', async () => {
    const { shop, clock, reopen } = await reopened();
    const held = await confirmed(shop, 'ada', { mug: 1 });
    clock.advance(DAY);
    await shipped(shop, 'ada', { lamp: 1 });
    const again = await reopen(2 * DAY);
    expect(await ask(again.shop, 2)).toEqual(above(1, 2));
    accepted(await again.shop.orders.ship(held, { trackingNumber: 'T1' }));
    expect(await ask(again.shop, 2)).toMatchObject({ ok: true });
    expect(again.shop.audit()).toEqual(clean);
  });

  test('counts in another window if the option has changed', async () => {
    const { shop, reopen } = await reopened();
    await shipped(shop, 'ada', { mug: 2 });
    const again = await reopen(HOUR, { perUserWindowMs: HOUR });
    expect(await ask(again.shop, 2)).toMatchObject({ ok: true });
  });
});

describe('an order in quarantine', () => {
  test('counts, and what it is resolved to counts from then on', async () => {
    const store = memoryStore();
    const { shop } = await limitedShop({ store });
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    await shop.close();
    for (const [key, text] of [...store.range({ prefix: ['open', 'order'] })]) {
      await store.commit([{ op: 'put', key, value: text.replaceAll('"pending"', '"packed"') }]);
    }
    const clock = simulatedClock(START);
    const again = await createShop({ store, clock, quarantine: true });
    expect(again.quarantined()).toMatchObject([{ id: orderId }]);
    expect(await ask(again)).toEqual(above(2));
    const { context } = again.quarantined()[0]?.stored ?? {};
    const released = { ...(context as object), stock: 'released' };
    await again.resolveQuarantined('order', orderId, { state: 'cancelled', context: released });
    expect(await ask(again, 2)).toMatchObject({ ok: true });
    expect(await ask(again)).toEqual(above(2));
    expect(again.audit()).toEqual(clean);
  });

  test('whose record cannot be read does not count until it is resolved', async () => {
    const store = memoryStore();
    const { shop } = await limitedShop({ store });
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    await shop.close();
    for (const [key] of [...store.range({ prefix: ['open', 'order'] })]) {
      const value = `[${JSON.stringify(orderId)},{}]`;
      await store.commit([{ op: 'put', key, value }]);
    }
    const again = await createShop({ store, clock: simulatedClock(START), quarantine: true });
    expect(await ask(again, 2)).toMatchObject({ ok: true });
    const line = { sku: 'mug', name: 'Mug', quantity: 1, unitPriceMinor: 900, lineTotalMinor: 900 };
    const context = {
      orderId,
      number: 1,
      userId: 'ada',
      lines: [{ ...line, allocations: [{ location: 'main', quantity: 1 }] }],
      totalMinor: 900,
      currency: 'USD',
      pricing: 'regular',
      createdAt: START,
      paymentDueAt: START + 30 * MINUTE,
      stock: 'held',
    };
    await again.resolveQuarantined('order', orderId, { state: 'confirmed', context });
    expect(await ask(again)).toEqual(above(3));
  });
});

describe('a bot', () => {
  const everyStore = [
    ['in memory', () => undefined],
    ['with a store', () => memoryStore()],
  ] as const;

  test.each(everyStore)(
    'cannot pass the limit with many checkouts and keys at once, %s',
    async (_, storeOf) => {
      const store = storeOf();
      const { shop } = await limitedShop(store === undefined ? {} : { store });
      const answers: Promise<Answer<object>>[] = [];
      for (let round = 0; round < 100; round++) {
        void shop.carts.clear('ada');
        void shop.carts.add('ada', 'mug', 2 - (round % 2));
        if (round === 0) void shop.carts.setQuantity('ada', 'mug', 1);
        answers.push(shop.checkout('ada', { idempotencyKey: `k${round}` }));
        answers.push(shop.checkout('ada'));
      }
      const ok = (await Promise.all(answers)).filter((answer) => answer.ok);
      expect(ok.length).toBeGreaterThan(0);
      expect(shop.explain('mug')).toMatchObject({ held: 2, available: 998 });
      expect(shop.audit()).toEqual(clean);
    },
  );

  test.each(everyStore)(
    'cannot pass the limit by orders that it cancels, %s',
    async (_, storeOf) => {
      const store = storeOf();
      const { shop } = await limitedShop({
        factRetentionMs: 0,
        ...(store !== undefined && { store }),
      });
      await shipped(shop, 'ada', { mug: 2 });
      for (let round = 0; round <= MAX_COUNTED_ORDERS; round++) {
        await shop.orders.cancel((await buy(shop, 'ada', { lamp: 1 })).orderId);
      }
      expect(await ask(shop)).toEqual(above(2));
      if (store === undefined) return;
      await shop.close();
      const again = await createShop({ store, clock: simulatedClock(START), factRetentionMs: 0 });
      // Not all of so many orders are read, so that nothing more can be bought.
      expect(await ask(again)).toEqual(above(2));
      expect(await ask(again, 1, 'bob')).toMatchObject({ ok: true });
      expect(again.audit()).toEqual(clean);
    },
  );
});

describe('a cart chart of one’s own', () => {
  const states = cartMachine.config.states as unknown as Record<
    'empty' | 'open' | 'reserving',
    { readonly on: object }
  >;
  const chartOf = (checkout: object, refused: object): AnyStateMachine =>
    createMachine({
      ...cartMachine.config,
      states: {
        ...states,
        open: { ...states.open, on: { ...states.open.on, 'cart.checkout': checkout } },
        reserving: { ...states.reserving, on: { ...states.reserving.on, ...refused } },
      },
    } as never);

  test('that is made of the transitions before limits were the inventory’s keeps the limits', async () => {
    const cart = chartOf(
      [
        { guard: 'totalDiffers', actions: 'refusePrice' },
        { guard: 'respectsLimits', target: 'reserving', actions: 'noteCheckout' },
        { actions: 'refuseLimits' },
      ],
      { 'inventory.refused': { target: 'open', actions: ['refuseShortages', 'reopen'] } },
    );
    const { shop } = await limitedShop({ machines: { cart } });
    await shop.products.update('lamp', { maxPerOrder: 1 });
    await buy(shop, 'ada', { mug: 2 });
    expect(await ask(shop)).toEqual(above(2));
    await shop.products.update('lamp', { maxPerOrder: null });
    await fillCart(shop, 'ada', { lamp: 2 });
    await shop.products.update('lamp', { maxPerOrder: 1 });
    expect(await shop.checkout('ada')).toEqual({
      ok: false,
      refusal: { code: 'purchase-limit', sku: 'lamp', requested: 2, maxPerOrder: 1 },
    });
    expect(shop.carts.get('ada')).toMatchObject({ state: 'open', lines: [{ sku: 'lamp' }] });
  });
});
