import { describe, expect, it, vi } from 'vitest';
import type { ObserverFailed, ShopFact } from '../../../src/index.ts';
import { picture, type Stage, stage, unheardRejections } from './stage.ts';

/** Runs one command that emits facts, and returns the types of those that a handler of `*` received. */
async function addOne({ shop, facts }: Stage): Promise<string[]> {
  const before = facts.length;
  expect(await shop.carts.add('bob', 'mug', 1)).toMatchObject({ ok: true });
  return facts.slice(before).map(({ type }) => type);
}

const ways: readonly (readonly [string, (at: Stage, call: (fact: ShopFact) => unknown) => void])[] =
  [
    ['a handler of one type', ({ shop }, call) => shop.on('cart.lineAdded', call)],
    ['a handler of all types', ({ shop }, call) => shop.on('*', call)],
    ['a notifier', ({ shop }, notify) => shop.observe({ name: 'mail', notify })],
  ];

describe.each(ways)('%s', (_, listen) => {
  it.each([new Error('no mail today'), 'a string', undefined, null, Object.create(null)])(
    'that throws %o affects neither the command nor any other handler, and is reported',
    async (thrown) => {
      const at = await stage();
      const failures: ObserverFailed[] = [];
      at.shop.on('observer.failed', (failure) => failures.push(failure));
      listen(at, () => {
        throw thrown;
      });
      const last = vi.fn();
      at.shop.on('cart.lineAdded', last);
      expect(await addOne(at)).toEqual(['cart.lineAdded']);
      expect(await addOne(at)).toEqual(['cart.lineAdded']);
      expect(last).toHaveBeenCalledTimes(2);
      expect(failures).toHaveLength(2);
      expect(failures[0]).toMatchObject({ fact: { type: 'cart.lineAdded' } });
      expect(failures[0]?.error).toBe(thrown);
    },
  );

  it('that rejects is reported, and no rejection stays unhandled', async () => {
    const at = await stage();
    const failures: ObserverFailed[] = [];
    at.shop.on('observer.failed', (failure) => failures.push(failure));
    const error = new Error('no mail today');
    listen(at, async () => {
      throw error;
    });
    const unheard = await unheardRejections(() => addOne(at));
    expect(unheard).toEqual([]);
    expect(failures.map((failure) => failure.error)).toEqual([error]);
  });

  it('that answers a broken thenable is reported', async () => {
    const at = await stage();
    const failures: ObserverFailed[] = [];
    at.shop.on('observer.failed', (failure) => failures.push(failure));
    listen(at, () => ({
      // biome-ignore lint/suspicious/noThenProperty: a hostile thenable is the point
      get then() {
        throw new Error('no then');
      },
    }));
    expect(await addOne(at)).toEqual(['cart.lineAdded']);
    expect(failures).toHaveLength(1);
  });

  it('may send commands: their facts come after this one, in the order of their numbers', async () => {
    const at = await stage();
    const { shop, facts } = at;
    let sent: Promise<unknown> | undefined;
    listen(at, (fact) => {
      if (fact.type !== 'cart.lineAdded' || sent !== undefined) return;
      sent = shop.carts.setQuantity('bob', 'mug', 5);
    });
    await addOne(at);
    expect(await sent).toMatchObject({ ok: true, cart: { lines: [{ quantity: 5 }] } });
    expect(facts.map(({ seq }) => seq)).toEqual(facts.map((__, index) => index + 1));
    expect(shop.audit().ok).toBe(true);
  });

  it('may buy, confirm, ship, restock and read within one fact', async () => {
    const at = await stage();
    const { shop } = at;
    let done: Promise<unknown> | undefined;
    listen(at, () => {
      done ??= (async () => {
        const answer = await shop.checkout('ada');
        if (!answer.ok) throw new Error('not bought');
        await shop.orders.confirm(answer.order.orderId);
        await shop.orders.ship(answer.order.orderId, { trackingNumber: 'T' });
        await shop.products.restock('mug', 1);
        return picture(at).audit;
      })();
    });
    await addOne(at);
    expect(await done).toEqual({ ok: true, problems: [] });
  });

  it('may close the shop', async () => {
    const at = await stage();
    let closed: Promise<void> | undefined;
    listen(at, () => {
      closed ??= at.shop.close();
    });
    await addOne(at);
    await closed;
    expect(await at.shop.carts.add('bob', 'mug', 1)).toEqual({
      ok: false,
      refusal: { code: 'closed', reason: 'the shop has been closed' },
    });
    expect(at.shop.carts.get('bob')?.lines).toMatchObject([{ quantity: 1 }]);
  });

  it('may move the simulated clock on', async () => {
    const at = await stage();
    let moved = false;
    listen(at, () => {
      if (moved) return;
      moved = true;
      at.clock.advance(24 * 60 * 60 * 1000);
    });
    await addOne(at);
    expect(at.facts.map(({ type }) => type)).toContain('cart.expired');
    expect(at.facts.map(({ seq }) => seq)).toEqual(at.facts.map((__, index) => index + 1));
    expect(at.shop.carts.get('bob')?.state).toBe('empty');
    expect(at.shop.audit().ok).toBe(true);
  });

  it('cannot change a fact for other handlers or for the history', async () => {
    const at = await stage();
    const { shop } = at;
    listen(at, (fact) => {
      Object.assign(fact, { type: 'forged' });
    });
    const told: ShopFact[] = [];
    shop.on('order.placed', (fact) => told.push(fact));
    const answer = await shop.checkout('ada');
    expect(told).toMatchObject([{ type: 'order.placed' }]);
    expect(answer.ok && shop.orders.history(answer.order.orderId)).toMatchObject([
      { type: 'order.placed' },
    ]);
  });
});

describe('unsubscribing', () => {
  it('inside a handler ends it from the next fact on, and the other handlers go on', async () => {
    const at = await stage();
    const once = vi.fn(() => stop());
    const stop = at.shop.on('cart.lineAdded', once);
    const always = vi.fn();
    at.shop.on('cart.lineAdded', always);
    await addOne(at);
    await addOne(at);
    expect(once).toHaveBeenCalledTimes(1);
    expect(always).toHaveBeenCalledTimes(2);
  });

  it('twice ends no other subscription', async () => {
    const at = await stage();
    const handler = vi.fn();
    const stops = [
      at.shop.on('cart.lineAdded', handler),
      at.shop.on('*', handler),
      at.shop.observe({ name: 'mail', notify: handler }),
    ];
    at.shop.on('cart.lineAdded', handler);
    at.shop.on('*', handler);
    at.shop.observe({ name: 'mail', notify: handler });
    for (const stop of stops) {
      stop();
      stop();
    }
    await addOne(at);
    expect(handler).toHaveBeenCalledTimes(3);
  });

  it('subscribing inside a handler begins with the next fact', async () => {
    const at = await stage();
    const late = vi.fn();
    const stop = at.shop.on('cart.lineAdded', () => {
      stop();
      at.shop.on('cart.lineAdded', late);
    });
    await addOne(at);
    expect(late).toHaveBeenCalledTimes(0);
    await addOne(at);
    expect(late).toHaveBeenCalledTimes(1);
  });
});

describe('a handler of observer.failed', () => {
  it.each([new Error('twice'), 'a string', undefined, null, Object.create(null)])(
    'that throws %o causes a process warning, and later facts are still emitted',
    async (thrown) => {
      const at = await stage();
      const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
      try {
        at.shop.on('observer.failed', () => {
          throw thrown;
        });
        at.shop.on('cart.lineAdded', () => {
          throw new Error('first');
        });
        expect(await addOne(at)).toEqual(['cart.lineAdded']);
        expect(await addOne(at)).toEqual(['cart.lineAdded']);
        expect(warn).toHaveBeenCalledTimes(2);
      } finally {
        warn.mockRestore();
      }
    },
  );
});
