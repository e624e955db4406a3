import { describe, expect, it } from 'vitest';
import {
  type Answer,
  createShop,
  memoryStore,
  OverloadedError,
  type ShopFact,
  type Store,
} from '../../../src/index.ts';
import { BusyClock } from '../../load/busyClock.ts';
import { loopTurn } from '../loopTurns.ts';
import { accepted } from '../shop/openShop.ts';
import { addMugs, openBusyShop } from './openBusyShop.ts';

const isOverloaded = (answer: Answer<object>) => !answer.ok && answer.refusal.code === 'overloaded';

/** A shop that has learnt that a command takes a millisecond. */
async function openLearnedShop(options: Parameters<typeof openBusyShop>[0] = {}) {
  const opened = await openBusyShop({ shedAboveMs: 100, ...options });
  for (let round = 0; round < 200; round++) await Promise.all(addMugs(opened.shop, 20, 'eva'));
  for (let round = 0; round < 200; round++) {
    await Promise.all(Array.from({ length: 20 }, () => opened.shop.checkout('dua')));
  }
  await opened.shop.carts.clear('eva');
  await loopTurn();
  return opened;
}

/** Fills the queue until a command is refused. @returns the calls. */
function overload(shop: Awaited<ReturnType<typeof openBusyShop>>['shop']) {
  return addMugs(shop, 400, 'eva');
}

describe('a command', () => {
  it('is refused when it would have to wait longer than shedAboveMs', async () => {
    const { shop } = await openLearnedShop();
    const answers = await Promise.all(overload(shop));
    const admitted = answers.filter(({ ok }) => ok).length;
    expect(admitted).toBeGreaterThan(50);
    expect(admitted).toBeLessThan(200);
    const refused = answers.filter(isOverloaded);
    expect(refused.length).toBe(400 - admitted);
    for (const { refusal } of refused as { refusal: { retryAfterMs: number } }[]) {
      expect(refusal.retryAfterMs).toBeGreaterThan(0);
      expect(Number.isInteger(refusal.retryAfterMs)).toBe(true);
    }
  });

  it('is never refused when it releases stock, however many wait', async () => {
    const { shop } = await openLearnedShop();
    const orderIds: string[] = [];
    for (const userId of ['ada', 'bob', 'cem', 'dua']) {
      accepted(await shop.carts.add(userId, 'mug', 1));
      orderIds.push(accepted(await shop.checkout(userId)).order.orderId);
    }
    const browsing = overload(shop);
    const releasing = Array.from({ length: 2000 }, (_, index) =>
      shop.orders.confirm(orderIds[index % 4] as string),
    );
    const answers = await Promise.all(releasing);
    expect(answers.filter(isOverloaded)).toEqual([]);
    expect(answers.filter(({ ok }) => ok).length).toBe(4);
    expect((await Promise.all(browsing)).some(isOverloaded)).toBe(true);
  });

  it('is refused first when it browses, and last when it buys', async () => {
    const { shop } = await openLearnedShop();
    accepted(await shop.carts.add('ada', 'mug', 1));
    accepted(await shop.carts.add('bob', 'mug', 1));
    await loopTurn();
    await loopTurn();
    const browsing = overload(shop);
    const buying = shop.checkout('ada');
    expect((await Promise.all(browsing)).some(isOverloaded)).toBe(true);
    expect((await buying).ok).toBe(true);
    const checkouts = Array.from({ length: 400 }, () => shop.checkout('bob'));
    const browsingThen = shop.carts.add('cem', 'mug', 1);
    expect((await Promise.all(checkouts)).some(isOverloaded)).toBe(true);
    expect(isOverloaded(await browsingThen)).toBe(true);
  });

  it('is refused when the most commands wait, whatever they cost', async () => {
    const { shop } = await openBusyShop({ maxWaiting: 10 });
    const answers = await Promise.all(addMugs(shop, 100));
    const admitted = answers.filter(({ ok }) => ok).length;
    expect(admitted).toBeGreaterThanOrEqual(14);
    expect(admitted).toBeLessThanOrEqual(15);
    expect(answers.filter(isOverloaded).length).toBe(100 - admitted);
  });

  it('that has waited longer than maxWaitMs is refused when its turn comes', async () => {
    const { shop, clock } = await openBusyShop({ shedAboveMs: 100, maxWaitMs: 100 });
    const answers = addMugs(shop, 10);
    clock.pass(101);
    const told = await Promise.all(answers);
    expect(told.filter(({ ok }) => ok).length).toBeLessThanOrEqual(5);
    expect(told.slice(5).every(isOverloaded)).toBe(true);
  });

  it('that buys is refused while the store has not answered for longer than shedAboveMs', async () => {
    const inner = memoryStore();
    const releases: (() => void)[] = [];
    let hangs = false;
    const commit: Store['commit'] = (changes) => {
      const done = inner.commit(changes);
      if (!hangs) return done;
      return new Promise((resolve) => {
        releases.push(() => resolve(done as never));
      });
    };
    const { shop, clock } = await openBusyShop({ store: { ...inner, commit } });
    accepted(await shop.carts.add('ada', 'mug', 1));
    const { order } = accepted(await shop.checkout('ada'));
    hangs = true;
    const first = shop.carts.add('ada', 'mug', 1);
    clock.pass(900);
    const second = shop.carts.add('ada', 'mug', 1);
    clock.pass(200);
    // No command waits for its turn any more: what is judged is the store alone.
    await loopTurn();
    await loopTurn();
    expect(isOverloaded(await shop.carts.add('ada', 'mug', 1))).toBe(true);
    expect(isOverloaded(await shop.checkout('ada'))).toBe(true);
    const confirmed = shop.orders.confirm(order.orderId);
    hangs = false;
    for (let turn = 0; turn < 5; turn++) {
      for (const release of releases.splice(0)) release();
      await loopTurn();
    }
    for (const answer of await Promise.all([first, second, confirmed]))
      expect(answer.ok).toBe(true);
    expect((await shop.checkout('ada')).ok).toBe(true);
  });
});

describe('a search', () => {
  it('throws an OverloadedError while commands that browse are refused', async () => {
    const { shop } = await openLearnedShop();
    expect(shop.search([]).total).toBe(1);
    const browsing = overload(shop);
    for (const search of [() => shop.search([]), () => shop.suggest('mu')]) {
      expect(search).toThrow(OverloadedError);
      expect(search).toThrow(/^the shop is overloaded: search again in \d+ ms$/);
    }
    await Promise.all(browsing);
    expect(shop.search([]).total).toBe(1);
    expect(shop.products.get('mug')?.name).toBe('Mug');
  });
});

describe('the refusal `overloaded`', () => {
  it('makes no fact, no record and no idempotency entry', async () => {
    const store = memoryStore();
    const { shop } = await openLearnedShop({ store });
    accepted(await shop.carts.add('ada', 'mug', 1));
    await loopTurn();
    const blocking = Array.from({ length: 400 }, () => shop.checkout('bob'));
    await Promise.all(blocking);
    const facts: ShopFact[] = [];
    shop.on('*', (fact) => facts.push(fact));
    const again = Array.from({ length: 400 }, () => shop.checkout('bob'));
    const recordsBefore = [...store.range({ prefix: [] })].length;
    const keyed = shop.checkout('ada', { idempotencyKey: 'k' });
    expect([...store.range({ prefix: [] })].length).toBe(recordsBefore);
    expect(isOverloaded(await keyed)).toBe(true);
    await Promise.all(again);
    expect(facts.filter(({ type }) => type === 'checkout.refused').length).toBe(
      (await Promise.all(again)).filter((answer) => !isOverloaded(answer)).length,
    );
    await loopTurn();
    const bought = await shop.checkout('ada', { idempotencyKey: 'k' });
    expect(bought).toMatchObject({ ok: true });
    expect(bought).not.toHaveProperty('replayed');
  });

  it('holds: clients who come back at the time that they were told are served', async () => {
    const { shop, clock } = await openLearnedShop();
    const start = clock.ms;
    const backAt = new Map<number, number[]>();
    const clients = Array.from({ length: 1000 }, (_, index) => index);
    for (const client of clients) {
      await shop.users.register({ userId: `client-${client}`, name: 'Client' });
    }
    await loopTurn();
    const now = clock.ms;
    const first = await Promise.all(clients.map((it) => shop.carts.add(`client-${it}`, 'mug', 1)));
    first.forEach((answer, client) => {
      if (!answer.ok && answer.refusal.code === 'overloaded') {
        const at = Math.ceil(now + answer.refusal.retryAfterMs);
        backAt.set(at, [...(backAt.get(at) ?? []), client]);
      }
    });
    expect(backAt.size).toBeGreaterThan(100);
    const again: Promise<Answer<object>>[] = [];
    for (const at of [...backAt.keys()].sort((a, b) => a - b)) {
      if (clock.ms < at) clock.pass(at - clock.ms);
      for (const client of backAt.get(at) ?? []) {
        again.push(shop.carts.add(`client-${client}`, 'mug', 1));
      }
      await loopTurn();
    }
    expect(start).toBeLessThan(clock.ms);
    expect((await Promise.all(again)).filter(isOverloaded)).toEqual([]);
  });

  it('holds for a client who comes back while others still press', async () => {
    const { shop, clock } = await openLearnedShop();
    const press = () => overload(shop);
    const pressing = press();
    const refused = await shop.carts.add('ada', 'mug', 1);
    if (refused.ok || refused.refusal.code !== 'overloaded') throw new Error('not refused');
    const backAt = clock.ms + refused.refusal.retryAfterMs;
    const others: Promise<Answer<object>>[] = [...pressing];
    while (clock.ms < backAt) {
      others.push(...addMugs(shop, 20, 'eva'));
      await loopTurn();
    }
    others.push(...addMugs(shop, 20, 'eva'));
    const [other, back] = [shop.carts.add('bob', 'mug', 1), shop.carts.add('ada', 'mug', 1)];
    expect(isOverloaded(await other)).toBe(true);
    expect((await back).ok).toBe(true);
    await Promise.all(others);
  });

  it('tells a client who asks again too early the time that it was told', async () => {
    const { shop } = await openLearnedShop();
    const others = overload(shop);
    const told: number[] = [];
    for (let attempt = 0; attempt < 3; attempt++) {
      const answer = await shop.carts.add('ada', 'mug', 1);
      if (answer.ok || answer.refusal.code !== 'overloaded') throw new Error('not refused');
      told.push(answer.refusal.retryAfterMs);
    }
    const [first, second, third] = told as [number, number, number];
    // Up to the jitter, which spreads those who come back together.
    expect(Math.abs(second - first)).toBeLessThanOrEqual(first * 0.1 + 11);
    expect(Math.abs(third - first)).toBeLessThanOrEqual(first * 0.1 + 11);
    await Promise.all(others);
  });

  it('asks each further client to come back later, since those before have to be served', async () => {
    const { shop } = await openLearnedShop();
    const others = overload(shop);
    const told: number[] = [];
    for (let client = 0; client < 400; client++) {
      const answer = await shop.users.register({ name: `Client ${client}` });
      if (answer.ok || answer.refusal.code !== 'overloaded') throw new Error('not refused');
      told.push(answer.refusal.retryAfterMs);
    }
    const mean = (of: number[]) => of.reduce((sum, it) => sum + it, 0) / of.length;
    expect(mean(told.slice(200)) - mean(told.slice(0, 200))).toBeGreaterThan(100);
    await Promise.all(others);
  });
});

describe('a burst of calls in one turn of a shop that has just opened', () => {
  it('is served as a whole when it takes less than shedAboveMs', async () => {
    const clock = new BusyClock();
    const shop = await createShop({ clock });
    clock.costMs = 0.01;
    const answers = Array.from({ length: 40_000 }, (_, index) =>
      shop.users.register({ name: `User ${index}` }),
    );
    for (const answer of await Promise.all(answers)) expect(answer.ok).toBe(true);
  });
});

describe('a user who gives more commands than maxCommandsPerSecond', () => {
  it('is refused until a second’s worth has been refilled; others and what releases stock are not', async () => {
    const { shop, clock } = await openBusyShop({ maxCommandsPerSecond: 5 });
    clock.costMs = 0;
    clock.pass(1000);
    const answers: Answer<object>[] = [];
    for (let count = 0; count < 8; count++) answers.push(await shop.carts.add('ada', 'mug', 1));
    expect(answers.map(({ ok }) => ok)).toEqual([...Array(5).fill(true), ...Array(3).fill(false)]);
    const last = answers.at(-1);
    expect(last).toMatchObject({ refusal: { code: 'overloaded', retryAfterMs: 200 } });
    expect((await shop.checkout('ada')).ok).toBe(false);
    expect((await shop.carts.add('bob', 'mug', 1)).ok).toBe(true);
    clock.pass(200);
    const { order } = accepted(await shop.checkout('ada'));
    for (const step of [() => shop.orders.confirm(order.orderId)]) accepted(await step());
    for (let count = 0; count < 10; count++) {
      expect(isOverloaded(await shop.orders.confirm(order.orderId))).toBe(false);
    }
    expect(shop.health().refusedClasses).toEqual([]);
  });

  it('takes no memory for unknown users', async () => {
    const { shop } = await openBusyShop({ maxCommandsPerSecond: 1 });
    for (let count = 0; count < 100; count++) {
      const answer = await shop.carts.add(`stranger-${count}`, 'mug', 1);
      expect(answer).toMatchObject({ refusal: { code: 'unknown-user' } });
    }
  });
});

describe('the health of an overloaded shop', () => {
  it('is `shedding`, and healthy again some seconds later', async () => {
    const { shop, clock } = await openLearnedShop();
    const facts: ShopFact[] = [];
    shop.on('health.changed', (fact) => facts.push(fact));
    expect(shop.health().state).toBe('healthy');
    for (let round = 0; round < 15; round++) {
      await Promise.all(overload(shop));
      clock.pass(100);
    }
    expect(shop.health().refusedClasses).toContain('browse');
    expect(shop.health()).toMatchObject({ state: 'shedding', reasons: ['overload'] });
    for (let second = 0; second < 20; second++) {
      clock.pass(1000);
      await loopTurn();
    }
    expect(shop.health()).toMatchObject({ state: 'healthy', refusedClasses: [] });
    expect(facts).toMatchObject([
      { from: 'healthy', to: 'shedding', reasons: ['overload'] },
      { from: 'shedding', to: 'healthy', reasons: [] },
    ]);
  });
});

describe('a crowd that comes at once to a shop that has just opened', () => {
  it('is served to the last step of each, also when that takes most of shedAboveMs', async () => {
    const clock = new BusyClock();
    const shop = await createShop({ clock });
    const mug = { name: 'Mug', category: 'kitchen', priceMinor: 900, stock: 100_000 };
    await shop.products.add({ ...mug, sku: 'mug' });
    await shop.products.add({ ...mug, sku: 'cup' });
    const users = Array.from({ length: 2000 }, (_, index) => `user-${index}`);
    for (const userId of users) await shop.users.register({ userId, name: 'User' });
    await loopTurn();
    clock.costMs = 0.2;
    const bought = await Promise.all(
      users.map(async (userId) => {
        accepted(await shop.carts.add(userId, 'mug', 1));
        accepted(await shop.carts.add(userId, 'cup', 1));
        return accepted(await shop.checkout(userId)).order.lines.length;
      }),
    );
    expect(bought).toEqual(users.map(() => 2));
  });

  it('is served in one burst after the other', async () => {
    const { shop, clock } = await openBusyShop();
    clock.costMs = 0.2;
    for (let burst = 0; burst < 5; burst++) {
      const answers = await Promise.all(addMugs(shop, 4000, 'eva'));
      expect(answers.every(({ ok }) => ok)).toBe(true);
    }
  });
});
