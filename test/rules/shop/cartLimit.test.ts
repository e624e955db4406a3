import { describe, expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { createShop, memoryStore } from '../../../src/index.ts';
import { cartMachine } from '../../../src/machines.ts';
import { accepted, fillCart, openShop } from './openShop.ts';

describe('a new line in a cart with the most lines', () => {
  const refused = { ok: false, refusal: { code: 'cart-limit', maxCartLines: 2 } };

  test('is refused with cart-limit, and the cart stays as it is', async () => {
    const { shop, facts } = await openShop({ maxCartLines: 2 });
    await fillCart(shop, 'ada', { mug: 1, lamp: 1 });
    const before = shop.carts.get('ada');
    facts.length = 0;
    expect(await shop.carts.add('ada', 'vase', 1)).toEqual(refused);
    expect(shop.carts.get('ada')).toEqual(before);
    expect(facts).toEqual([]);
  });

  test('is refused before the purchase limit and the stock are looked at', async () => {
    const { shop } = await openShop({ maxCartLines: 2 });
    await fillCart(shop, 'ada', { mug: 1, lamp: 1 });
    expect(await shop.carts.add('ada', 'vase', 9)).toEqual(refused);
    await shop.products.update('vase', { maxPerOrder: 1 });
    expect(await shop.carts.add('ada', 'vase', 9)).toEqual(refused);
    expect(await shop.carts.add('ada', 'nothing', 1)).toMatchObject({
      refusal: { code: 'unknown-product' },
    });
  });

  test('is taken again once a line has been removed, bought or cleared', async () => {
    const { shop } = await openShop({ maxCartLines: 1 });
    await fillCart(shop, 'ada', { mug: 1 });
    await shop.carts.remove('ada', 'mug');
    await fillCart(shop, 'ada', { lamp: 1 });
    accepted(await shop.checkout('ada'));
    await fillCart(shop, 'ada', { mug: 1 });
    await shop.carts.clear('ada');
    await fillCart(shop, 'ada', { vase: 1 });
    await fillCart(shop, 'bob', { mug: 1 });
  });

  test('does not keep the lines that are there from changing', async () => {
    const { shop } = await openShop({ maxCartLines: 1 });
    await fillCart(shop, 'ada', { mug: 1 });
    accepted(await shop.carts.add('ada', 'mug', 2));
    accepted(await shop.carts.setQuantity('ada', 'mug', 5));
    expect(shop.carts.get('ada')?.lines).toMatchObject([{ sku: 'mug', quantity: 5 }]);
  });

  test('is refused from the 201st on when the option is left out', async () => {
    const shop = await createShop();
    await shop.users.register({ userId: 'ada', name: 'Ada' });
    for (let number = 0; number <= 200; number++) {
      const sku = `p${number}`;
      await shop.products.add({ sku, name: sku, category: 'any', priceMinor: 1, stock: 1 });
      const answer = await shop.carts.add('ada', sku, 1);
      if (number < 200) expect(answer.ok).toBe(true);
      else expect(answer).toMatchObject({ refusal: { code: 'cart-limit', maxCartLines: 200 } });
    }
  });
});

describe('a cart with more lines than the limit, from a time when it was higher', () => {
  test('can be changed and bought, and takes no new line', async () => {
    const store = memoryStore();
    const earlier = await openShop({ store });
    await fillCart(earlier.shop, 'ada', { mug: 3, lamp: 2 });
    await earlier.shop.close();
    const shop = await createShop({ store, maxCartLines: 1, clock: earlier.clock });
    expect(await shop.carts.add('ada', 'vase', 1)).toMatchObject({
      refusal: { code: 'cart-limit', maxCartLines: 1 },
    });
    accepted(await shop.carts.add('ada', 'mug', 1));
    accepted(await shop.carts.setQuantity('ada', 'lamp', 1));
    const { order } = accepted(await shop.checkout('ada'));
    expect(order.lines).toMatchObject([
      { sku: 'mug', quantity: 4 },
      { sku: 'lamp', quantity: 1 },
    ]);
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
  });
});

describe('a cart chart of the user that does not know the limit', () => {
  test('gets no new line beyond it either', async () => {
    const { states } = cartMachine.config as unknown as {
      states: Record<string, { on: Record<string, object> }>;
    };
    const add = { 'cart.add': { actions: 'changeLine' } };
    const open = { ...states.open, on: { ...states.open?.on, ...add } };
    const generous = { ...cartMachine.config, states: { ...states, open } };
    const cart = createMachine(generous as never, cartMachine.implementations as never);
    const { shop } = await openShop({ maxCartLines: 2, machines: { cart } });
    await fillCart(shop, 'ada', { mug: 10, lamp: 9 });
    expect(await shop.carts.add('ada', 'vase', 1)).toEqual({
      ok: false,
      refusal: { code: 'cart-limit', maxCartLines: 2 },
    });
    accepted(await shop.carts.add('ada', 'lamp', 1));
  });
});
