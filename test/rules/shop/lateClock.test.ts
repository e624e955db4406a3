import { describe, expect, test } from 'vitest';
import { type Clock, createShop } from '../../../src/index.ts';
import { accepted, buy, fillCart, HOUR, MINUTE, START } from './openShop.ts';

/** A shop with one vase, whose clock goes on but never rings: the computer has slept. */
async function openSleeper() {
  let now = START;
  const clock: Clock = { now: () => now, setTimeout: () => 0, clearTimeout: () => {} };
  const shop = await createShop({ clock });
  const vase = { sku: 'vase', name: 'Vase', category: 'home', priceMinor: 1, stock: 1 };
  accepted(await shop.products.add(vase));
  for (const userId of ['ada', 'bob'])
    accepted(await shop.users.register({ userId, name: userId }));
  const types: string[] = [];
  shop.on('*', ({ type }) => types.push(type));
  const sleep = (ms: number) => {
    now += ms;
  };
  return { shop, types, sleep };
}

describe('a command runs overdue timers first, also when the clock rings late', () => {
  test('an order that is overdue cannot be confirmed', async () => {
    const { shop, sleep } = await openSleeper();
    const { orderId } = await buy(shop, 'ada', { vase: 1 });
    sleep(30 * MINUTE);
    expect(await shop.orders.confirm(orderId)).toMatchObject({
      ok: false,
      refusal: { code: 'invalid-transition', state: 'cancelled' },
    });
    expect(shop.orders.get(orderId)?.cancelReason).toBe('payment-timeout');
  });

  test('units of an order that is overdue can be sold', async () => {
    const { shop, types, sleep } = await openSleeper();
    await buy(shop, 'ada', { vase: 1 });
    sleep(30 * MINUTE - 1);
    expect(await shop.carts.add('bob', 'vase', 1)).toMatchObject({ ok: false });
    sleep(1);
    accepted(await shop.carts.add('bob', 'vase', 1));
    expect(types.slice(-2)).toEqual(['order.cancelled', 'cart.lineAdded']);
  });

  test('a cart that has expired is not bought', async () => {
    const { shop, types, sleep } = await openSleeper();
    await fillCart(shop, 'ada', { vase: 1 });
    sleep(24 * HOUR);
    expect(await shop.checkout('ada')).toMatchObject({ refusal: { code: 'empty-cart' } });
    expect(types.slice(-2)).toEqual(['cart.expired', 'checkout.refused']);
  });

  test('several run in due order, before the command', async () => {
    const { shop, sleep } = await openSleeper();
    const seen: [string, number][] = [];
    shop.on('*', ({ type, at }) => seen.push([type, at - START]));
    await fillCart(shop, 'bob', { vase: 1 });
    sleep(1);
    await buy(shop, 'ada', { vase: 1 });
    seen.length = 0;
    sleep(25 * HOUR);
    accepted(await shop.products.restock('vase', 1));
    // A late timer has the time of the turn in which it runs.
    expect(seen).toEqual([
      ['order.cancelled', 25 * HOUR + 1],
      ['cart.expired', 25 * HOUR + 1],
      ['stock.restocked', 25 * HOUR + 1],
    ]);
  });
});
