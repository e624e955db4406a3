import { describe, expect, test } from 'vitest';
import { buy, fillCart, openShop } from './openShop.ts';

describe('the refusal of a checkout', () => {
  test('belongs to its caller: changing it changes no fact, and no later answer', async () => {
    const { shop, facts } = await openShop();
    await fillCart(shop, 'ada', { vase: 1 });
    await buy(shop, 'bob', { vase: 1 });
    const idempotencyKey = 'once';
    const answer = await shop.checkout('ada', { idempotencyKey });
    const expected = {
      code: 'out-of-stock',
      shortages: [{ sku: 'vase', requested: 1, available: 0 }],
    };
    expect(answer).toEqual({ ok: false, refusal: expected });
    const { refusal } = answer as unknown as { refusal: typeof expected };
    refusal.code = 'mine';
    for (const shortage of refusal.shortages) shortage.available = 99;
    refusal.shortages.pop();
    expect(facts.at(-1)).toMatchObject({ type: 'checkout.refused', refusal: expected });
    expect(await shop.checkout('ada', { idempotencyKey })).toEqual({
      ok: false,
      refusal: expected,
      replayed: true,
    });
  });
});
