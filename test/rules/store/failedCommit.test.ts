import { describe, expect, it } from 'vitest';
import {
  type Change,
  type Consumer,
  createShop,
  memoryStore,
  type ShopFact,
  type Store,
} from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { loopTurns } from '../loopTurns.ts';
import { accepted, buy, fillCart, HOUR, openShop, START } from '../shop/openShop.ts';

/** How the disk fails: the commit throws, or its promise rejects at once or later. */
const FAILURES: Readonly<Record<string, (cause: Error) => Promise<void>>> = {
  throws: (cause) => {
    throw cause;
  },
  rejects: (cause) => Promise.reject(cause),
  'rejects later': (cause) => loopTurns().then(() => Promise.reject(cause)),
};

/** A store that fails once, when it is told to, and goes on as if nothing had happened. */
function forgetfulStore(fail: (cause: Error) => Promise<void>) {
  const inner = memoryStore();
  const batches: (readonly Change[])[] = [];
  let isFailing = false;
  const store: Store = {
    ...inner,
    commit(batch) {
      batches.push(batch);
      if (!isFailing) return inner.commit(batch);
      isFailing = false;
      return fail(new Error('no space left'));
    },
  };
  return {
    store,
    batches,
    failNext() {
      isFailing = true;
      batches.length = 0;
    },
  };
}

async function firstFact(consumer: Consumer): Promise<ShopFact> {
  for await (const fact of consumer) return fact;
  throw new Error('there is no fact');
}

describe.each(Object.entries(FAILURES))('a commit that %s', (_, fail) => {
  it('is the last one: commands, timers and consumers write nothing after it', async () => {
    const { store, batches, failNext } = forgetfulStore(fail);
    const { shop, clock } = await openShop({ store });
    await buy(shop, 'ada', { mug: 1 });
    await fillCart(shop, 'bob', { lamp: 1 });
    const consumer = shop.consumer('mail');
    const fact = await firstFact(consumer);
    failNext();
    await expect(shop.carts.add('bob', 'mug', 1)).rejects.toThrow('no space left');
    expect(batches).toHaveLength(1);
    expect(await shop.checkout('bob', { idempotencyKey: 'again' })).toMatchObject({
      refusal: { code: 'closed', reason: 'the shop has stopped: no space left' },
    });
    await expect(consumer.acknowledge(fact)).rejects.toThrow();
    await expect(consumer.remove()).rejects.toThrow();
    shop.consumer('late');
    clock.advance(48 * HOUR);
    await loopTurns();
    await shop.close();
    expect(batches).toHaveLength(1);
  });

  it('loses nothing before it, and what comes after it was never there', async () => {
    const { store, failNext } = forgetfulStore(fail);
    const { shop } = await openShop({ store });
    await fillCart(shop, 'bob', { lamp: 1 });
    failNext();
    await expect(shop.carts.add('bob', 'mug', 1)).rejects.toThrow('no space left');
    await shop.carts.add('bob', 'mug', 2);
    await shop.close();
    const again = await createShop({ store, clock: simulatedClock(START) });
    expect(again.carts.get('bob')?.lines).toMatchObject([{ sku: 'lamp', quantity: 1 }]);
    expect(again.audit()).toEqual({ ok: true, problems: [] });
    accepted(await again.carts.add('bob', 'mug', 2));
  });
});
