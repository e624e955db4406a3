import { describe, expect, test } from 'vitest';
import { createShop, memoryStore, type ShopOptions, type Store } from '../../../../src/index.ts';
import { simulatedClock } from '../../../../src/testing.ts';
import { START } from '../../shop/openShop.ts';
import { packingStore } from './packingStore.ts';

const USERS = 20;

/** A shop whose store has seen every SKU and user. */
async function runningShop(store: Store, options: Partial<ShopOptions> = {}) {
  const clock = simulatedClock(START);
  const shop = await createShop({ store, clock, ...options });
  for (const [index, sku] of ['lamp', 'mug', 'vase'].entries()) {
    const product = { sku, name: `A ${sku}`, category: 'home', priceMinor: 1999 + index };
    await shop.products.add({ ...product, stock: 1_000_000, maxPerOrder: 500 });
  }
  for (let user = 0; user < USERS; user++) {
    await shop.users.register({ userId: `user-${user}`, name: `User ${user}` });
    await shop.carts.add(`user-${user}`, 'lamp', 1);
    await shop.carts.add(`user-${user}`, 'mug', 2);
    clock.advance(1000);
    await shop.checkout(`user-${user}`, { idempotencyKey: `key ${user}` });
  }
  return { shop, clock };
}

/** Commands of every kind, some of which are refused. */
async function runAll({ shop, clock }: Awaited<ReturnType<typeof runningShop>>): Promise<void> {
  const consumer = shop.consumer('mailer');
  const ids: string[] = [];
  for (let user = 0; user < USERS; user++) {
    await shop.carts.add(`user-${user}`, 'vase', 1 + user * 100).catch(() => {});
    await shop.carts.add(`user-${user}`, 'mug', 2);
    const answer = await shop.checkout(`user-${user}`, { idempotencyKey: `key ${user % 7}` });
    if (answer.ok) ids.push(answer.order.orderId);
    clock.advance(77);
  }
  for (const [index, id] of ids.entries()) {
    await shop.orders.confirm(id);
    if (index % 3 === 0) await shop.orders.cancel(id, { reason: 'regret' });
    if (index % 3 !== 1) continue;
    await shop.orders.ship(id, { trackingNumber: `T-${index} \ud800` });
    await shop.orders.deliver(id);
  }
  await shop.products.review('mug', { userId: 'user-1', rating: 5, text: 'good ☕' });
  await shop.products.update('mug', { priceMinor: 2100 });
  await shop.products.restock('mug', 5, { location: 'lyon' });
  for await (const fact of consumer) {
    await consumer.acknowledge(fact);
    if (fact.seq > 20) break;
  }
  clock.jump(-3_600_000);
  await shop.carts.add('user-3', 'vase', 1);
  clock.advance(40 * 24 * 3_600_000);
}

function ids() {
  let last = 0;
  return () => `order-${++last}`;
}

describe('a store that takes records', () => {
  test('gets the changes that another store gets as texts', async () => {
    const [packing, plain] = [packingStore(), memoryStore()];
    await runAll(await runningShop(packing, { createId: ids() }));
    await runAll(await runningShop(plain, { createId: ids() }));
    expect([...packing.range({ prefix: [] })]).toEqual([...plain.range({ prefix: [] })]);
    const { batches } = packing;
    expect(batches.length).toBeGreaterThan(100);
    const texts = batches.filter(({ changes, packedCount }) => packedCount < changes.length);
    expect(texts.flatMap(({ changes }) => changes)).toEqual([]);
  });

  test('opens the shop again', async () => {
    const store = packingStore();
    const running = await runningShop(store);
    await runAll(running);
    await running.shop.close();
    const opened = await createShop({ store, clock: running.clock });
    expect(opened.audit().problems).toEqual([]);
  });
});

describe('the bytes of a checkout', () => {
  test('of two lines are at most 240 once the texts in it are known', async () => {
    const store = packingStore();
    const { shop, clock } = await runningShop(store);
    clock.advance(123_456);
    await shop.carts.add('user-3', 'mug', 3);
    await shop.carts.add('user-3', 'lamp', 1);
    clock.advance(60_000);
    const answer = await shop.checkout('user-3');
    expect(answer.ok).toBe(true);
    const batch = store.batches.at(-1);
    expect(batch?.changes.map(({ op, key }) => `${op} ${key[0]} ${key.length}`)).toEqual([
      'put ordersOf 3',
      'delete open 3',
      'put open 3',
      'put stock 2',
      'put stock 2',
      'put fact 2',
      'put turn 1',
    ]);
    expect(batch?.length).toBeLessThanOrEqual(240);
    expect(batch?.length).toBeGreaterThan(100);
  });
});
