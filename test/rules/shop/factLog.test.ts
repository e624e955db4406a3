import { describe, expect, test } from 'vitest';
import { type Consumer, createShop, memoryStore, type ShopFact } from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { loopTurns } from '../loopTurns.ts';
import { buy, fillCart, HOUR, openShop, orderIn, START, stallingStore } from './openShop.ts';

/** The next `count` facts. */
async function take(facts: AsyncIterable<ShopFact>, count: number): Promise<ShopFact[]> {
  const taken: ShopFact[] = [];
  if (count === 0) return taken;
  for await (const fact of facts) {
    taken.push(fact);
    if (taken.length === count) break;
  }
  return taken;
}

const seqs = (facts: readonly ShopFact[]) => facts.map(({ seq }) => seq);

describe('shop.facts', () => {
  test('yields the facts of the past, then each new fact', async () => {
    const { shop, facts } = await openShop({ store: memoryStore() });
    await orderIn('confirmed', shop);
    const read = take(shop.facts({ after: 0 }), 5);
    await fillCart(shop, 'bob', { mug: 1 });
    await fillCart(shop, 'bob', { lamp: 1 });
    expect(await read).toEqual(facts);
    expect(seqs(await read)).toEqual([1, 2, 3, 4, 5]);
  });

  test('begins after the given number, also within one turn', async () => {
    const { shop } = await openShop({ store: memoryStore() });
    await fillCart(shop, 'ada', { mug: 1, lamp: 1, vase: 1 });
    await shop.carts.clear('ada'); // Three facts in a turn.
    for (const after of [0, 1, 3, 4, 5]) {
      const [first] = await take(shop.facts({ after }), 1);
      expect(first?.seq).toBe(after + 1);
    }
  });

  test('begins with the next fact when no number is given', async () => {
    const { shop } = await openShop({ store: memoryStore() });
    await fillCart(shop, 'ada', { mug: 1 });
    const read = take(shop.facts(), 1);
    await fillCart(shop, 'ada', { lamp: 1 });
    expect(seqs(await read)).toEqual([2]);
  });

  test('reads on over many pages', async () => {
    const { shop } = await openShop({ store: memoryStore() });
    for (let count = 0; count < 400; count++) {
      await fillCart(shop, 'ada', { mug: 1 });
      await shop.carts.clear('ada');
    }
    const all = await take(shop.facts({ after: 0 }), 800);
    expect(seqs(all)).toEqual(Array.from({ length: 800 }, (_, index) => index + 1));
  });

  test('yields no fact that is not durable', async () => {
    const { store, stall, goOn } = stallingStore();
    const { shop } = await openShop({ store });
    const told: number[] = [];
    const reading = (async () => {
      for await (const { seq } of shop.facts({ after: 0 })) told.push(seq);
    })();
    stall();
    const added = shop.carts.add('ada', 'mug', 1);
    await loopTurns();
    expect(told).toEqual([]);
    goOn();
    await added;
    await shop.close();
    await reading;
    expect(told).toEqual([1]);
  });

  test('ends when the shop is closed', async () => {
    const { shop } = await openShop({ store: memoryStore() });
    const read = take(shop.facts(), 1);
    await shop.close();
    expect(await read).toEqual([]);
  });

  test('throws the cause when the shop has stopped for one', async () => {
    const inner = memoryStore();
    let isFull = false;
    const { shop } = await openShop({
      store: {
        ...inner,
        commit(batch) {
          if (isFull) throw new Error('disk full');
          return inner.commit(batch);
        },
      },
    });
    const read = take(shop.facts(), 1);
    isFull = true;
    await shop.carts.add('ada', 'mug', 1).catch(() => {});
    await expect(read).rejects.toThrow('disk full');
  });

  test.each([-1, 0.5, 2, Number.NaN, '1', null])('refuses to begin after %o', async (after) => {
    const { shop } = await openShop({ store: memoryStore() });
    await fillCart(shop, 'ada', { mug: 1 });
    expect(() => shop.facts({ after: after as number })).toThrow(/after: expected/);
  });

  test('agrees with the history of an order', async () => {
    const { shop } = await openShop({ store: memoryStore() });
    const orderId = await orderIn('delivered', shop);
    const all = await take(shop.facts({ after: 0 }), 5);
    const own = all.filter((fact) => 'orderId' in fact && fact.orderId === orderId);
    expect(shop.orders.history(orderId)).toEqual(own);
  });
});

describe('facts of a shop without a store', () => {
  test('reach those who listen, and are not kept', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 1 });
    expect(() => shop.facts({ after: 0 })).toThrow(
      'after: expected the number of a fact from 1 to 1, got 0',
    );
    const iterator = shop.facts()[Symbol.asyncIterator]();
    const next = iterator.next();
    await fillCart(shop, 'ada', { lamp: 1 });
    await fillCart(shop, 'ada', { vase: 1 });
    expect((await next).value).toMatchObject({ seq: 2, sku: 'lamp' });
    expect((await iterator.next()).value).toMatchObject({ seq: 3, sku: 'vase' });
    await iterator.return?.();
  });
});

describe('old facts', () => {
  test('are removed after factRetentionMs, and younger ones stay', async () => {
    const { shop, clock, store } = await (async () => {
      const store = memoryStore();
      return { store, ...(await openShop({ store, factRetentionMs: HOUR })) };
    })();
    await fillCart(shop, 'ada', { mug: 1 });
    clock.advance(HOUR - 1);
    await fillCart(shop, 'ada', { lamp: 1 });
    expect([...store.range({ prefix: ['fact'] })]).toHaveLength(2);
    clock.advance(1);
    await fillCart(shop, 'ada', { vase: 1 });
    expect([...store.range({ prefix: ['fact'] })]).toHaveLength(2);
    expect(() => shop.facts({ after: 0 })).toThrow('from 1 to 3');
    expect(seqs(await take(shop.facts({ after: 1 }), 2))).toEqual([2, 3]);
  });

  test('stay for a consumer that has not read them yet, however old they are', async () => {
    const store = memoryStore();
    const { shop, clock } = await openShop({ store, factRetentionMs: HOUR });
    const consumer = shop.consumer('slow');
    await fillCart(shop, 'ada', { mug: 1 });
    await fillCart(shop, 'ada', { lamp: 1 });
    clock.advance(10 * HOUR);
    await fillCart(shop, 'bob', { mug: 1 });
    const [first] = await take(consumer, 1);
    expect(first?.seq).toBe(1);
    await consumer.acknowledge(first as ShopFact);
    await fillCart(shop, 'bob', { lamp: 1 });
    expect([...store.range({ prefix: ['fact'] })].map(([key]) => key[1])).toEqual([2, 3, 4]);
    await consumer.remove();
    await fillCart(shop, 'bob', { vase: 1 });
    expect([...store.range({ prefix: ['fact'] })].map(([key]) => key[1])).toEqual([3, 4, 5]);
  });

  test('are removed a few at a time when there are many', async () => {
    const store = memoryStore();
    const { shop, clock } = await openShop({ store, factRetentionMs: HOUR });
    for (let count = 0; count < 100; count++) {
      await fillCart(shop, 'ada', { mug: 1 });
      await shop.carts.clear('ada');
    }
    clock.advance(2 * HOUR);
    const counts: number[] = [];
    for (let count = 0; count < 5; count++) {
      await fillCart(shop, 'bob', { mug: 1 });
      counts.push([...store.range({ prefix: ['fact'] })].length);
    }
    expect(counts).toEqual([137, 74, 11, 4, 5]);
  });

  test.each([-1, 0.5, Number.NaN, '1h', null])('cannot be kept for %o', async (factRetentionMs) => {
    await expect(createShop({ factRetentionMs: factRetentionMs as number })).rejects.toThrow(
      /^factRetentionMs: expected/,
    );
  });
});

describe('a consumer', () => {
  const START_AT = simulatedClock(START);

  async function twoFacts() {
    const store = memoryStore();
    const opened = await openShop({ store });
    await fillCart(opened.shop, 'ada', { mug: 1 });
    await fillCart(opened.shop, 'ada', { lamp: 1 });
    const reopen = () => createShop({ store, clock: START_AT });
    return { ...opened, reopen };
  }

  /** Reads `count` facts and acknowledges each. */
  async function work(consumer: Consumer, count: number): Promise<number[]> {
    const done: number[] = [];
    for await (const fact of consumer) {
      done.push(fact.seq);
      await consumer.acknowledge(fact);
      if (done.length === count) break;
    }
    return done;
  }

  test('goes on after what it has acknowledged, also in a shop that is opened again', async () => {
    const { shop, reopen } = await twoFacts();
    expect(await work(shop.consumer('mail'), 1)).toEqual([1]);
    expect(await work(shop.consumer('mail'), 1)).toEqual([2]);
    await buy(shop, 'bob', { mug: 1 });
    await shop.close();
    const again = await reopen();
    expect(again.consumer('mail').position).toBe(2);
    expect(await work(again.consumer('mail'), 2)).toEqual([3, 4]);
  });

  test('gets once more what it has not acknowledged', async () => {
    const { shop, reopen } = await twoFacts();
    expect(seqs(await take(shop.consumer('mail'), 2))).toEqual([1, 2]);
    expect(seqs(await take(shop.consumer('mail'), 2))).toEqual([1, 2]);
    await shop.close();
    expect(seqs(await take((await reopen()).consumer('mail'), 2))).toEqual([1, 2]);
  });

  test('acknowledges everything before a fact with it', async () => {
    const { shop } = await twoFacts();
    const consumer = shop.consumer('mail');
    const [, second] = await take(consumer, 2);
    await consumer.acknowledge(second as ShopFact);
    expect(consumer.position).toBe(2);
    await consumer.acknowledge({ seq: 1 });
    expect(consumer.position).toBe(2);
  });

  test('cannot acknowledge a fact that it has not received', async () => {
    const { shop } = await twoFacts();
    const consumer = shop.consumer('mail');
    await expect(consumer.acknowledge({ seq: 1 })).rejects.toThrow(
      'fact.seq: expected a fact that mail has received, up to 0, got 1',
    );
    await take(consumer, 1);
    await expect(consumer.acknowledge({ seq: 2 })).rejects.toThrow(RangeError);
    await expect(consumer.acknowledge({ seq: 0 })).rejects.toThrow(RangeError);
    await expect(consumer.acknowledge({ seq: '1' } as never)).rejects.toThrow(TypeError);
    expect(consumer.position).toBe(0);
  });

  test('has a position that is independent of other consumers', async () => {
    const { shop } = await twoFacts();
    expect(await work(shop.consumer('mail'), 2)).toEqual([1, 2]);
    expect(await work(shop.consumer('sms'), 1)).toEqual([1]);
    expect([shop.consumer('mail').position, shop.consumer('sms').position]).toEqual([2, 1]);
  });

  test('begins again after it is removed, and its iteration ends', async () => {
    const { shop } = await twoFacts();
    const consumer = shop.consumer('mail');
    await work(consumer, 2);
    const waiting = take(consumer, 1);
    await consumer.remove();
    expect(await waiting).toEqual([]);
    expect(shop.consumer('mail').position).toBe(0);
  });

  test('has a name that is an id', async () => {
    const { shop } = await twoFacts();
    for (const name of ['', 'x'.repeat(257), 7, undefined]) {
      expect(() => shop.consumer(name as string)).toThrow(/^name: expected/);
    }
  });

  test('of a closed shop acknowledges nothing and receives nothing', async () => {
    const { shop } = await twoFacts();
    const consumer = shop.consumer('mail');
    await take(consumer, 1);
    await shop.close();
    await expect(consumer.acknowledge({ seq: 1 })).rejects.toThrow('the engine has stopped');
    expect(await take(shop.consumer('sms'), 1)).toEqual([]);
  });
});
