import { describe, expect, test } from 'vitest';
import {
  type Consumer,
  createShop,
  memoryStore,
  type ShopFact,
  type Store,
} from '../../../src/index.ts';
import { loopTurns } from '../loopTurns.ts';
import { accepted, openShop, stallingStore } from '../shop/openShop.ts';

/** The first `count` facts of a consumer. */
async function read(consumer: Consumer, count: number): Promise<ShopFact[]> {
  const facts: ShopFact[] = [];
  for await (const fact of consumer) if (facts.push(fact) === count) break;
  return facts;
}

/** A shop with two facts, on a store that can be stalled. */
async function shopWithFacts() {
  const { store, stall, goOn } = stallingStore();
  const { shop } = await openShop({ store });
  accepted(await shop.carts.add('ada', 'mug', 1));
  accepted(await shop.carts.add('ada', 'lamp', 1));
  return { shop, stall, goOn };
}

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.then(() => {
    settled = true;
  });
  await loopTurns();
  return settled;
}

describe('a consumer', () => {
  test('has no acknowledgement resolved while an earlier one is not durable', async () => {
    const { shop, stall, goOn } = await shopWithFacts();
    const consumer = shop.consumer('mail');
    const [first, second] = (await read(consumer, 2)) as [ShopFact, ShopFact];
    stall();
    const calls = [second, second, first].map((fact) => consumer.acknowledge(fact));
    for (const call of calls) expect(await isSettled(call)).toBe(false);
    goOn();
    await Promise.all(calls);
  });

  test('that is opened while one of its name is being removed is a new one', async () => {
    const { shop, stall, goOn } = await shopWithFacts();
    const consumer = shop.consumer('mail');
    const [first] = (await read(consumer, 1)) as [ShopFact];
    await consumer.acknowledge(first);
    stall();
    const removals = [consumer.remove(), consumer.remove()];
    for (const removal of removals) expect(await isSettled(removal)).toBe(false);
    const next = shop.consumer('mail');
    expect(next.position).toBe(0);
    goOn();
    await Promise.all(removals);
    expect((await read(next, 2)).map(({ seq }) => seq)).toEqual([1, 2]);
  });

  test('of a shop that has stopped rejects with the cause when it acknowledges or is removed', async () => {
    const cause = new Error('disk full');
    const { store } = stallingStore();
    let isFull = false;
    const commit: Store['commit'] = (batch) => {
      if (isFull) throw cause;
      return store.commit(batch);
    };
    const { shop } = await openShop({ store: { ...store, commit } });
    accepted(await shop.carts.add('ada', 'mug', 1));
    const consumer = shop.consumer('mail');
    const [fact] = (await read(consumer, 1)) as [ShopFact];
    isFull = true;
    await expect(shop.carts.add('ada', 'mug', 1)).rejects.toBe(cause);
    const why = 'the engine has stopped: disk full';
    await expect(consumer.acknowledge(fact)).rejects.toThrow(why);
    await expect(consumer.remove()).rejects.toThrow(why);
  });

  test('whose beginning cannot be written rejects when it reads', async () => {
    const cause = new Error('disk full');
    const inner = memoryStore();
    let isFull = false;
    const shop = await createShop({
      store: {
        ...inner,
        commit(batch) {
          if (isFull) throw cause;
          return inner.commit(batch);
        },
      },
    });
    isFull = true;
    const consumer = shop.consumer('mail');
    await expect(read(consumer, 1)).rejects.toBe(cause);
  });
});
