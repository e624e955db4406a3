import { describe, expect, it } from 'vitest';
import { createShop, memoryStore, type Store } from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { loopTurns } from '../loopTurns.ts';
import { PATIENT, readAfter, seqsIn, shopWithOrder } from './keptFacts.ts';
import {
  accepted,
  buy,
  fillCart,
  HOUR,
  MINUTE,
  openShop,
  START,
  stallingStore,
} from './openShop.ts';

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

describe('a fact of a type with a time of its own', () => {
  const EACH = {
    'cart.lineAdded': 10 * MINUTE,
    'order.placed': 2 * HOUR,
    'stock.restocked': 0,
    '*': 3 * HOUR,
  };

  it('goes when that is over, whatever is kept before it', async () => {
    const { shop, store, clock, restock } = await shopWithOrder({ factRetentionMs: EACH });
    await restock();
    expect(seqsIn(store)).toEqual([3, 4, 5, 6]);
    clock.advance(1);
    await restock();
    expect(seqsIn(store)).toEqual([3, 7]);
    clock.advance(HOUR);
    accepted(await shop.carts.add('ada', 'mug', 1));
    expect(seqsIn(store)).toEqual([8]);
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
  });

  it('stays with another one of its turn that is kept longer', async () => {
    for (const factRetentionMs of [{ 'order.placed': HOUR }, { 'stock.depleted': HOUR }]) {
      const store = memoryStore();
      const { shop, clock } = await openShop({ ...PATIENT, store, factRetentionMs });
      await buy(shop, 'ada', { vase: 1 });
      clock.advance(HOUR);
      accepted(await shop.products.restock('mug', 1));
      expect(seqsIn(store)).toEqual([2, 3, 4]);
      expect(await readAfter(shop, 2, 4)).toEqual([3, 4]);
    }
  });

  it('is kept in a shop without a store, too, where others are not', async () => {
    const { shop, clock } = await openShop({ factRetentionMs: { 'order.placed': HOUR } });
    await buy(shop, 'ada', { mug: 1 });
    await fillCart(shop, 'ada', { mug: 1 });
    accepted(await shop.products.restock('mug', 1));
    expect(await readAfter(shop, 0, 4)).toEqual([2, 4]);
    accepted(await shop.products.restock('mug', 1));
    expect(await readAfter(shop, 0, 5)).toEqual([2, 5]);
    clock.advance(HOUR);
    accepted(await shop.products.restock('mug', 1));
    expect(() => shop.facts({ after: 0 })).toThrow('from 2 to ');
  });
});

describe('the work of evicting', () => {
  it('is 64 records a turn, over facts of all times', async () => {
    const store = memoryStore();
    const factRetentionMs = { 'cart.lineAdded': MINUTE, 'cart.lineRemoved': 2 * MINUTE };
    const { shop, clock } = await openShop({ store, factRetentionMs });
    for (let count = 0; count < 50; count++) {
      await fillCart(shop, 'ada', { mug: 1 });
      await shop.carts.clear('ada');
    }
    clock.advance(HOUR);
    const counts: number[] = [];
    for (let count = 0; count < 3; count++) {
      accepted(await shop.products.restock('mug', 1));
      counts.push(seqsIn(store).length);
    }
    expect(counts).toEqual([37, 2, 3]);
  });

  it('reads nothing while nothing has expired, and nothing of what is kept longer', async () => {
    const inner = memoryStore();
    let isCounting = false;
    const read: unknown[] = [];
    const store: Store = {
      ...inner,
      *range(range) {
        for (const entry of inner.range(range)) {
          if (isCounting && ['fact', 'brief'].includes(String(entry[0][0]))) read.push(entry[0]);
          yield entry;
        }
      },
    };
    const { clock, restock } = await shopWithOrder({ store });
    for (let count = 0; count < 100; count++) await restock();
    isCounting = true;
    await restock();
    expect(read).toEqual([]);
    clock.advance(1);
    await restock();
    expect(read).toEqual([1, 2, 4, 5].map((seq) => ['brief', HOUR, seq]));
  });
});

describe('a reader', () => {
  it('waits for the next fact when those before are gone in a turn that is not durable yet', async () => {
    const { store, stall, goOn } = stallingStore();
    const { shop, clock } = await openShop({ ...PATIENT, store });
    await fillCart(shop, 'ada', { mug: 1, lamp: 1 });
    clock.advance(HOUR);
    stall();
    const restocked = shop.products.restock('mug', 1);
    const read: number[] = [];
    const reading = readAfter(shop, 0, 3).then((seqs) => read.push(...seqs));
    await loopTurns();
    expect(read).toEqual([]);
    goOn();
    await restocked;
    await reading;
    expect(read).toEqual([3]);
  });
});
