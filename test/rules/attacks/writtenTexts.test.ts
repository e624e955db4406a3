import { beforeEach, describe, expect, test } from 'vitest';
import { createShop, type Shop } from '../../../src/index.ts';
import { errorOf } from '../badInput/stage.ts';
import { type CountingStore, countingStore } from './countingStore.ts';

const HUGE = 'x'.repeat(5_000_000);

let shop: Shop;
let counted: CountingStore;
let orderId: string;
beforeEach(async () => {
  counted = countingStore();
  shop = await createShop({ store: counted.store });
  await shop.products.add({ sku: 'mug', name: 'Mug', category: 'c', priceMinor: 1, stock: 100 });
  await shop.users.register({ userId: 'mallory', name: 'Mallory' });
  await shop.carts.add('mallory', 'mug', 1);
  const answer = await shop.checkout('mallory');
  orderId = answer.ok ? answer.order.orderId : '';
});

describe('a visitor who writes texts of millions of characters', () => {
  test.each<readonly [string, () => Promise<unknown>]>([
    ['a review', () => shop.products.review('mug', { userId: 'mallory', rating: 1, text: HUGE })],
    ['a name', () => shop.users.register({ userId: 'mallory', name: HUGE })],
    ['an address', () => shop.users.register({ userId: 'mallory', name: 'M', email: HUGE })],
    ['a reason', () => shop.orders.cancel(orderId, { reason: HUGE })],
    [
      'a reason in an event',
      () => shop.orders.send(orderId, { type: 'order.cancel', reason: HUGE }),
    ],
    ['a tracking number', () => shop.orders.ship(orderId, { trackingNumber: HUGE })],
    ['an event', () => shop.orders.send(orderId, { type: 'order.note', text: HUGE })],
    ['the name of an event', () => shop.orders.send(orderId, { type: HUGE })],
    ['the name of a member', () => shop.orders.send(orderId, { type: 'a', [HUGE]: 1 })],
    ['an id', () => shop.users.register({ userId: HUGE, name: 'M' })],
    ['an idempotency key', () => shop.checkout('mallory', { idempotencyKey: HUGE })],
  ])('is told of misuse in a short message, and nothing is stored: %s', async (_, write) => {
    const before = counted.size();
    const error = await errorOf(write);
    expect(error).toMatchObject({ code: 'ERR_STATECART_ARGUMENT' });
    expect((error as Error).message.length).toBeLessThan(300);
    expect(counted.size()).toBe(before);
  });

  test('who writes as much as is allowed, again and again, fills one review only', async () => {
    const text = 'x'.repeat(10_000);
    const before = counted.size();
    for (let time = 0; time < 50; time++) {
      await shop.products.review('mug', { userId: 'mallory', rating: 1 + (time % 5), text });
    }
    expect(shop.products.reviews('mug')).toHaveLength(1);
    const facts = 50 * 200;
    expect(counted.size() - before).toBeLessThan(10_000 + 500 + facts);
  });
});

describe('an event that is made to be hard to read', () => {
  const deep = (levels: number, wrap: (inner: unknown) => unknown) => {
    let data: unknown = 'end';
    for (let level = 0; level < levels; level++) data = wrap(data);
    return data;
  };
  /** Each level has the one below twice: read one by one, these are 2^40 values. */
  const doubled = deep(40, (inner) => [inner, inner]);

  test.each<readonly [string, object]>([
    ['a million levels of arrays', { data: deep(1_000_000, (inner) => [inner]) }],
    ['a million levels of objects', { data: deep(1_000_000, (inner) => ({ inner })) }],
    ['forty levels that each double', { data: doubled }],
    ['ten million holes', { data: new Array(10_000_000) }],
    ['a million names', Object.fromEntries(Array.from({ length: 1_000_000 }, (_, i) => [i, i]))],
  ])('is misuse, and nothing is stored: %s', async (_, members) => {
    const before = counted.size();
    const error = await errorOf(() =>
      shop.orders.send(orderId, { type: 'order.note', ...members }),
    );
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ argument: 'event' });
    expect(counted.size()).toBe(before);
  });

  test('cannot change what every object has', async () => {
    const names = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    await shop.orders.send(orderId, { type: 'order.confirm', ...JSON.parse(names) });
    const options = JSON.parse('{"reason":"r","__proto__":{"polluted":1}}');
    expect(await errorOf(() => shop.orders.cancel(orderId, options))).toBeInstanceOf(TypeError);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(shop.orders.get(orderId)).not.toHaveProperty('polluted');
  });
});
