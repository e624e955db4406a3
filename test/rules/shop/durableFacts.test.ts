import { describe, expect, test } from 'vitest';
import { orderMachine } from '../../../machines/index.ts';
import {
  createShop,
  inStock,
  memoryStore,
  type Shop,
  type ShopFact,
  type Store,
} from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { accepted, buy, fillCart, openShop, START } from './openShop.ts';

describe('handlers', () => {
  test('run when the log knows that their facts are durable: a reader may begin after each fact, and gets it', async () => {
    const { shop } = await openShop({ store: memoryStore() });
    const reads: Promise<ShopFact | undefined>[] = [];
    const failures: unknown[] = [];
    shop.on('observer.failed', ({ error }) => failures.push(error));
    const seen: ShopFact[] = [];
    shop.on('*', (fact) => {
      seen.push(fact);
      shop.facts({ after: fact.seq });
      reads.push(firstAfter(shop, fact.seq - 1));
    });
    await buy(shop, 'ada', { mug: 1, vase: 1 });
    await shop.carts.clear('ada');
    expect(failures).toEqual([]);
    expect(seen.length).toBeGreaterThan(3);
    expect(await Promise.all(reads)).toEqual(seen);
  });

  test('run when a consumer can be opened at the newest fact', async () => {
    const { shop } = await openShop({ store: memoryStore(), factRetentionMs: 0 });
    const positions: number[] = [];
    shop.on('*', ({ seq }) => {
      positions.push(shop.consumer(`from-${seq}`).position - seq);
    });
    await fillCart(shop, 'ada', { mug: 1 });
    expect(positions).toEqual([0]);
  });
});

async function firstAfter(shop: Shop, after: number): Promise<ShopFact | undefined> {
  for await (const fact of shop.facts({ after })) return fact;
  return undefined;
}

/** The numbers of all facts in the store, in the order of their records. */
function seqsIn(store: Store): number[] {
  return [...store.range({ prefix: ['fact'] })].flatMap(([, text]) =>
    [...text.matchAll(/"seq":(\d+)/g)].map(([, seq]) => Number(seq)),
  );
}

describe('the log of facts', () => {
  test('has no gap when retention starts and stops, with and without handlers', async () => {
    for (const hasHandler of [false, true]) {
      const store = memoryStore();
      const clock = simulatedClock(START);
      const shop = await createShop({ store, clock, factRetentionMs: 0 });
      const mug = { sku: 'mug', name: 'Mug', category: 'k', priceMinor: 1 };
      accepted(await shop.products.add(mug));
      if (hasHandler) shop.on('*', () => {});
      let last = 0;
      const tell = async (count: number) => {
        for (let left = count; left > 0; left--) {
          accepted(await shop.products.restock('mug', 1));
          last++;
          const seqs = seqsIn(store);
          expect(seqs).toEqual(Array.from(seqs, (_, index) => last - seqs.length + 1 + index));
        }
        return seqsIn(store).length;
      };
      expect(await tell(3)).toBe(0);
      const first = shop.consumer('first');
      expect(first.position).toBe(3);
      expect(await tell(150)).toBe(150);
      await first.remove();
      // The old facts go a few at a time: as long as some are there, new ones come after them.
      expect(await tell(1)).toBe(150 - 64 + 1);
      const second = shop.consumer('second');
      expect(second.position).toBe(3 + 64);
      expect(await tell(5)).toBe(150 - 64 + 1 + 5);
      await second.remove();
      expect(await tell(1)).toBe(150 - 2 * 64 + 1 + 5 + 1);
      expect(await tell(2)).toBe(0);
      expect(shop.consumer('third').position).toBe(last);
      expect(await tell(2)).toBe(2);
      await shop.close();
    }
  });
});

describe('a search within a turn', () => {
  test('sees the stock of that turn: what the order has taken is out of stock', async () => {
    const seen: string[][] = [];
    let shop: Shop | undefined;
    const order = orderMachine.provide({
      actions: {
        tellPlaced: () => {
          const { items } = (shop as Shop).search([inStock()]);
          seen.push(items.map(({ sku }) => sku).sort());
        },
      },
    });
    ({ shop } = await openShop({ machines: { order } }));
    await buy(shop, 'ada', { vase: 1 });
    await buy(shop, 'ada', { lamp: 3 });
    await buy(shop, 'ada', { mug: 1 });
    expect(seen).toEqual([['lamp', 'mug'], ['mug'], ['mug']]);
  });
});
