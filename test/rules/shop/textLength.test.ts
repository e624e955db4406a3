import { describe, expect, test } from 'vitest';
import { ArgumentError, type Shop } from '../../../src/index.ts';
import { errorOf } from '../badInput/stage.ts';
import { buy, openShop } from './openShop.ts';

/** Each text that a visitor writes, by the argument that is named when it is too long. */
const TEXTS: readonly (readonly [
  argument: string,
  command: string,
  write: (shop: Shop, text: string) => Promise<object>,
])[] = [
  [
    'text',
    'products.review',
    (shop, text) => shop.products.review('mug', { userId: 'ada', rating: 5, text }),
  ],
  ['name', 'users.register', (shop, name) => shop.users.register({ userId: 'ada', name })],
  [
    'reason',
    'orders.cancel',
    async (shop, reason) => shop.orders.cancel(await orderOfAda(shop), { reason }),
  ],
  [
    'reason',
    'orders.send',
    async (shop, reason) =>
      shop.orders.send(await orderOfAda(shop), { type: 'order.cancel', reason }),
  ],
];

async function orderOfAda(shop: Shop): Promise<string> {
  return (await buy(shop, 'ada', { mug: 1 })).orderId;
}

describe.each(TEXTS)('the %s of %s', (argument, _, write) => {
  test.each([5, 10_000])('has at most maxTextLength characters: %d', async (maxTextLength) => {
    const { shop } = await openShop({ maxTextLength });
    expect(await write(shop, 'x'.repeat(maxTextLength))).toMatchObject({ ok: true });
    const error = await errorOf(() => write(shop, 'x'.repeat(maxTextLength + 1)));
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({
      argument,
      message: `${argument}: expected at most ${maxTextLength} characters, got '${maxTextLength + 1} characters'`,
    });
  });
});

describe('maxTextLength', () => {
  test('does not hold for what the shop’s owner writes', async () => {
    const { shop } = await openShop({ maxTextLength: 5 });
    const long = 'x'.repeat(100_000);
    const product = { sku: 'pot', name: long, category: long, description: long, priceMinor: 1 };
    expect(await shop.products.add(product)).toMatchObject({ ok: true });
    expect(await shop.products.update('pot', { name: long })).toMatchObject({ ok: true });
  });

  test('holds for the reason of a cancellation only where it is one', async () => {
    const { shop } = await openShop({ maxTextLength: 5 });
    const sent = await shop.orders.send(await orderOfAda(shop), {
      type: 'order.confirm',
      reason: 'paid by card',
    });
    expect(sent).toMatchObject({ ok: true });
  });
});
