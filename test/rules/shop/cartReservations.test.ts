import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, createMachine, setup } from 'xstate';
import { type CartContext, cartMachine } from '../../../machines/index.ts';
import {
  createShop,
  memoryStore,
  mostStock,
  type Shop,
  type ShopOptions,
  type Store,
} from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { accepted, buy, fillCart, HOUR, MINUTE, openShop, START } from './openShop.ts';

const clean = { ok: true, problems: [] };
const FIVE = 5 * MINUTE;

const reservingShop = (options: Omit<ShopOptions, 'clock'> = {}) =>
  openShop({ reserveInCartMs: FIVE, ...options });

/** The line of a user's cart, without name and price. */
function lineOf(shop: Shop, userId: string, sku: string) {
  const { quantity, status, reservedUntil, reservedQuantity } =
    shop.carts.get(userId)?.lines.find((line) => line.sku === sku) ?? {};
  return { quantity, status, reservedUntil, reservedQuantity };
}

const reserved = (quantity: number, until: number) => ({
  quantity,
  status: 'reserved',
  reservedUntil: until,
  reservedQuantity: quantity,
});
const added = (quantity: number) => ({ quantity, status: 'added' });

const available = (shop: Shop, sku: string) => shop.products.get(sku)?.available;

/** The shop, closed and opened again so many milliseconds after the clock's time. */
async function reopened(
  shop: Shop,
  store: Store,
  now: number,
  options: Omit<ShopOptions, 'clock' | 'store'> = { reserveInCartMs: FIVE },
) {
  await shop.close();
  const clock = simulatedClock(now);
  return { shop: await createShop({ store, clock, ...options }), clock };
}

describe('without the option reserveInCartMs', () => {
  test('a cart reserves nothing, and is shown and stored as ever', async () => {
    const store = memoryStore();
    const { shop } = await openShop({ store });
    const { cart } = accepted(await shop.carts.add('ada', 'mug', 3));
    expect(cart.state).toBe('open');
    expect(Object.keys(cart.lines[0] ?? {})).toEqual([
      'sku',
      'name',
      'quantity',
      'unitPriceMinor',
      'status',
    ]);
    expect(available(shop, 'mug')).toBe(10);
    const [[, text] = []] = [...store.range({ prefix: ['open', 'cart'] })];
    expect(text).not.toMatch(/reserv|isExtended/);
    expect(JSON.parse(text ?? '')[1][4].timers).toHaveLength(1);
  });
});

describe('a line of a cart', () => {
  test('takes its units out of what others can buy, and shows until when', async () => {
    const { shop } = await reservingShop();
    const { cart } = accepted(await shop.carts.add('ada', 'lamp', 2));
    expect(cart).toMatchObject({ state: 'open', lines: [reserved(2, START + FIVE)] });
    expect(shop.carts.get('ada')).toEqual(cart);
    expect(available(shop, 'lamp')).toBe(1);
    expect(await shop.carts.add('bob', 'lamp', 2)).toEqual({
      ok: false,
      refusal: {
        code: 'out-of-stock',
        shortages: [{ sku: 'lamp', requested: 2, available: 1 }],
      },
    });
    expect(shop.explain('lamp')).toEqual({
      onHand: 3,
      available: 1,
      held: 2,
      shipped: 0,
      locations: { main: { onHand: 3, available: 1, held: 2, shipped: 0 } },
      holds: [{ userId: 'ada', cartId: cart.cartId, quantity: 2, until: START + FIVE }],
    });
    expect(shop.audit()).toEqual(clean);
  });

  test('stands behind the orders among the holds', async () => {
    const { shop } = await reservingShop();
    const { cart } = accepted(await shop.carts.add('ada', 'mug', 1));
    const { orderId, paymentDueAt } = await buy(shop, 'bob', { mug: 2 });
    expect(shop.explain('mug')?.holds).toEqual([
      { orderId, quantity: 2, until: paymentDueAt },
      { userId: 'ada', cartId: cart.cartId, quantity: 1, until: START + FIVE },
    ]);
  });

  test('gives its units back when their time is over, and stays in the cart', async () => {
    const { shop, clock } = await reservingShop();
    accepted(await shop.carts.add('ada', 'lamp', 3));
    clock.advance(FIVE - 1);
    expect([available(shop, 'lamp'), lineOf(shop, 'ada', 'lamp')]).toEqual([
      0,
      reserved(3, START + FIVE),
    ]);
    clock.advance(1);
    expect([available(shop, 'lamp'), lineOf(shop, 'ada', 'lamp')]).toEqual([3, added(3)]);
    expect(shop.carts.get('ada')?.state).toBe('open');
    accepted(await shop.carts.add('bob', 'lamp', 3));
    expect(await shop.checkout('ada')).toMatchObject({ refusal: { code: 'out-of-stock' } });
    expect(shop.audit()).toEqual(clean);
  });

  test('has an end of its own', async () => {
    const { shop, clock } = await reservingShop();
    await fillCart(shop, 'ada', { lamp: 1 });
    clock.advance(MINUTE);
    await fillCart(shop, 'ada', { mug: 1, vase: 1 });
    expect(lineOf(shop, 'ada', 'mug')).toEqual(reserved(1, START + MINUTE + FIVE));
    clock.advance(4 * MINUTE);
    expect(lineOf(shop, 'ada', 'lamp')).toEqual(added(1));
    expect(lineOf(shop, 'ada', 'mug')).toEqual(reserved(1, START + MINUTE + FIVE));
    accepted(await shop.carts.remove('ada', 'lamp'));
    clock.advance(MINUTE);
    expect([available(shop, 'mug'), available(shop, 'vase')]).toEqual([10, 1]);
    expect(shop.audit()).toEqual(clean);
  });

  test('that grows reserves the further units, until the same time', async () => {
    const { shop, clock } = await reservingShop();
    await fillCart(shop, 'ada', { mug: 1 });
    clock.advance(MINUTE);
    await fillCart(shop, 'ada', { mug: 2 });
    expect(lineOf(shop, 'ada', 'mug')).toEqual(reserved(3, START + FIVE));
    expect(available(shop, 'mug')).toBe(7);
    accepted(await shop.carts.setQuantity('ada', 'mug', 3));
    expect(lineOf(shop, 'ada', 'mug')).toEqual(reserved(3, START + FIVE));
  });

  test('is reserved anew when it is set again after its time', async () => {
    const { shop, clock } = await reservingShop();
    await fillCart(shop, 'ada', { mug: 2 });
    clock.advance(FIVE);
    accepted(await shop.carts.setQuantity('ada', 'mug', 2));
    expect(lineOf(shop, 'ada', 'mug')).toEqual(reserved(2, START + 2 * FIVE));
    clock.advance(FIVE);
    await fillCart(shop, 'ada', { mug: 1 });
    expect(lineOf(shop, 'ada', 'mug')).toEqual(reserved(3, START + 3 * FIVE));
    expect(shop.audit()).toEqual(clean);
  });

  test('gives units back when it shrinks, and all when it is removed', async () => {
    const { shop } = await reservingShop();
    await fillCart(shop, 'ada', { mug: 5, lamp: 2 });
    accepted(await shop.carts.setQuantity('ada', 'mug', 2));
    expect([available(shop, 'mug'), lineOf(shop, 'ada', 'mug')]).toEqual([
      8,
      reserved(2, START + FIVE),
    ]);
    accepted(await shop.carts.remove('ada', 'mug'));
    expect([available(shop, 'mug'), available(shop, 'lamp')]).toEqual([10, 1]);
    accepted(await shop.carts.setQuantity('ada', 'lamp', 0));
    expect(shop.carts.get('ada')).toMatchObject({ state: 'empty', lines: [] });
    expect(available(shop, 'lamp')).toBe(3);
    expect(shop.audit()).toEqual(clean);
  });

  test('may have all units that are there, though some are its own already', async () => {
    const { shop } = await reservingShop();
    await fillCart(shop, 'ada', { lamp: 2 });
    expect(await shop.carts.add('ada', 'lamp', 2)).toMatchObject({
      refusal: { shortages: [{ requested: 4, available: 3 }] },
    });
    accepted(await shop.carts.add('ada', 'lamp', 1));
    expect(available(shop, 'lamp')).toBe(0);
    expect(shop.quote('ada')).not.toHaveProperty('quote.shortages');
  });

  test('draws units from several locations, and keeps the first of them', async () => {
    const { shop } = await reservingShop();
    await shop.products.restock('lamp', 2, { location: 'lyon' });
    await fillCart(shop, 'ada', { lamp: 4 });
    const held = () => {
      const { main, lyon } = shop.explain('lamp')?.locations ?? {};
      return [main?.held, lyon?.held];
    };
    expect(held()).toEqual([3, 1]);
    accepted(await shop.carts.setQuantity('ada', 'lamp', 2));
    expect(held()).toEqual([2, 0]);
    expect(shop.audit()).toEqual(clean);
  });
});

describe('all units of a cart', () => {
  test.each([
    ['it is cleared', async (shop: Shop) => void (await shop.carts.clear('ada'))],
    [
      'it expires',
      async (_: Shop, clock: { advance(ms: number): void }) => clock.advance(4 * MINUTE),
    ],
  ])('are given back when %s', async (_, end) => {
    const { shop, clock } = await reservingShop({ cartExpiryMs: 4 * MINUTE });
    await fillCart(shop, 'ada', { mug: 2, lamp: 3 });
    await end(shop, clock);
    expect([available(shop, 'mug'), available(shop, 'lamp')]).toEqual([10, 3]);
    expect(shop.carts.get('ada')).toMatchObject({ state: 'empty', lines: [] });
    await fillCart(shop, 'ada', { mug: 1 });
    expect(available(shop, 'mug')).toBe(9);
    expect(shop.audit()).toEqual(clean);
  });
});

describe('maxReservedPerUser', () => {
  test('leaves further units in the cart without reserving them', async () => {
    const { shop } = await reservingShop({ maxReservedPerUser: 4 });
    await fillCart(shop, 'ada', { mug: 3, lamp: 3, vase: 1 });
    expect(lineOf(shop, 'ada', 'mug')).toEqual(reserved(3, START + FIVE));
    expect(lineOf(shop, 'ada', 'lamp')).toEqual({
      quantity: 3,
      status: 'added',
      reservedUntil: START + FIVE,
      reservedQuantity: 1,
    });
    expect(lineOf(shop, 'ada', 'vase')).toEqual(added(1));
    expect([available(shop, 'mug'), available(shop, 'lamp'), available(shop, 'vase')]).toEqual([
      7, 2, 1,
    ]);
    expect(shop.audit()).toEqual(clean);
  });

  test('is free again for what is removed: the next change of a line reserves', async () => {
    const { shop } = await reservingShop({ maxReservedPerUser: 2 });
    await fillCart(shop, 'ada', { mug: 2, lamp: 2 });
    accepted(await shop.carts.remove('ada', 'mug'));
    expect(available(shop, 'lamp')).toBe(3);
    accepted(await shop.carts.setQuantity('ada', 'lamp', 2));
    expect(lineOf(shop, 'ada', 'lamp')).toEqual(reserved(2, START + FIVE));
    expect(available(shop, 'lamp')).toBe(1);
  });

  test('keeps carts from emptying a sale: each takes no more, whatever it asks for', async () => {
    const { shop } = await reservingShop({ maxReservedPerUser: 2 });
    await shop.products.restock('mug', 990);
    for (let bot = 0; bot < 20; bot++) {
      const userId = `bot-${bot}`;
      await shop.users.register({ userId, name: userId });
      for (let round = 0; round < 5; round++) {
        await shop.carts.add(userId, 'mug', 100);
        await shop.carts.setQuantity(userId, 'mug', 1);
        await shop.carts.setQuantity(userId, 'mug', 500);
        await shop.checkout(userId, { expectedTotalMinor: 1 });
      }
    }
    expect(shop.explain('mug')).toMatchObject({ held: 40, available: 960 });
    expect(shop.audit()).toEqual(clean);
  });
});

describe('a checkout', () => {
  test('uses the units of its cart, though there are no others', async () => {
    const { shop, clock } = await reservingShop();
    await fillCart(shop, 'ada', { lamp: 3 });
    expect(available(shop, 'lamp')).toBe(0);
    const { order } = accepted(await shop.checkout('ada'));
    expect(order.lines).toMatchObject([{ sku: 'lamp', quantity: 3, status: 'reserved' }]);
    expect(shop.explain('lamp')).toMatchObject({
      available: 0,
      held: 3,
      holds: [{ orderId: order.orderId, quantity: 3 }],
    });
    clock.advance(FIVE);
    expect(shop.explain('lamp')).toMatchObject({ available: 0, held: 3 });
    accepted(await shop.orders.cancel(order.orderId));
    expect(available(shop, 'lamp')).toBe(3);
    expect(shop.audit()).toEqual(clean);
  });

  test('takes what is not reserved from the others, or is refused', async () => {
    const { shop } = await reservingShop({ maxReservedPerUser: 1 });
    await fillCart(shop, 'ada', { lamp: 3 });
    await fillCart(shop, 'bob', { lamp: 1 });
    expect(await shop.checkout('ada')).toMatchObject({
      refusal: { shortages: [{ sku: 'lamp', requested: 3, available: 2 }] },
    });
    expect(shop.quote('ada')).toMatchObject({
      quote: { shortages: [{ sku: 'lamp', requested: 3, available: 2 }] },
    });
    expect(lineOf(shop, 'ada', 'lamp')).toMatchObject({ reservedQuantity: 1 });
    accepted(await shop.carts.clear('bob'));
    accepted(await shop.checkout('ada'));
    expect(shop.explain('lamp')).toMatchObject({ available: 0, held: 3 });
    expect(shop.audit()).toEqual(clean);
  });

  test('asks the allocation strategy, to which the units of the cart are available', async () => {
    for (const allocation of [mostStock, () => [['lyon', 'main']]]) {
      const { shop } = await reservingShop({ allocation });
      await shop.products.restock('lamp', 5, { location: 'lyon' });
      await fillCart(shop, 'ada', { lamp: 4 });
      await fillCart(shop, 'bob', { lamp: 1 });
      const { order } = accepted(await shop.checkout('ada'));
      expect(order.lines[0]?.allocations).toEqual([{ location: 'lyon', quantity: 4 }]);
      expect(shop.explain('lamp')?.locations).toMatchObject({
        main: { available: 3, held: 0 },
        lyon: { available: 0, held: 5 },
      });
      expect(shop.audit()).toEqual(clean);
    }
  });

  test('counts towards the limit of one user, while a reservation does not', async () => {
    const { shop } = await reservingShop();
    await shop.products.update('mug', { maxPerUser: 2 });
    await fillCart(shop, 'ada', { mug: 2 });
    accepted(await shop.checkout('ada'));
    await fillCart(shop, 'ada', { mug: 1 });
    expect(await shop.checkout('ada')).toMatchObject({
      refusal: { code: 'purchase-limit', counted: 2 },
    });
    expect(lineOf(shop, 'ada', 'mug')).toMatchObject({ status: 'reserved' });
    expect(shop.audit()).toEqual(clean);
  });
});

describe('a refused checkout', () => {
  const refusals: readonly (readonly [
    string,
    string,
    (shop: Shop) => Promise<unknown>,
    { expectedTotalMinor: number } | undefined,
  ])[] = [
    ['at another price', 'price-changed', async () => {}, { expectedTotalMinor: 1 }],
    [
      'above a limit',
      'purchase-limit',
      (shop) => shop.products.update('mug', { maxPerOrder: 1 }),
      undefined,
    ],
    ['without the last vase', 'out-of-stock', (shop) => buy(shop, 'bob', { vase: 1 }), undefined],
  ];

  test.each(refusals)(
    '%s keeps the units and extends their time, once',
    async (_, code, before, options) => {
      const { shop, clock } = await reservingShop({ maxReservedPerUser: 2 });
      await fillCart(shop, 'ada', { mug: 2, vase: 1 });
      await before(shop);
      const facts: string[] = [];
      shop.on('*', ({ type }) => facts.push(type));
      clock.advance(2 * MINUTE);
      expect(await shop.checkout('ada', options)).toMatchObject({ refusal: { code } });
      expect(lineOf(shop, 'ada', 'mug')).toEqual(reserved(2, START + 2 * MINUTE + FIVE));
      expect(facts).toEqual(['checkout.refused']);
      clock.advance(2 * MINUTE);
      expect(await shop.checkout('ada', options)).toMatchObject({ refusal: { code } });
      expect(lineOf(shop, 'ada', 'mug')).toEqual(reserved(2, START + 2 * MINUTE + FIVE));
      clock.advance(3 * MINUTE);
      expect(lineOf(shop, 'ada', 'mug')).toEqual(added(2));
      expect(available(shop, 'mug')).toBe(10);
      expect(shop.audit()).toEqual(clean);
    },
  );

  test('because the allocation strategy throws keeps the units, too', async () => {
    let isBroken = true;
    const { shop, clock } = await reservingShop({
      allocation: (demands) => {
        if (isBroken) throw new Error('no map');
        return demands.map(() => []);
      },
    });
    await fillCart(shop, 'ada', { lamp: 3 });
    clock.advance(MINUTE);
    await expect(shop.checkout('ada')).rejects.toThrow('no map');
    expect(lineOf(shop, 'ada', 'lamp')).toEqual(reserved(3, START + MINUTE + FIVE));
    isBroken = false;
    accepted(await shop.checkout('ada'));
    expect(shop.audit()).toEqual(clean);
  });

  test('does not shorten the time of a line, nor reserve what was not', async () => {
    const { shop, clock } = await reservingShop();
    await fillCart(shop, 'ada', { mug: 1 });
    clock.advance(FIVE);
    await fillCart(shop, 'ada', { lamp: 1 });
    await shop.checkout('ada', { expectedTotalMinor: 1 });
    expect(lineOf(shop, 'ada', 'mug')).toEqual(added(1));
    expect(lineOf(shop, 'ada', 'lamp')).toEqual(reserved(1, START + 2 * FIVE));
  });
});

describe('the facts of the stock', () => {
  test('tell of units that carts take, and not once more at the checkout', async () => {
    const { shop, facts } = await reservingShop();
    const told = () =>
      facts.filter(({ type }) => type.startsWith('stock.')).map(({ type }) => type);
    await fillCart(shop, 'ada', { mug: 5 });
    expect(told()).toEqual(['stock.low']);
    await fillCart(shop, 'bob', { mug: 5 });
    expect(told()).toEqual(['stock.low', 'stock.depleted']);
    accepted(await shop.checkout('ada'));
    accepted(await shop.checkout('bob'));
    expect(told()).toEqual(['stock.low', 'stock.depleted']);
  });

  test('tell of what a checkout takes beyond the units of its cart', async () => {
    const { shop, facts } = await reservingShop({ maxReservedPerUser: 4 });
    await fillCart(shop, 'ada', { mug: 6 });
    expect(facts.filter(({ type }) => type.startsWith('stock.'))).toEqual([]);
    accepted(await shop.checkout('ada'));
    expect(facts.filter(({ type }) => type.startsWith('stock.'))).toMatchObject([
      { type: 'stock.low', sku: 'mug', available: 4 },
    ]);
  });

  test('the search finds only what others have left', async () => {
    const { shop, clock } = await reservingShop();
    const { inStock } = await import('../../../src/index.ts');
    const found = () => shop.search([inStock()]).items.map(({ sku }) => sku);
    await fillCart(shop, 'ada', { vase: 1 });
    expect(found()).not.toContain('vase');
    clock.advance(FIVE);
    expect(found()).toContain('vase');
  });
});

describe('when the clock jumps', () => {
  test.each([
    ['forward', 30 * 24 * HOUR],
    ['back', -2 * HOUR],
  ])('%s, reservations last as long as they would have', async (_, byMs) => {
    const { shop, clock } = await reservingShop();
    await fillCart(shop, 'ada', { mug: 1 });
    clock.advance(MINUTE);
    await fillCart(shop, 'ada', { lamp: 1 });
    clock.jump(byMs);
    await shop.users.register({ userId: 'eve', name: 'Eve' });
    expect(lineOf(shop, 'ada', 'mug')).toEqual(reserved(1, START + FIVE + byMs));
    expect(lineOf(shop, 'ada', 'lamp')).toEqual(reserved(1, START + MINUTE + FIVE + byMs));
    clock.advance(4 * MINUTE - 1);
    expect(lineOf(shop, 'ada', 'mug').status).toBe('reserved');
    clock.advance(1);
    expect(lineOf(shop, 'ada', 'mug').status).toBe('added');
    clock.advance(MINUTE);
    expect(lineOf(shop, 'ada', 'lamp').status).toBe('added');
    expect(shop.audit()).toEqual(clean);
  });
});

describe('a shop that is opened again', () => {
  test('has the same units reserved for the same carts, until the same times', async () => {
    const store = memoryStore();
    const { shop, clock } = await reservingShop({ store, maxReservedPerUser: 3 });
    await fillCart(shop, 'ada', { mug: 2, lamp: 3 });
    clock.advance(MINUTE);
    await fillCart(shop, 'bob', { mug: 1 });
    const picture = (of: Shop) => [
      of.carts.get('ada'),
      of.carts.get('bob'),
      of.explain('mug'),
      of.explain('lamp'),
      of.audit(),
    ];
    const before = picture(shop);
    const again = await reopened(shop, store, clock.now());
    expect(picture(again.shop)).toEqual(before);
    accepted(await again.shop.checkout('bob'));
    again.clock.advance(4 * MINUTE);
    expect(again.shop.explain('lamp')).toMatchObject({ available: 3, held: 0 });
    expect(again.shop.explain('mug')).toMatchObject({ available: 9, held: 1 });
    expect(again.shop.audit()).toEqual(clean);
  });

  test('releases what has fallen due meanwhile', async () => {
    const store = memoryStore();
    const { shop } = await reservingShop({ store });
    await fillCart(shop, 'ada', { mug: 2 });
    const again = (await reopened(shop, store, START + FIVE)).shop;
    expect(again.explain('mug')).toMatchObject({ available: 10, held: 0, holds: [] });
    expect(lineOf(again, 'ada', 'mug')).toEqual(added(2));
    expect(again.audit()).toEqual(clean);
  });

  test('without the option lets reservations end, and makes no new ones', async () => {
    const store = memoryStore();
    const { shop } = await reservingShop({ store });
    await fillCart(shop, 'ada', { mug: 2, lamp: 1 });
    await fillCart(shop, 'bob', { lamp: 2 });
    const again = await reopened(shop, store, START, {});
    accepted(await again.shop.carts.add('ada', 'mug', 3));
    expect(lineOf(again.shop, 'ada', 'mug')).toMatchObject({ quantity: 5, reservedQuantity: 2 });
    accepted(await again.shop.carts.setQuantity('ada', 'mug', 1));
    expect(lineOf(again.shop, 'ada', 'mug')).toEqual(reserved(1, START + FIVE));
    again.clock.advance(MINUTE);
    await again.shop.checkout('bob', { expectedTotalMinor: 1 });
    expect(lineOf(again.shop, 'bob', 'lamp')).toEqual(reserved(2, START + FIVE));
    accepted(await again.shop.checkout('bob'));
    again.clock.advance(4 * MINUTE);
    expect(again.shop.carts.get('ada')?.state).toBe('open');
    await fillCart(again.shop, 'ada', { mug: 1 });
    expect(again.shop.explain('mug')).toMatchObject({ held: 0 });
    expect(again.shop.audit()).toEqual(clean);
  });

  test('with the option reserves what its carts change from then on', async () => {
    const store = memoryStore();
    const { shop } = await openShop({ store });
    await fillCart(shop, 'ada', { mug: 2, lamp: 1 });
    const again = (await reopened(shop, store, START)).shop;
    expect(again.explain('mug')).toMatchObject({ held: 0 });
    await fillCart(again, 'ada', { mug: 1 });
    expect(lineOf(again, 'ada', 'mug')).toEqual(reserved(3, START + FIVE));
    expect(lineOf(again, 'ada', 'lamp')).toEqual(added(1));
    expect(again.audit()).toEqual(clean);
  });
});

describe('a cart in quarantine', () => {
  /** The shop without the cart of Ada, whose record is changed. */
  async function quarantined(damaged: (text: string) => string) {
    const store = memoryStore();
    const { shop } = await reservingShop({ store });
    await fillCart(shop, 'ada', { mug: 2, lamp: 1 });
    await shop.close();
    for (const [key, text] of [...store.range({ prefix: ['open', 'cart'] })]) {
      await store.commit([{ op: 'put', key, value: damaged(text) }]);
    }
    const clock = simulatedClock(START);
    const again = await createShop({ store, clock, quarantine: true, reserveInCartMs: FIVE });
    expect(again.quarantined()).toMatchObject([{ kind: 'cart', id: 'ada' }]);
    const { context } = again.quarantined()[0]?.stored ?? {};
    return { shop: again, clock, context: context as CartContext };
  }
  const lost = (text: string) => text.replaceAll('"open"', '"lost"');
  const unreadable = () => '["ada",[2,"active","open",[{},[]]]]';

  test('keeps its units, also after their time', async () => {
    const { shop, clock } = await quarantined(lost);
    clock.advance(FIVE);
    expect(shop.explain('mug')).toMatchObject({ held: 2, holds: [{ userId: 'ada', quantity: 2 }] });
  });

  test('gives its units back when it is deleted', async () => {
    const { shop } = await quarantined(lost);
    await shop.resolveQuarantined('cart', 'ada', 'delete');
    expect([available(shop, 'mug'), available(shop, 'lamp')]).toEqual([10, 3]);
    expect(shop.audit()).toEqual(clean);
    await fillCart(shop, 'ada', { mug: 1 });
    expect(shop.audit()).toEqual(clean);
  });

  test('goes on with its units, or without them', async () => {
    const kept = await quarantined(lost);
    const { context } = kept;
    await kept.shop.resolveQuarantined('cart', 'ada', { state: 'open', context });
    expect(lineOf(kept.shop, 'ada', 'mug')).toEqual(reserved(2, START + FIVE));
    kept.clock.advance(FIVE);
    expect(kept.shop.explain('mug')).toMatchObject({ held: 0 });
    expect(kept.shop.audit()).toEqual(clean);

    const given = await quarantined(lost);
    const { reservations: _, reservedUntil: __, ...without } = given.context;
    await given.shop.resolveQuarantined('cart', 'ada', { state: 'open', context: without });
    expect(given.shop.explain('mug')).toMatchObject({ held: 0 });
    expect(given.shop.carts.get('ada')).toMatchObject({
      state: 'open',
      lines: [{ quantity: 2 }, {}],
    });
    expect(given.shop.audit()).toEqual(clean);
  });

  test('cannot get other units', async () => {
    const { shop, context } = await quarantined(lost);
    const more = context.reservations?.map((line) => ({
      ...line,
      allocations: [{ location: 'main', quantity: 3 }],
    }));
    for (const [changed, message] of [
      [{ ...context, reservations: more }, /other units/],
      [{ ...context, reservedUntil: undefined }, /reservedUntil/],
    ] as const) {
      const resolution = { state: 'open', context: changed };
      await expect(shop.resolveQuarantined('cart', 'ada', resolution)).rejects.toThrow(message);
    }
    expect(shop.explain('mug')).toMatchObject({ held: 2 });
  });

  test('whose record cannot be read gets the units back that nothing else claims', async () => {
    const { shop, clock } = await quarantined(unreadable);
    expect(shop.explain('mug')).toMatchObject({ held: 2, holds: [] });
    const line = (sku: string, quantity: number) => ({
      sku,
      allocations: [{ location: 'main', quantity }],
      afterMs: 0,
    });
    const cartOf = (mugs: number) => ({
      state: 'open',
      waitsFor: [
        { event: 'cart.reservationEnds', dueAt: START + MINUTE },
        { event: 'xstate.after.cartExpiry.cart.open', dueAt: START + HOUR },
      ],
      context: {
        userId: 'ada',
        expiryMs: HOUR,
        cartId: 'c1',
        lines: [
          { sku: 'mug', quantity: mugs },
          { sku: 'lamp', quantity: 1 },
        ],
        expiresAt: START + HOUR,
        openedAt: START,
        checkout: null,
        reservations: [line('mug', mugs), line('lamp', 1)],
        reservedUntil: START + MINUTE,
      },
    });
    await expect(shop.resolveQuarantined('cart', 'ada', cartOf(3))).rejects.toThrow(/reservations/);
    await shop.resolveQuarantined('cart', 'ada', cartOf(2));
    expect(shop.audit()).toEqual(clean);
    clock.advance(MINUTE);
    expect([available(shop, 'mug'), available(shop, 'lamp')]).toEqual([10, 3]);
    expect(shop.audit()).toEqual(clean);
  });
});

describe('a cart that is migrated', () => {
  test('keeps its units, or gives them back', async () => {
    for (const keeps of [true, false]) {
      const store = memoryStore();
      const { shop } = await reservingShop({ store });
      await fillCart(shop, 'ada', { mug: 2 });
      await shop.close();
      for (const [key, text] of [...store.range({ prefix: ['open', 'cart'] })]) {
        const value = text.replaceAll('"open"', '"lost"');
        await store.commit([{ op: 'put', key, value }]);
      }
      const again = await createShop({
        store,
        clock: simulatedClock(START),
        reserveInCartMs: FIVE,
        migrate({ context }) {
          if (keeps) return { state: 'open', context };
          const { reservations: _, reservedUntil: __, ...rest } = context as CartContext;
          return { state: 'open', context: rest };
        },
      });
      expect(again.explain('mug')).toMatchObject({ held: keeps ? 2 : 0 });
      expect(again.audit()).toEqual(clean);
    }
  });
});

describe('a cart chart of one’s own', () => {
  const states = cartMachine.config.states as unknown as Record<string, { on: object }>;

  test('that is the standard one with further states reserves as it does', async () => {
    const cart = createMachine({
      ...cartMachine.config,
      states: { ...states, parked: { on: { 'cart.unpark': 'open' } } },
    } as never) as AnyStateMachine;
    const { shop, clock } = await reservingShop({ machines: { cart } });
    for (const _ of [1, 2]) {
      await fillCart(shop, 'ada', { lamp: 2 });
      expect(lineOf(shop, 'ada', 'lamp').status).toBe('reserved');
      accepted(await shop.checkout('ada'));
      expect(shop.carts.get('ada')?.state).toBe('empty');
      accepted(await shop.orders.cancel(shop.orders.list({ userId: 'ada' })[0]?.orderId ?? ''));
      expect(available(shop, 'lamp')).toBe(3);
    }
    await fillCart(shop, 'ada', { lamp: 2 });
    clock.advance(FIVE);
    expect(available(shop, 'lamp')).toBe(3);
    expect(shop.audit()).toEqual(clean);
  });

  test('that is opened again after a checkout reserves nothing for its empty cart', async () => {
    const store = memoryStore();
    const cart = createMachine({ ...cartMachine.config, states } as never) as AnyStateMachine;
    const { shop } = await reservingShop({ store, machines: { cart } });
    await fillCart(shop, 'ada', { lamp: 2 });
    accepted(await shop.checkout('ada'));
    await fillCart(shop, 'bob', { lamp: 1 });
    await shop.carts.clear('bob');
    const again = (await reopened(shop, store, START, { machines: { cart } })).shop;
    expect(again.explain('lamp')).toMatchObject({ held: 2, holds: [{ quantity: 2 }] });
    expect(again.audit()).toEqual(clean);
  });

  test('that knows nothing of it never reserves', async () => {
    const { context } = cartMachine.config;
    const cart = setup({}).createMachine({
      context,
      initial: 'empty',
      states: {
        empty: { on: { 'cart.add': { target: 'open', actions: ['open', 'changeLine'] } } },
        open: {
          on: {
            'cart.add': { guard: 'mayChange', actions: 'changeLine' },
            'cart.setQuantity': { guard: 'mayChange', actions: 'changeLine' },
            'cart.remove': { target: 'empty', actions: 'forget' },
            'cart.clear': { target: 'empty', actions: 'forget' },
            'cart.checkout': { target: 'reserving', actions: 'noteCheckout' },
          },
        },
        reserving: {
          entry: 'reserve',
          on: {
            'inventory.reserved': { target: 'empty', actions: ['placeOrder', 'forget'] },
            'inventory.refused': { target: 'open', actions: ['refuseShortages', 'reopen'] },
            'inventory.failed': { target: 'open', actions: ['passError', 'reopen'] },
          },
        },
      },
    } as never) as unknown as AnyStateMachine;
    const { shop } = await reservingShop({ machines: { cart } });
    await fillCart(shop, 'ada', { lamp: 2 });
    accepted(await shop.carts.setQuantity('ada', 'lamp', 3));
    expect(lineOf(shop, 'ada', 'lamp')).toEqual(added(3));
    expect(available(shop, 'lamp')).toBe(3);
    accepted(await shop.checkout('ada'));
    expect(shop.audit()).toEqual(clean);
  });
});
