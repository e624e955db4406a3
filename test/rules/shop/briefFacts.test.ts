import { describe, expect, it } from 'vitest';
import type { ShopFact } from '../../../src/index.ts';
import { readAfter, seqsIn, shopWithOrder } from './keptFacts.ts';
import { accepted, HOUR, MINUTE } from './openShop.ts';

describe('facts that a visitor can cause for nothing', () => {
  it('are gone after an hour, while older and younger ones stay that are kept longer', async () => {
    const { store, clock, restock } = await shopWithOrder();
    await restock();
    expect(seqsIn(store)).toEqual([1, 2, 3, 4, 5, 6]);
    clock.advance(1);
    await restock();
    expect(seqsIn(store)).toEqual([3, 6, 7]);
  });

  it('leave gaps for readers, who may begin within them and before all that is left', async () => {
    const { shop, clock, restock } = await shopWithOrder();
    clock.advance(1);
    await restock();
    await restock();
    expect(await readAfter(shop, 0, 7)).toEqual([3, 6, 7]);
    expect(await readAfter(shop, 1, 7)).toEqual([3, 6, 7]);
    expect(await readAfter(shop, 3, 7)).toEqual([6, 7]);
    expect(await readAfter(shop, 4, 7)).toEqual([6, 7]);
    expect(() => shop.facts({ after: 8 })).toThrow(
      'after: expected the number of a fact from 0 to 7',
    );
  });

  it('leave the histories of orders as they are', async () => {
    const { shop, clock, restock, facts, reopen } = await shopWithOrder({
      factRetentionMs: { 'order.placed': HOUR },
    });
    clock.advance(1);
    await restock();
    expect(await readAfter(shop, 0, 6)).toEqual([6]);
    const { orderId } = facts[2] as Extract<ShopFact, { type: 'order.placed' }>;
    expect(shop.orders.history(orderId)).toEqual([facts[2]]);
    await shop.close();
    expect((await reopen()).orders.history(orderId)).toEqual([facts[2]]);
  });

  it('stay for a reader that has not come to them yet', async () => {
    const { shop, store, clock, restock } = await shopWithOrder();
    const reader = shop.facts({ after: 1 })[Symbol.asyncIterator]();
    expect((await reader.next()).value).toMatchObject({ seq: 2 });
    clock.advance(1);
    await restock();
    expect(seqsIn(store)).toEqual([2, 3, 4, 5, 6]);
    for (const seq of [3, 4]) expect((await reader.next()).value).toMatchObject({ seq });
    await restock();
    expect(seqsIn(store)).toEqual([3, 4, 5, 6, 7]);
    await reader.return?.();
    await restock();
    expect(seqsIn(store)).toEqual([3, 6, 7, 8]);
  });

  it('stay for a consumer that does not come back, until it is removed', async () => {
    const { shop, store, clock, restock, reopen } = await shopWithOrder();
    expect(shop.consumer('gone').position).toBe(0);
    clock.advance(50 * HOUR);
    await restock();
    await shop.close();
    const again = await reopen();
    accepted(await again.products.restock('mug', 1));
    const all = seqsIn(store);
    expect(all).toEqual(Array.from(all, (_, index) => index + 1));
    await again.consumer('gone').remove();
    accepted(await again.products.restock('mug', 1));
    expect(seqsIn(store)).not.toContain(1);
    expect(seqsIn(store)).toContain(3);
  });

  it('are not there for a consumer that is opened later, and its position is that of what it has had', async () => {
    const { shop, clock, restock } = await shopWithOrder();
    clock.advance(1);
    await restock();
    const consumer = shop.consumer('late');
    const had: number[] = [];
    for await (const fact of consumer) {
      had.push(fact.seq);
      await consumer.acknowledge(fact);
      if (had.length === 2) break;
    }
    expect(had).toEqual([3, 6]);
    expect(consumer.position).toBe(6);
  });

  it('are evicted by a shop that is opened again', async () => {
    const { shop, store, clock, reopen } = await shopWithOrder();
    await shop.close();
    clock.advance(1);
    const again = await reopen();
    expect(seqsIn(store)).toEqual([1, 2, 3, 4, 5]);
    expect(await readAfter(again, 0, 5)).toEqual([1, 2, 3, 4, 5]);
    accepted(await again.products.restock('mug', 1));
    expect(seqsIn(store)).toEqual([3, 6]);
    await again.close();
    expect(await readAfter(await reopen(), 0, 6)).toEqual([3, 6]);
  });

  it('go when their hour is over, also if the option has changed, or at once if it says so', async () => {
    for (const [factRetentionMs, advanceMs, expected] of [
      [Number.POSITIVE_INFINITY, 1, [3, 6]],
      [{ 'cart.lineAdded': 5 * HOUR }, 1, [3, 6]],
      [{ '*': 2 * HOUR }, 1, [3, 6]],
      [{ '*': 2 * HOUR }, 0, [1, 2, 3, 4, 5, 6]],
      [MINUTE, 0, [6]],
      [0, 0, []],
    ] as const) {
      const { shop, store, clock, reopen } = await shopWithOrder();
      await shop.close();
      clock.advance(advanceMs);
      const again = await reopen({ factRetentionMs });
      accepted(await again.products.restock('mug', 1));
      expect(seqsIn(store)).toEqual(expected);
    }
  });

  it('are kept as long as others if the option is a number', async () => {
    const { store, clock, restock } = await shopWithOrder({
      factRetentionMs: Number.POSITIVE_INFINITY,
    });
    clock.advance(40 * HOUR);
    await restock();
    expect(seqsIn(store)).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
