import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/base/shopLimits.ts';
import { answerName, RememberedAnswers } from '../../../src/checkout/rememberedAnswers.ts';
import { createShop, type Shop, type ShopOptions } from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { countLookups } from '../../properties/countLookups.ts';
import { countingStore } from './countingStore.ts';

const MINUTE = 60_000;

/** A shop whose store takes 60,000 characters; facts, which have limits of their own, are not kept. */
async function openShop(options: ShopOptions = {}) {
  const counted = countingStore(60_000);
  const clock = simulatedClock();
  const shop = await createShop({ store: counted.store, clock, factRetentionMs: 0, ...options });
  await shop.products.add({ sku: 'mug', name: 'Mug', category: 'c', priceMinor: 1, stock: 9 });
  for (const userId of ['mallory', 'ada']) await shop.users.register({ userId, name: userId });
  return { shop, clock, ...counted };
}

async function refuse(shop: Shop, userId: string, idempotencyKey: string): Promise<void> {
  const answer = await shop.checkout(userId, { idempotencyKey });
  expect(answer).toMatchObject({ ok: false, refusal: { code: 'empty-cart' } });
}

/** An idempotency key of 256 characters. */
function longKey(number: number): string {
  return String(number).padStart(256, 'k');
}

describe('a visitor who checks an empty cart out with fresh keys', () => {
  test('does not fill the store, and others can go on buying', async () => {
    const { shop, count, size } = await openShop();
    for (let number = 0; number < 3000; number++) await refuse(shop, 'mallory', longKey(number));
    expect(count('answer')).toBe(100);
    expect(size()).toBeLessThan(60_000);
    await shop.carts.add('ada', 'mug', 1);
    expect(await shop.checkout('ada', { idempotencyKey: 'k' })).toMatchObject({ ok: true });
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
  });

  test('leaves nothing in the store once the keys are out of their window', async () => {
    const { shop, clock, count } = await openShop();
    for (let number = 0; number < 500; number++) await refuse(shop, 'mallory', longKey(number));
    clock.advance(5 * MINUTE);
    await shop.products.restock('mug', 1);
    await shop.products.restock('mug', 1);
    expect(count('answer')).toBe(0);
  });

  test('does not push the answers of other users out', async () => {
    const { shop, clock } = await openShop();
    await shop.carts.add('ada', 'mug', 1);
    const first = await shop.checkout('ada', { idempotencyKey: 'k' });
    for (let number = 0; number < 500; number++) await refuse(shop, 'mallory', longKey(number));
    clock.advance(10 * MINUTE);
    const again = await shop.checkout('ada', { idempotencyKey: 'k' });
    expect(again).toEqual({ ...first, replayed: true });
  });

  test('takes as much work for each key, however many there have been', async () => {
    const { shop } = await openShop();
    const lookups = (number: number) =>
      countLookups({}, () => refuse(shop, 'mallory', longKey(number)));
    for (let number = 0; number < 150; number++) await refuse(shop, 'mallory', longKey(number));
    const few = await lookups(150);
    for (let number = 151; number < 2000; number++) await refuse(shop, 'mallory', longKey(number));
    const many = await lookups(2000);
    expect(few.other).toBeGreaterThan(0);
    expect(many.other).toBeLessThanOrEqual(few.other + 2);
  });
});

describe('many visitors who check empty carts out with fresh keys', () => {
  test('have as many answers as all users may have, and orders are forgotten last', async () => {
    const { shop, count } = await openShop({ maxIdempotencyKeys: 60 });
    await shop.carts.add('ada', 'mug', 1);
    const first = await shop.checkout('ada', { idempotencyKey: 'k' });
    for (let user = 0; user < 100; user++) {
      await shop.users.register({ userId: `bot${user}`, name: 'Bot' });
      for (let key = 0; key < 5; key++) await refuse(shop, `bot${user}`, longKey(key));
    }
    expect(count('answer')).toBe(60);
    const again = await shop.checkout('ada', { idempotencyKey: 'k' });
    expect(again).toEqual({ ...first, replayed: true });
  });

  test('with 50,000 keys of 256 characters, none of them is kept in memory twice or beyond the limits', () => {
    const answers = new RememberedAnswers({ ...DEFAULT_LIMITS, maxIdempotencyKeys: 10_000 });
    const outcome = { refusal: { code: 'empty-cart' } } as const;
    for (let number = 0; number < 50_000; number++) {
      const userId = `bot${number % 1000}`;
      answers.add({ userId, key: longKey(number), options: 0, lines: 0 }, outcome, number);
      const surplus = answers.nextToForget(number);
      if (surplus !== undefined) answers.forget(surplus);
      expect(answers.size).toBeLessThanOrEqual(10_000);
    }
    const newest = answers.find(answerName('bot999', longKey(49_999)), 50_000);
    // The text of the key is a part of the name.
    expect(Object.values(newest ?? {}).filter((it) => String(it).includes('kkkk'))).toHaveLength(1);
  });
});

describe('a visitor who checks out for users that there are not', () => {
  test('leaves nothing in the store or in memory', async () => {
    const { shop, size } = await openShop();
    const before = size();
    for (let number = 0; number < 2000; number++) {
      const userId = longKey(number);
      const answer = await shop.checkout(userId, { idempotencyKey: longKey(number) });
      expect(answer).toEqual({ ok: false, refusal: { code: 'unknown-user', userId } });
    }
    expect(size()).toBe(before);
  });
});
