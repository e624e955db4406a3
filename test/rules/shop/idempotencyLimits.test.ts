import { describe, expect, test } from 'vitest';
import {
  createShop,
  memoryStore,
  type Shop,
  type ShopOptions,
  type Store,
} from '../../../src/index.ts';
import { accepted, fillCart, HOUR, MINUTE, openShop, stallingStore } from './openShop.ts';

/** The users and idempotency keys that the store has an answer for, in order. */
function keysIn(store: Store): string[] {
  const names = [...store.range({ prefix: ['answer'] })].map(([key]) => key.slice(1).join(' '));
  return names.sort();
}

async function openWith(options: Omit<ShopOptions, 'clock' | 'store'>) {
  const store = memoryStore();
  const { shop, clock } = await openShop({ store, ...options });
  /** A checkout of an empty cart. */
  const refuse = async (userId: string, idempotencyKey: string) => {
    expect(await shop.checkout(userId, { idempotencyKey })).toMatchObject({ ok: false });
  };
  const buy = async (userId: string, idempotencyKey: string) => {
    await fillCart(shop, userId, { mug: 1 });
    accepted(await shop.checkout(userId, { idempotencyKey }));
  };
  return { shop, clock, store, refuse, buy };
}

/** Ada, who has nothing in her cart, checks out with the key again. */
async function isRepeated(shop: Shop, idempotencyKey: string): Promise<boolean> {
  return (await shop.checkout('ada', { idempotencyKey })).replayed === true;
}

describe('the answer of a refused checkout', () => {
  test('is remembered for five minutes when the option is left out', async () => {
    const { shop, clock, refuse } = await openWith({});
    await refuse('ada', 'k');
    clock.advance(5 * MINUTE - 1);
    expect(await isRepeated(shop, 'k')).toBe(true);
    clock.advance(1);
    expect(await isRepeated(shop, 'k')).toBe(false);
  });

  test('is remembered for refusedIdempotencyWindowMs, and an order for idempotencyWindowMs', async () => {
    const limits = { refusedIdempotencyWindowMs: 10, idempotencyWindowMs: 20 };
    const { shop, clock, refuse, buy } = await openWith(limits);
    await refuse('ada', 'refused');
    await buy('ada', 'bought');
    clock.advance(9);
    expect(await isRepeated(shop, 'refused')).toBe(true);
    clock.advance(1);
    expect(await isRepeated(shop, 'refused')).toBe(false);
    clock.advance(9);
    expect(await isRepeated(shop, 'bought')).toBe(true);
    clock.advance(1);
    expect(await isRepeated(shop, 'bought')).toBe(false);
  });

  test('is not remembered longer than that of an order when only that window is given', async () => {
    const { shop, clock, refuse } = await openWith({ idempotencyWindowMs: MINUTE });
    await refuse('ada', 'k');
    clock.advance(MINUTE);
    expect(await isRepeated(shop, 'k')).toBe(false);
  });
});

describe('of a user with the most idempotency keys', () => {
  test('the oldest is forgotten, in the store, too', async () => {
    const { shop, store, buy } = await openWith({ maxIdempotencyKeysPerUser: 2 });
    for (const key of ['a', 'b', 'c']) await buy('ada', key);
    expect(keysIn(store)).toEqual(['ada b', 'ada c']);
    await fillCart(shop, 'ada', { lamp: 1 });
    const again = accepted(await shop.checkout('ada', { idempotencyKey: 'a' }));
    expect(again.order.lines).toMatchObject([{ sku: 'lamp' }]);
    expect(keysIn(store)).toEqual(['ada a', 'ada c']);
  });

  test('those of refused checkouts are forgotten first', async () => {
    const { store, refuse, buy } = await openWith({ maxIdempotencyKeysPerUser: 3 });
    await buy('ada', 'b1');
    await refuse('ada', 'r1');
    await buy('ada', 'b2');
    await refuse('ada', 'r2');
    expect(keysIn(store)).toEqual(['ada b1', 'ada b2', 'ada r2']);
    await buy('ada', 'b3');
    expect(keysIn(store)).toEqual(['ada b1', 'ada b2', 'ada b3']);
    await refuse('ada', 'r3');
    expect(keysIn(store)).toEqual(['ada b1', 'ada b2', 'ada b3']);
    await buy('ada', 'b4');
    expect(keysIn(store)).toEqual(['ada b2', 'ada b3', 'ada b4']);
  });

  test('nothing is forgotten of another user', async () => {
    const { store, refuse } = await openWith({ maxIdempotencyKeysPerUser: 1 });
    await refuse('bob', 'k');
    for (const key of ['a', 'b', 'c']) await refuse('ada', key);
    expect(keysIn(store)).toEqual(['ada c', 'bob k']);
  });

  test('a key that is used again after its window counts once', async () => {
    const limits = { maxIdempotencyKeysPerUser: 2, refusedIdempotencyWindowMs: 10 };
    const { clock, store, refuse } = await openWith(limits);
    await refuse('ada', 'a');
    clock.advance(10);
    await refuse('ada', 'a');
    await refuse('ada', 'b');
    expect(keysIn(store)).toEqual(['ada a', 'ada b']);
  });
});

describe('when all users have the most idempotency keys together', () => {
  test('the oldest of all is forgotten, those of refused checkouts first', async () => {
    const { store, refuse, buy } = await openWith({
      maxIdempotencyKeys: 3,
      maxIdempotencyKeysPerUser: 3,
    });
    await buy('ada', 'b');
    await refuse('bob', 'r');
    await buy('bob', 'b');
    await refuse('mia', 'r');
    expect(keysIn(store)).toEqual(['ada b', 'bob b', 'mia r']);
    await buy('mia', 'b');
    expect(keysIn(store)).toEqual(['ada b', 'bob b', 'mia b']);
    await buy('mia', 'b2');
    expect(keysIn(store)).toEqual(['bob b', 'mia b', 'mia b2']);
  });
});

describe('a running checkout', () => {
  test('is never forgotten, however many have started since', async () => {
    const { store, stall, goOn } = stallingStore();
    const limits = { maxIdempotencyKeysPerUser: 1, maxIdempotencyKeys: 1 };
    const { shop } = await openShop({ store, ...limits });
    await fillCart(shop, 'ada', { mug: 2 });
    stall();
    const first = shop.checkout('ada', { idempotencyKey: 'first' });
    const others = ['a', 'b', 'c'].map((idempotencyKey) =>
      shop.checkout('ada', { idempotencyKey }),
    );
    const again = shop.checkout('ada', { idempotencyKey: 'first' });
    goOn();
    const { order } = accepted(await first);
    expect(await again).toEqual({ ok: true, order, replayed: true });
    for (const other of await Promise.all(others)) expect(other.ok).toBe(false);
    expect(keysIn(store)).toHaveLength(1);
  });
});

describe('a checkout that says nothing about the cart', () => {
  test.each(['nobody', '__proto__', 'constructor', ''.padStart(256, 'x')])(
    'is not remembered: the user %.12s is unknown',
    async (userId) => {
      const { shop, store } = await openWith({});
      for (let number = 0; number < 10; number++) {
        const answer = await shop.checkout(userId, { idempotencyKey: `k${number}` });
        expect(answer).toEqual({ ok: false, refusal: { code: 'unknown-user', userId } });
      }
      expect(keysIn(store)).toEqual([]);
    },
  );
});

describe('answers that are not remembered any more', () => {
  test('leave the store with the next changes, also when no checkout has a key', async () => {
    const { shop, clock, store, refuse } = await openWith({ refusedIdempotencyWindowMs: MINUTE });
    for (let number = 0; number < 100; number++) await refuse('ada', `k${number}`);
    clock.advance(MINUTE);
    for (const left of [100 - 64, 0]) {
      await shop.products.restock('mug', 1);
      expect(keysIn(store)).toHaveLength(left);
    }
  });

  test('do not make a command wait for the store that changes nothing', async () => {
    const { shop, clock, store, refuse } = await openWith({ refusedIdempotencyWindowMs: MINUTE });
    await refuse('ada', 'k');
    clock.advance(MINUTE);
    expect((await shop.carts.remove('ada', 'mug')).ok).toBe(false);
    expect(keysIn(store)).toEqual(['ada k']);
  });

  test('leave a store that is opened with lower limits, a limited number in each turn', async () => {
    const { shop, clock, store, refuse, buy } = await openWith({});
    await buy('ada', 'bought');
    for (let number = 0; number < 99; number++) await refuse('ada', `k${number}`);
    for (let number = 0; number < 99; number++) await refuse('bob', `k${number}`);
    await shop.close();
    expect(keysIn(store)).toHaveLength(199);
    const limits = { maxIdempotencyKeysPerUser: 30, maxIdempotencyKeys: 50 };
    const again = await createShop({ store, clock, ...limits });
    for (const left of [199 - 64, 199 - 2 * 64, 50, 50]) {
      await again.products.restock('mug', 1);
      expect(keysIn(store)).toHaveLength(left);
    }
    expect(keysIn(store)).toContain('ada bought');
    expect(keysIn(store)).toContain('bob k98');
    await again.close();
  });

  test('leave a store that is opened later', async () => {
    const { shop, clock, store, refuse, buy } = await openWith({});
    await buy('ada', 'bought');
    await refuse('ada', 'refused');
    await shop.close();
    clock.advance(HOUR);
    const again = await createShop({ store, clock });
    await again.products.restock('mug', 1);
    expect(keysIn(store)).toEqual(['ada bought']);
    await again.close();
  });
});
