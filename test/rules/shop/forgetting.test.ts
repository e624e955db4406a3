import { describe, expect, test } from 'vitest';
import { memoryStore, type Store } from '../../../src/index.ts';
import { accepted, HOUR, openShop } from './openShop.ts';

/** The idempotency keys that the store has an answer for, in order. */
function keysIn(store: Store): string[] {
  return [...store.range({ prefix: ['answer'] })].map(([key]) => String(key.at(-1))).sort();
}

/**
 * A shop with a store. Checkouts of the empty cart are refused, and that is kept as the answer: as long as that of any other
 * checkout.
 */
async function openEmpty() {
  const store = memoryStore();
  const { shop, clock } = await openShop({
    store,
    refusedIdempotencyWindowMs: 24 * HOUR,
    maxIdempotencyKeysPerUser: 1000,
  });
  const use = async (idempotencyKey: string) => {
    expect(await shop.checkout('ada', { idempotencyKey })).toMatchObject({ ok: false });
  };
  return { shop, clock, store, use };
}

describe('an idempotency key', () => {
  test('that is used again after a day is forgotten in its new place: older ones go before it', async () => {
    const { clock, store, use } = await openEmpty();
    await use('renewed');
    clock.advance(HOUR);
    await use('old');
    clock.advance(23 * HOUR);
    await use('renewed');
    expect(keysIn(store)).toEqual(['old', 'renewed']);
    clock.advance(HOUR);
    await use('later');
    expect(keysIn(store)).toEqual(['later', 'renewed']);
    clock.advance(23 * HOUR);
    await use('last');
    expect(keysIn(store)).toEqual(['last', 'later']);
  });

  test('is forgotten with at most 63 others in one turn, so that a burst of a day ago makes no long turn', async () => {
    const { clock, store, use } = await openEmpty();
    for (let number = 0; number < 200; number++) await use(`burst-${number}`);
    clock.advance(24 * HOUR);
    for (const left of [200 - 64, 200 - 2 * 64, 200 - 3 * 64, 0]) {
      await use(`after-${left}`);
      expect(keysIn(store).filter((key) => key.startsWith('burst'))).toHaveLength(left);
    }
  });

  test('of a checkout that was repeated is not kept longer', async () => {
    const { shop, clock, store, use } = await openEmpty();
    await use('repeated');
    clock.advance(23 * HOUR);
    await use('repeated');
    clock.advance(HOUR);
    accepted(await shop.carts.add('ada', 'mug', 1));
    expect(await shop.checkout('ada', { idempotencyKey: 'repeated' })).toMatchObject({ ok: true });
    expect(keysIn(store)).toEqual(['repeated']);
  });
});
