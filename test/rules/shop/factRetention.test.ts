import { describe, expect, it } from 'vitest';
import { createShop, memoryStore } from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { accepted, START } from './openShop.ts';

describe('a log whose facts are not kept any more', () => {
  /** A shop with 300 facts that are about to be removed, a few with each further fact. */
  async function shopWithOldFacts() {
    const store = memoryStore();
    const clock = simulatedClock(START);
    const before = await createShop({ store, clock });
    accepted(
      await before.products.add({
        sku: 'mug',
        name: 'Mug',
        category: 'k',
        priceMinor: 1,
        stock: 1,
      }),
    );
    const restock = async (shop: typeof before, times: number) => {
      for (let time = 0; time < times; time++) accepted(await shop.products.restock('mug', 1));
    };
    await restock(before, 300);
    await before.close();
    const shop = await createShop({ store, clock, factRetentionMs: 0 });
    return { shop, store, restock };
  }

  it('skips no fact for a consumer that begins while older ones are still there', async () => {
    const { shop, restock } = await shopWithOldFacts();
    await restock(shop, 2);
    const consumer = shop.consumer('late');
    await restock(shop, 1);
    let last = consumer.position;
    for await (const { seq } of consumer) {
      expect(seq).toBe(last + 1);
      last = seq;
      if (seq === 303) break;
    }
    expect(last).toBe(303);
    await shop.close();
  });

  it('is empty in the end, and nothing is added to it', async () => {
    const { shop, store, restock } = await shopWithOldFacts();
    await restock(shop, 10);
    expect([...store.range({ prefix: ['fact'] })]).toEqual([]);
    const consumer = shop.consumer('late');
    expect(consumer.position).toBe(310);
    await shop.close();
  });
});
