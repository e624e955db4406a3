import { describe, expect, test } from 'vitest';
import { createShop, memoryStore, type Shop, type Store } from '../../../src/index.ts';
import { loopTurns } from '../loopTurns.ts';
import { buy, fillCart, HOUR, openShop, stallingStore } from './openShop.ts';

type OpenShop = Awaited<ReturnType<typeof openShop>>['shop'];

const everyCommand = (shop: OpenShop, orderId: string) => ({
  'products.add': shop.products.add({ name: 'Cup', category: 'kitchen', priceMinor: 1 }),
  'products.update': shop.products.update('mug', { priceMinor: 1 }),
  'products.restock': shop.products.restock('mug', 1),
  'products.review': shop.products.review('mug', { userId: 'ada', rating: 5 }),
  'users.register': shop.users.register({ name: 'Eve' }),
  'carts.add': shop.carts.add('ada', 'mug', 1),
  'carts.setQuantity': shop.carts.setQuantity('ada', 'mug', 1),
  'carts.remove': shop.carts.remove('ada', 'mug'),
  'carts.clear': shop.carts.clear('ada'),
  checkout: shop.checkout('ada'),
  'checkout with a key': shop.checkout('ada', { idempotencyKey: 'k' }),
  'orders.confirm': shop.orders.confirm(orderId),
  'orders.ship': shop.orders.ship(orderId, { trackingNumber: 'T1' }),
  'orders.deliver': shop.orders.deliver(orderId),
  'orders.cancel': shop.orders.cancel(orderId),
  'orders.send': shop.orders.send(orderId, { type: 'order.confirm' }),
});

async function expectAllRefused(shop: OpenShop, orderId: string, reason: string): Promise<void> {
  for (const [name, answer] of Object.entries(everyCommand(shop, orderId))) {
    expect(await answer, name).toEqual({ ok: false, refusal: { code: 'closed', reason } });
  }
}

describe('a shop that was closed', () => {
  test('refuses every command and changes nothing any more', async () => {
    const { shop, clock, facts } = await openShop();
    const { orderId } = await buy(shop, 'bob', { mug: 2 });
    await fillCart(shop, 'ada', { mug: 3 });
    await shop.close();
    const state = () => [
      shop.orders.get(orderId),
      shop.carts.get('ada'),
      shop.explain('mug'),
      shop.products.get('mug'),
    ];
    const before = state();
    facts.length = 0;
    await expectAllRefused(shop, orderId, 'the shop has been closed');
    clock.advance(48 * HOUR);
    expect(state()).toEqual(before);
    expect(facts).toEqual([]);
  });

  test('can still be read', async () => {
    const { shop } = await openShop();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    await shop.close();
    expect(shop.orders.list({ userId: 'ada' })).toHaveLength(1);
    expect(shop.orders.history(orderId)).toHaveLength(1);
    expect(shop.search().total).toBe(3);
    expect(shop.audit().ok).toBe(true);
  });

  test('may be closed again', async () => {
    const { shop } = await openShop();
    await shop.close();
    await expect(shop.close()).resolves.toBeUndefined();
  });

  test('waits until everything that it had begun is durable', async () => {
    const { store, stall, goOn } = stallingStore();
    const { shop, facts } = await openShop({ store });
    await fillCart(shop, 'ada', { mug: 1 });
    stall();
    const checkout = shop.checkout('ada');
    let closed = false;
    const closing = shop.close().then(() => {
      closed = true;
    });
    await loopTurns();
    expect(closed).toBe(false);
    goOn();
    await closing;
    expect((await checkout).ok).toBe(true);
    expect(facts.at(-1)?.type).toBe('order.placed');
  });
});

describe('a shop whose store fails', () => {
  function failingStore(fail: () => void | Promise<void>): { store: Store; break: () => void } {
    const inner = memoryStore();
    let broken = false;
    const commit: Store['commit'] = (batch) => (broken ? fail() : inner.commit(batch));
    return {
      store: { ...inner, commit },
      break: () => {
        broken = true;
      },
    };
  }

  test.each([
    [
      'at once',
      () => {
        throw new Error('disk full');
      },
    ],
    ['later', () => Promise.reject(new Error('disk full'))],
  ])('%s rejects the command and refuses all later ones, saying why', async (_, fail) => {
    const { store, break: breakStore } = failingStore(fail);
    const { shop, facts } = await openShop({ store });
    await fillCart(shop, 'ada', { mug: 1 });
    facts.length = 0;
    breakStore();
    await expect(shop.checkout('ada')).rejects.toThrow('disk full');
    expect(facts).toEqual([]);
    await expectAllRefused(shop, 'any', 'the shop has stopped: disk full');
  });

  test('rejects both of two checkouts with the same key', async () => {
    const { store, break: breakStore } = failingStore(() => Promise.reject(new Error('disk full')));
    const { shop } = await openShop({ store });
    await fillCart(shop, 'ada', { mug: 1 });
    breakStore();
    const options = { idempotencyKey: 'k' };
    const both = await Promise.allSettled([
      shop.checkout('ada', options),
      shop.checkout('ada', options),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});

describe('an iteration over facts', () => {
  test.each([
    ['the shop is closed', (shop: Shop) => shop.close()],
    ['its consumer is removed', (shop: Shop) => shop.consumer('mail').remove()],
  ])('gets no further fact once %s', async (_, end) => {
    const { shop } = await openShop({ store: memoryStore() });
    await fillCart(shop, 'ada', { mug: 1, lamp: 1, vase: 1 });
    const seqs: number[] = [];
    for await (const { seq } of shop.consumer('mail')) {
      seqs.push(seq);
      if (seqs.length === 2) await end(shop);
    }
    expect(seqs).toEqual([1, 2]);
    await shop.close();
  });
});

describe('a store', () => {
  test('is closed when the options of its shop are refused', async () => {
    for (const wrong of [{ currency: 'euro' }, { cartExpiryMs: 0 }, { machines: { order: {} } }]) {
      let closed = 0;
      const store = { ...memoryStore(), close: async () => void closed++ };
      await expect(createShop({ store, ...wrong } as never)).rejects.toThrow();
      expect(closed).toBe(1);
    }
  });

  test('that an open shop has is refused, and stays open, also when the options are refused', async () => {
    let closed = 0;
    const store = { ...memoryStore(), close: () => void closed++ };
    const [one, other] = await Promise.allSettled([createShop({ store }), createShop({ store })]);
    expect(other).toMatchObject({ status: 'rejected', reason: { argument: 'store' } });
    if (one.status === 'rejected') throw one.reason;
    await expect(createShop({ store })).rejects.toThrow(
      'store: expected one that no open shop has',
    );
    await expect(createShop({ store, currency: 'euro' })).rejects.toThrow('currency: expected');
    expect(closed).toBe(0);
    await one.value.users.register({ userId: 'ada', name: 'Ada' });
    await one.value.close();
    const next = await createShop({ store });
    expect(next.users.get('ada')).toMatchObject({ name: 'Ada' });
    await next.close();
  });
});
