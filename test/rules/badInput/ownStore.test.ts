import { describe, expect, it } from 'vitest';
import { type Change, memoryStore, type Store } from '../../../src/index.ts';
import { loopTurns } from '../loopTurns.ts';
import { errorOf, orderOf, picture, type Stage, stage, unheardRejections } from './stage.ts';

/** A stage whose store commits by `commit` from now on, after `good` more good batches. */
async function storedBy(
  commit: (batch: readonly Change[], inner: Store) => void | Promise<void>,
  good = 0,
): Promise<Stage> {
  const inner = memoryStore();
  let left = Number.POSITIVE_INFINITY;
  const store: Store = {
    ...inner,
    commit: (batch) => (left-- > 0 ? inner.commit(batch) : commit(batch, inner)),
  };
  const at = await stage({ store });
  left = good;
  return at;
}

const later = () => new Promise<void>((done) => setImmediate(done));

const failures: readonly (readonly [
  string,
  (cause: unknown) => (batch: readonly Change[], inner: Store) => void | Promise<void>,
])[] = [
  [
    'throws',
    (cause) => () => {
      throw cause;
    },
  ],
  ['rejects at once', (cause) => () => Promise.reject(cause)],
  [
    'rejects later',
    (cause) => async (batch, inner) => {
      inner.commit(batch);
      await later();
      throw cause;
    },
  ],
];

describe.each(failures)('a store whose commit %s', (_, failWith) => {
  it.each([0, 1, 2])('after %d purchases stops the engine with the cause', async (good) => {
    const cause = new Error('disk full');
    // A purchase is two batches, and before the failure one more batch fills the cart.
    const at = await storedBy(failWith(cause), 2 * good + 1);
    const outcomes: unknown[] = [];
    const unheard = await unheardRejections(async () => {
      for (let round = 0; round < 4; round++) {
        await at.shop.carts.add('cleo', 'mug', 1).catch(() => {});
        outcomes.push(await at.shop.checkout('cleo').catch((error) => error));
      }
    });
    expect(unheard).toEqual([]);
    expect(outcomes.slice(0, good)).toEqual(
      outcomes.slice(0, good).map(() => expect.objectContaining({ ok: true })),
    );
    expect(outcomes[good]).toBe(cause);
    for (const outcome of outcomes.slice(good + 1)) {
      expect(outcome).toEqual({
        ok: false,
        refusal: { code: 'closed', reason: 'the shop has stopped: disk full' },
      });
    }
  });

  it('refuses every command afterwards, and every read goes on', async () => {
    const at = await storedBy(failWith(new Error('disk full')));
    const { shop } = at;
    const orderId = orderOf(at, 'ada');
    await errorOf(() => shop.checkout('ada'));
    const before = picture(at);
    const closed = { code: 'closed', reason: 'the shop has stopped: disk full' };
    for (const answer of [
      await shop.products.add({ sku: 'new', name: 'N', category: 'c', priceMinor: 1 }),
      await shop.products.update('mug', { priceMinor: 1 }),
      await shop.products.restock('mug', 1),
      await shop.products.review('mug', { userId: 'ada', rating: 1 }),
      await shop.users.register({ name: 'N' }),
      await shop.carts.add('ada', 'mug', 1),
      await shop.carts.setQuantity('ada', 'mug', 1),
      await shop.carts.remove('ada', 'mug'),
      await shop.carts.clear('ada'),
      await shop.checkout('ada', { idempotencyKey: 'again' }),
      await shop.orders.confirm(orderId),
      await shop.orders.ship(orderId, { trackingNumber: 'T' }),
      await shop.orders.deliver(orderId),
      await shop.orders.cancel(orderId),
      await shop.orders.send(orderId, { type: 'order.confirm' }),
    ]) {
      expect(answer).toEqual({ ok: false, refusal: closed });
    }
    at.clock.advance(48 * 60 * 60 * 1000);
    expect(picture(at)).toEqual(before);
    await shop.close();
    expect(await shop.carts.clear('ada')).toEqual({ ok: false, refusal: closed });
  });

  it('emits no fact of the turn that was not stored', async () => {
    const at = await storedBy(failWith(new Error('disk full')));
    const before = at.facts.length;
    await errorOf(() => at.shop.checkout('ada'));
    await loopTurns();
    expect(at.facts.slice(before)).toEqual([]);
  });

  it('rejects every waiting command with the cause, and no rejection stays unhandled', async () => {
    const cause = new Error('disk full');
    const at = await storedBy(failWith(cause));
    const { shop } = at;
    const unheard = await unheardRejections(async () => {
      const waiting = await Promise.allSettled([
        shop.checkout('ada', { idempotencyKey: 'k' }),
        shop.checkout('ada', { idempotencyKey: 'k' }),
        shop.carts.add('cleo', 'mug', 1),
        shop.checkout('cleo'),
      ]);
      for (const outcome of waiting) {
        if (outcome.status === 'rejected') expect(outcome.reason).toBe(cause);
        else expect(outcome.value).toMatchObject({ ok: false, refusal: { code: 'closed' } });
      }
      expect(waiting[0]?.status).toBe('rejected');
    });
    expect(unheard).toEqual([]);
  });

  it('while a timer fires stops the engine and leaves no rejection unhandled', async () => {
    const at = await storedBy(failWith(new Error('disk full')));
    const unheard = await unheardRejections(async () => {
      at.clock.advance(48 * 60 * 60 * 1000);
      await loopTurns();
    });
    expect(unheard).toEqual([]);
    expect(await at.shop.carts.add('ada', 'mug', 1)).toEqual({
      ok: false,
      refusal: { code: 'closed', reason: 'the shop has stopped: disk full' },
    });
  });

  it.each([undefined, null, '', 'disk full', 28, Object.create(null), new Error('')])(
    'with %o as the cause is reported as a stopped shop, not as a closed one',
    async (cause) => {
      const at = await storedBy(failWith(cause));
      let rejected = false;
      const unheard = await unheardRejections(async () => {
        await at.shop.checkout('ada').catch(() => {
          rejected = true;
        });
      });
      expect(unheard).toEqual([]);
      expect(rejected).toBe(true);
      const answer = await at.shop.carts.add('ada', 'mug', 1);
      expect(answer).toMatchObject({ ok: false, refusal: { code: 'closed' } });
      const reason = !answer.ok && answer.refusal.code === 'closed' ? answer.refusal.reason : '';
      expect(reason).toMatch(/^the shop has stopped: ./);
    },
  );
});

describe('an order whose last turn could not be stored', () => {
  it.each(['deliver', 'cancel'] as const)('is still there to be read: %s', async (last) => {
    const at = await storedBy(
      () => {
        throw new Error('disk full');
      },
      last === 'deliver' ? 1 : 0,
    );
    const { shop } = at;
    const orderId = orderOf(at, 'ada');
    if (last === 'deliver') await shop.orders.ship(orderId, { trackingNumber: 'T' });
    await errorOf(() => shop.orders[last](orderId));
    expect(shop.orders.get(orderId)).toMatchObject({ orderId });
    expect(shop.orders.history(orderId)).not.toEqual([]);
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
  });
});

describe('a store whose commit never resolves', () => {
  it('keeps the command waiting, emits no fact, and lets reads and later turns go on', async () => {
    const at = await storedBy((batch, inner) => {
      inner.commit(batch);
      return new Promise(() => {});
    });
    const { shop } = at;
    const told = at.facts.length;
    const settled: string[] = [];
    const note = (name: string) => () => settled.push(name);
    shop.checkout('ada').then(note('checkout'), note('checkout'));
    shop.carts.add('cleo', 'mug', 1).then(note('add'), note('add'));
    await loopTurns();
    expect(settled).toEqual([]);
    expect(at.facts.slice(told)).toEqual([]);
    expect(shop.orders.list({ userId: 'ada' })).toHaveLength(2);
    expect(shop.carts.get('cleo')?.lines).toMatchObject([{ sku: 'mug', quantity: 1 }]);
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
  });
});

describe('a store whose get throws', () => {
  it('rejects commands that need it, throws in reads, and goes on afterwards', async () => {
    const inner = memoryStore();
    let armed = false;
    const at = await stage({
      store: {
        ...inner,
        get(key) {
          if (armed) throw new Error('no disk');
          return inner.get(key);
        },
      },
    });
    const before = picture(at);
    armed = true;
    await expect(at.shop.carts.add('cleo', 'mug', 1)).rejects.toThrow('no disk');
    await expect(at.shop.checkout('ada')).rejects.toThrow('no disk');
    expect(() => at.shop.orders.get('nobody')).toThrow('no disk');
    armed = false;
    expect(picture(at)).toEqual(before);
    expect(await at.shop.checkout('ada')).toMatchObject({ ok: true });
  });
});
