import { describe, expect, it } from 'vitest';
import {
  createShop,
  memoryStore,
  type Shop,
  type ShopFact,
  type ShopOptions,
} from '../../../src/index.ts';
import { loopTurns } from '../loopTurns.ts';
import { accepted, buy, MINUTE, openShop } from '../shop/openShop.ts';
import { openNotifyingShop, settle } from './notifyingShop.ts';

const USERS = ['u1', 'u2', 'u3', 'u4', 'u5'];

/** A shop whose vase, of which there was one, is sold; with five users more. */
async function shopWithoutVases(options: Omit<ShopOptions, 'clock' | 'store'> = {}) {
  const store = memoryStore();
  const { shop, clock, facts } = await openShop({ store, ...options });
  const { orderId } = await buy(shop, 'mia', { vase: 1 });
  for (const userId of USERS) accepted(await shop.users.register({ userId, name: userId }));
  async function reopen(from: Shop) {
    await from.close();
    const again = await createShop({ store, clock, ...options });
    again.on('*', (fact) => facts.push(fact));
    return again;
  }
  return { shop, clock, facts, store, orderId, reopen };
}

async function waitFor(shop: Shop, sku: string, ...users: readonly string[]): Promise<void> {
  for (const userId of users) {
    const answer = accepted(await shop.products.notifyWhenInStock(sku, userId));
    expect(answer.isWaiting).toBe(true);
  }
}

/** Who was told of what, in order. */
const toldIn = (facts: readonly ShopFact[], sku = 'vase') =>
  facts.flatMap((fact) =>
    fact.type === 'product.backInStock' && fact.sku === sku ? [fact.userId] : [],
  );

describe('users who wait for a product', () => {
  it('are told in the order in which they have asked, as many as units arrive', async () => {
    const { shop, facts } = await shopWithoutVases();
    await waitFor(shop, 'vase', 'u3', 'u1', 'u2');
    accepted(await shop.products.restock('vase', 2));
    expect(toldIn(facts)).toEqual(['u3', 'u1']);
    expect(facts.findLast(({ type }) => type === 'product.backInStock')).toMatchObject({
      sku: 'vase',
      available: 2,
    });
    accepted(await shop.products.restock('vase', 5));
    expect(toldIn(facts)).toEqual(['u3', 'u1', 'u2']);
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
  });

  it('are told when an order is cancelled', async () => {
    const { shop, facts, orderId } = await shopWithoutVases();
    await waitFor(shop, 'vase', 'u1', 'u2');
    accepted(await shop.orders.cancel(orderId));
    expect(toldIn(facts)).toEqual(['u1']);
  });

  it('are told when an order is not paid in time', async () => {
    const { shop, clock, facts } = await shopWithoutVases();
    await waitFor(shop, 'vase', 'u1');
    clock.advance(30 * MINUTE - 1);
    expect(toldIn(facts)).toEqual([]);
    clock.advance(1);
    expect(toldIn(facts)).toEqual(['u1']);
  });

  it('are told when a reservation in a cart ends', async () => {
    const { shop, clock, facts } = await shopWithoutVases({ reserveInCartMs: 5 * MINUTE });
    accepted(await shop.carts.add('ada', 'lamp', 3));
    expect(shop.products.get('lamp')?.available).toBe(0);
    await waitFor(shop, 'lamp', 'u1', 'u2');
    accepted(await shop.carts.setQuantity('ada', 'lamp', 2));
    expect(toldIn(facts, 'lamp')).toEqual(['u1']);
    clock.advance(5 * MINUTE);
    expect(toldIn(facts, 'lamp')).toEqual(['u1', 'u2']);
  });

  it('are told in the turn in which the units arrive', async () => {
    const { shop, facts } = await shopWithoutVases();
    await waitFor(shop, 'vase', 'u1');
    accepted(await shop.products.restock('vase', 1));
    expect(
      facts
        .slice(-2)
        .map(({ type }) => type)
        .sort(),
    ).toEqual(['product.backInStock', 'stock.restocked']);
  });

  it('are not told of units that others have had before, and wait on', async () => {
    const { shop, facts } = await shopWithoutVases();
    await waitFor(shop, 'vase', 'u1', 'u2');
    accepted(await shop.products.restock('vase', 1));
    await buy(shop, 'bob', { vase: 1 });
    expect(toldIn(facts)).toEqual(['u1']);
    accepted(await shop.products.restock('vase', 1));
    expect(toldIn(facts)).toEqual(['u1', 'u2']);
  });

  it('are told once: who wants to be told again has to ask again', async () => {
    const { shop, facts } = await shopWithoutVases();
    await waitFor(shop, 'vase', 'u1');
    await waitFor(shop, 'vase', 'u1');
    accepted(await shop.products.restock('vase', 3));
    accepted(await shop.products.restock('vase', 3));
    expect(toldIn(facts)).toEqual(['u1']);
    await buy(shop, 'bob', { vase: 6 });
    await waitFor(shop, 'vase', 'u1', 'u2');
    accepted(await shop.products.restock('vase', 3));
    expect(toldIn(facts)).toEqual(['u1', 'u1', 'u2']);
  });

  it('keep their place when they ask again', async () => {
    const { shop, facts } = await shopWithoutVases();
    await waitFor(shop, 'vase', 'u1', 'u2', 'u1');
    accepted(await shop.products.restock('vase', 1));
    expect(toldIn(facts)).toEqual(['u1']);
  });

  it('are told of each product on its own', async () => {
    const { shop, facts } = await shopWithoutVases();
    await buy(shop, 'bob', { lamp: 3 });
    await waitFor(shop, 'vase', 'u1', 'u2');
    await waitFor(shop, 'lamp', 'u2', 'u1');
    accepted(await shop.products.restock('lamp', 1));
    expect([toldIn(facts), toldIn(facts, 'lamp')]).toEqual([[], ['u2']]);
    accepted(await shop.products.restock('vase', 1));
    expect([toldIn(facts), toldIn(facts, 'lamp')]).toEqual([['u1'], ['u2']]);
  });

  it('get a message, where the shop sends some', async () => {
    const { shop, clock, mail } = await openNotifyingShop();
    await buy(shop, 'mia', { vase: 1 });
    await waitFor(shop, 'vase', 'ada');
    accepted(await shop.products.restock('vase', 1));
    await settle(clock);
    const message = mail.messages.find(({ type }) => type === 'product.backInStock');
    expect(message).toMatchObject({ to: { userId: 'ada' }, fact: { sku: 'vase', available: 1 } });
    expect(message?.text).toContain('Vase');
  });
});

describe('a user who asks to be told', () => {
  it('does not wait where the product is in stock', async () => {
    const { shop, facts, store } = await shopWithoutVases();
    const answer = accepted(await shop.products.notifyWhenInStock('mug', 'ada'));
    expect(answer).toMatchObject({ isWaiting: false, product: { sku: 'mug', available: 10 } });
    expect([...store.range({ prefix: ['alert'] })]).toEqual([]);
    await buy(shop, 'bob', { mug: 10 });
    accepted(await shop.products.restock('mug', 1));
    expect(toldIn(facts, 'mug')).toEqual([]);
  });

  it('waits where it is sold out', async () => {
    const { shop } = await shopWithoutVases();
    const answer = accepted(await shop.products.notifyWhenInStock('vase', 'ada'));
    expect(answer).toMatchObject({ isWaiting: true, product: { sku: 'vase', available: 0 } });
  });

  it('has to be known, and so has the product', async () => {
    const { shop } = await shopWithoutVases();
    expect(await shop.products.notifyWhenInStock('vase', 'eve')).toEqual({
      ok: false,
      refusal: { code: 'unknown-user', userId: 'eve' },
    });
    expect(await shop.products.notifyWhenInStock('cup', 'ada')).toEqual({
      ok: false,
      refusal: { code: 'unknown-product', sku: 'cup' },
    });
  });

  it('may wait for a hundred products', async () => {
    const { shop } = await shopWithoutVases();
    for (let count = 0; count <= 100; count++) {
      const product = { sku: `p${count}`, name: 'P', category: 'c', priceMinor: 1 };
      accepted(await shop.products.add(product));
    }
    for (let count = 0; count < 100; count++) await waitFor(shop, `p${count}`, 'ada');
    const refusal = { code: 'stock-alert-limit', maxStockAlertsPerUser: 100 };
    expect(await shop.products.notifyWhenInStock('p100', 'ada')).toEqual({ ok: false, refusal });
    // Of these, the user has asked already.
    await waitFor(shop, 'p7', 'ada');
    await waitFor(shop, 'p100', 'bob');
    accepted(await shop.products.restock('p0', 1));
    await waitFor(shop, 'p100', 'ada');
  });
});

describe('a shop that is opened again', () => {
  it('tells those who wait, in their order', async () => {
    const { shop, facts, reopen } = await shopWithoutVases();
    await buy(shop, 'bob', { lamp: 3 });
    await waitFor(shop, 'vase', 'u5', 'u4', 'u3');
    await waitFor(shop, 'lamp', 'u1');
    const again = await reopen(shop);
    await waitFor(again, 'vase', 'u2', 'u5');
    accepted(await again.products.restock('vase', 3));
    accepted(await again.products.restock('lamp', 1));
    expect([toldIn(facts), toldIn(facts, 'lamp')]).toEqual([['u5', 'u4', 'u3'], ['u1']]);
    const third = await reopen(again);
    accepted(await third.products.restock('vase', 9));
    expect(toldIn(facts)).toEqual(['u5', 'u4', 'u3', 'u2']);
  });

  it('tells of units that came back while it was closed', async () => {
    const { shop, clock, facts, reopen } = await shopWithoutVases();
    await waitFor(shop, 'vase', 'u1');
    await shop.close();
    clock.advance(30 * MINUTE);
    const again = await reopen(shop);
    const told: string[] = [];
    for await (const fact of again.facts({ after: 0 })) {
      if (fact.type !== 'product.backInStock') continue;
      told.push(fact.userId);
      break;
    }
    expect([told, toldIn(facts)]).toEqual([['u1'], []]);
  });
});

describe('more users than one turn tells', () => {
  const CROWD = 2500;

  /** Lets as many users wait. @returns them. */
  async function crowdIn(shop: Shop): Promise<string[]> {
    const users = Array.from({ length: CROWD }, (_, index) => `c${index}`);
    for (const userId of users) {
      accepted(await shop.users.register({ userId, name: userId }));
      accepted(await shop.products.notifyWhenInStock('vase', userId));
    }
    return users;
  }

  async function shopWithCrowd() {
    const opened = await shopWithoutVases();
    return { ...opened, users: await crowdIn(opened.shop) };
  }

  it('are told a thousand a turn, all of them in their order', async () => {
    const { shop, facts, users } = await shopWithCrowd();
    accepted(await shop.products.restock('vase', CROWD));
    expect(toldIn(facts)).toEqual(users.slice(0, 1000));
    await loopTurns();
    expect(toldIn(facts)).toEqual(users);
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
  });

  it('are told as many as there are units, over all turns', async () => {
    const { shop, facts, users } = await shopWithCrowd();
    accepted(await shop.products.restock('vase', 1500));
    await loopTurns();
    expect(toldIn(facts)).toEqual(users.slice(0, 1500));
    accepted(await shop.products.restock('vase', 1));
    await loopTurns();
    expect(toldIn(facts)).toEqual(users.slice(0, 1501));
  });

  it('are not told of units that were sold meanwhile', async () => {
    const { shop, facts, orderId } = await shopWithoutVases();
    accepted(await shop.products.restock('vase', 2499));
    accepted(await shop.orders.cancel(orderId));
    accepted(await shop.carts.add('bob', 'vase', 2300));
    await buy(shop, 'ada', { vase: 2500 });
    const users = await crowdIn(shop);
    accepted(await shop.products.restock('vase', 2500));
    expect(toldIn(facts).length).toBe(1000);
    accepted(await shop.checkout('bob'));
    await loopTurns();
    expect(toldIn(facts)).toEqual(users.slice(0, 1200));
    accepted(await shop.products.restock('vase', 1));
    await loopTurns();
    expect(toldIn(facts)).toEqual(users.slice(0, 1201));
  });

  it('are told by the next opening, where the shop was closed before', async () => {
    const { shop, facts, users, reopen } = await shopWithCrowd();
    accepted(await shop.products.restock('vase', 2000));
    expect(toldIn(facts).length).toBe(1000);
    const again = await reopen(shop);
    await loopTurns();
    const told: string[] = [];
    for await (const fact of again.facts({ after: 0 })) {
      if (fact.type === 'product.backInStock') told.push(fact.userId);
      if (told.length === 2000) break;
    }
    expect(told).toEqual(users.slice(0, 2000));
    accepted(await again.products.restock('vase', 1));
    await loopTurns();
    expect(toldIn(facts).at(-1)).toBe(users[2000]);
  });
});
