import { describe, expect, it } from 'vitest';
import { byCategory, inOrder, memoryStore, type Pricing } from '../../../src/index.ts';
import { emptyStage, errorOf, orderOf, picture, type Stage, stage } from './stage.ts';
import { expectThrownByUser } from './userCode.ts';

/** Overwrites everything that can be reached from a value, as far as it can be overwritten. */
function overwrite(value: unknown, seen = new Set<unknown>()): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  for (const inner of Object.values(value)) overwrite(inner, seen);
  for (const key of Object.keys(value)) {
    try {
      Object.assign(value, { [key]: 'overwritten' });
    } catch {
      // A frozen value cannot be changed, so that it need not be a copy.
    }
  }
  try {
    if (Array.isArray(value)) value.length = 0;
    Object.assign(value, { intruder: true });
  } catch {
    // Likewise.
  }
}

const reads: readonly (readonly [string, (at: Stage) => unknown])[] = [
  ['products.get', ({ shop }) => shop.products.get('mug')],
  ['products.reviews', ({ shop }) => shop.products.reviews('mug')],
  ['users.get', ({ shop }) => shop.users.get('ada')],
  ['carts.get', ({ shop }) => shop.carts.get('ada')],
  ['quote', ({ shop }) => shop.quote('ada')],
  ['orders.get', (at) => at.shop.orders.get(orderOf(at, 'ada'))],
  ['orders.list', ({ shop }) => shop.orders.list({ userId: 'ada' })],
  ['orders.history', (at) => at.shop.orders.history(orderOf(at, 'ada'))],
  ['search', ({ shop }) => shop.search()],
  ['explain', ({ shop }) => shop.explain('mug')],
  ['audit', ({ shop }) => shop.audit()],
];

const commands: readonly (readonly [string, (at: Stage) => Promise<unknown>])[] = [
  [
    'products.add',
    ({ shop }) =>
      shop.products.add({ sku: 'new', name: 'N', category: 'c', priceMinor: 1, stock: { a: 1 } }),
  ],
  [
    'products.add, refused',
    ({ shop }) => shop.products.add({ sku: 'mug', name: 'N', category: 'c', priceMinor: 1 }),
  ],
  ['products.update', ({ shop }) => shop.products.update('mug', { name: 'N' })],
  ['products.restock', ({ shop }) => shop.products.restock('mug', 1)],
  [
    'products.review',
    ({ shop }) => shop.products.review('mug', { userId: 'ada', rating: 1, text: 't' }),
  ],
  ['users.register', ({ shop }) => shop.users.register({ userId: 'ada', name: 'N', email: 'e@x' })],
  ['carts.add', ({ shop }) => shop.carts.add('ada', 'mug', 1)],
  ['carts.add, refused', ({ shop }) => shop.carts.add('ada', 'mug', 1_000)],
  ['carts.setQuantity', ({ shop }) => shop.carts.setQuantity('ada', 'mug', 1)],
  ['carts.remove', ({ shop }) => shop.carts.remove('ada', 'mug')],
  ['carts.clear', ({ shop }) => shop.carts.clear('ada')],
  ['checkout', ({ shop }) => shop.checkout('ada', { idempotencyKey: 'k' })],
  ['orders.confirm', (at) => at.shop.orders.confirm(orderOf(at, 'bob'))],
  ['orders.confirm, refused', (at) => at.shop.orders.confirm(orderOf(at, 'ada'))],
  ['orders.ship', (at) => at.shop.orders.ship(orderOf(at, 'ada'), { trackingNumber: 'T' })],
  ['orders.cancel', (at) => at.shop.orders.cancel(orderOf(at, 'ada'), { reason: 'r' })],
];

describe('overwriting what a call has returned does not change the shop:', () => {
  it.each(reads)('%s', async (_, read) => {
    const at = await stage();
    const before = picture(at);
    overwrite(read(at));
    expect(picture(at)).toEqual(before);
    expect(await at.shop.checkout('ada')).toMatchObject({ ok: true });
    expect(at.shop.audit()).toEqual({ ok: true, problems: [] });
  });

  it.each(commands)('%s', async (_, command) => {
    const at = await stage();
    const answer = await command(at);
    const before = picture(at);
    overwrite(answer);
    expect(picture(at)).toEqual(before);
    expect(at.shop.audit()).toEqual({ ok: true, problems: [] });
  });

  it('facts, in a handler and in a notifier', async () => {
    const at = await stage();
    at.shop.on('*', overwrite);
    at.shop.observe({ name: 'vandal', notify: overwrite });
    const quiet = await stage();
    for (const { shop } of [at, quiet]) {
      await shop.carts.add('ada', 'mug', 1);
      await shop.checkout('ada');
      await shop.carts.add('cleo', 'mug', 1);
      await shop.checkout('bob');
    }
    at.clock.advance(24 * 60 * 60 * 1000);
    quiet.clock.advance(24 * 60 * 60 * 1000);
    const { facts: _, ...left } = picture(at);
    const { facts: __, ...right } = picture(quiet);
    expect(left).toEqual(right);
  });

  it('a refusal, which the fact and the answer to a retry share', async () => {
    const at = await stage();
    const { shop } = at;
    await shop.carts.setQuantity('ada', 'mug', 20);
    await shop.carts.add('cleo', 'mug', 60);
    await shop.checkout('cleo');
    const first = await shop.checkout('ada', { idempotencyKey: 'k' });
    expect(first).toMatchObject({ ok: false, refusal: { code: 'out-of-stock' } });
    const copy = structuredClone(first);
    const before = picture(at);
    overwrite(first);
    const again = await shop.checkout('ada', { idempotencyKey: 'k' });
    expect(again).toEqual({ ...copy, replayed: true });
    expect(picture(at)).toEqual(before);
  });

  it('one answer of two checkouts with the same key does not change the other', async () => {
    const inner = memoryStore();
    const at = await stage({
      store: { ...inner, commit: async (batch) => inner.commit(batch) },
    });
    const both = [
      at.shop.checkout('ada', { idempotencyKey: 'k' }),
      at.shop.checkout('ada', { idempotencyKey: 'k' }),
    ] as const;
    const first = await both[0];
    const copy = structuredClone(first);
    overwrite(first);
    expect(await both[1]).toEqual({ ...copy, replayed: true });
  });
});

describe('changing an argument after the call does not change the shop:', () => {
  const changed = async (at: Stage, given: object, run: () => Promise<unknown>) => {
    const running = run();
    overwrite(given);
    await running;
    return picture(at);
  };

  it('a product and its stock', async () => {
    const at = await stage();
    const product = { sku: 'new', name: 'N', category: 'c', priceMinor: 1, stock: { a: 1, b: 2 } };
    const after = await changed(at, product, () => at.shop.products.add(product));
    expect(after.products.at(-1)).toMatchObject({
      product: { sku: 'new', name: 'N', priceMinor: 1, available: 3 },
      stock: { locations: { a: { available: 1 }, b: { available: 2 } } },
    });
  });

  it('a change of a product', async () => {
    const at = await stage();
    const change = { name: 'New', priceMinor: 1 };
    await changed(at, change, () => at.shop.products.update('mug', change));
    expect(at.shop.products.get('mug')).toMatchObject({ name: 'New', priceMinor: 1 });
  });

  it('a review', async () => {
    const at = await stage();
    const review = { userId: 'ada', rating: 2, text: 't' };
    await changed(at, review, () => at.shop.products.review('mug', review));
    expect(at.shop.products.reviews('mug').at(-1)).toMatchObject({ rating: 2, text: 't' });
  });

  it('a user', async () => {
    const at = await stage();
    const user = { userId: 'cleo', name: 'New', member: true };
    await changed(at, user, () => at.shop.users.register(user));
    expect(at.shop.users.get('cleo')).toEqual({ userId: 'cleo', name: 'New', member: true });
  });

  it('options of restock, checkout, ship and cancel', async () => {
    const at = await stage();
    const location = { location: 'south' };
    await changed(at, location, () => at.shop.products.restock('mug', 1, location));
    expect(at.shop.explain('mug')?.locations).toHaveProperty('south');
    const checkout = { idempotencyKey: 'k' };
    await changed(at, checkout, () => at.shop.checkout('ada', checkout));
    expect(at.shop.orders.list({ userId: 'ada' })).toHaveLength(2);
    const tracking = { trackingNumber: 'T' };
    const [, paid] = at.shop.orders.list({ userId: 'ada' }).map(({ orderId }) => orderId);
    await changed(at, tracking, () => at.shop.orders.ship(paid ?? '', tracking));
    expect(at.shop.orders.get(paid ?? '')?.trackingNumber).toBe('T');
    const reason = { reason: 'r' };
    await changed(at, reason, () => at.shop.orders.cancel(orderOf(at, 'bob'), reason));
    expect(at.shop.orders.get(orderOf(at, 'bob'))?.cancelReason).toBe('r');
  });

  it('the options of the shop, and the lists given to inOrder and byCategory', async () => {
    const locations = ['north', 'main'];
    const options = { currency: 'EUR', paymentTimeoutMs: 5_000, allocation: inOrder(locations) };
    const at = await stage(options);
    overwrite(locations);
    overwrite(options);
    const categories = ['kitchen'];
    const filter = byCategory(categories);
    overwrite(categories);
    expect(at.shop.search([filter]).total).toBe(2);
    const answer = await at.shop.checkout('ada');
    expect(answer).toMatchObject({
      order: {
        currency: 'EUR',
        paymentDueAt: 6_000,
        lines: [{ allocations: [{ location: 'north' }] }, {}],
      },
    });
  });

  it.each([1, 2, 3, 4])('a review whose rating changes after %d reads', async (nth) => {
    const at = await stage();
    let reads = 0;
    const review = {
      userId: 'ada',
      get rating() {
        return ++reads > nth ? 99 : 5;
      },
    };
    await at.shop.products.review('mug', review).catch(() => {});
    expect(at.shop.products.get('mug')?.rating).toBeLessThanOrEqual(5);
  });
});

describe('minus zero', () => {
  it('is plain zero once it is a price or a stock', async () => {
    const at = await emptyStage();
    await at.shop.products.add({ sku: 'air', name: 'A', category: 'c', priceMinor: -0, stock: -0 });
    expect(at.shop.products.get('air')?.priceMinor).toBe(0);
    expect(at.shop.explain('air')?.locations.main?.available).toBe(0);
  });
});

describe('a custom filter', () => {
  it.each([new Error('no filter today'), undefined, null, 'a string'])(
    'that throws %o makes the search throw with it as the cause, and nothing has changed',
    async (thrown) => {
      const at = await stage();
      const before = picture(at);
      const search = () =>
        at.shop.search([
          () => {
            throw thrown;
          },
        ]);
      expectThrownByUser(await errorOf(search), 'filter', thrown);
      expect(picture(at)).toEqual(before);
    },
  );

  it('that overwrites products changes at most its own result', async () => {
    const at = await stage();
    const before = picture(at);
    at.shop.search([
      (product) => {
        overwrite(product);
        return true;
      },
    ]);
    expect(picture(at)).toEqual(before);
  });
});

describe('custom code that calls the shop', () => {
  it('as a strategy has its commands rejected, and the turn goes on unaffected', async () => {
    const outcomes: Promise<unknown>[] = [];
    let at: Stage | undefined;
    const attack = () => {
      if (at === undefined) return;
      const { shop } = at;
      for (const run of [
        () => shop.carts.clear('ada'),
        () => shop.checkout('ada'),
        () => shop.products.restock('mug', 1),
        () => shop.users.register({ userId: 'ada', name: 'Eve' }),
        () => shop.orders.cancel(orderOf(at as Stage, 'bob')),
      ]) {
        outcomes.push(run().catch((error) => error));
      }
    };
    const pricing: Pricing = ({ unitPriceMinor, quantity }) => {
      attack();
      return unitPriceMinor * quantity;
    };
    let ids = 0;
    at = await stage({
      pricing,
      allocation: (demands) => {
        attack();
        return demands.map(() => ['main']);
      },
      createId: () => {
        attack();
        return `id-${++ids}`;
      },
    });
    const answer = await at.shop.checkout('ada');
    expect(answer).toMatchObject({ ok: true, order: { totalMinor: 3_700 } });
    const errors = await Promise.all(outcomes);
    expect(errors.length).toBeGreaterThan(10);
    for (const error of errors) {
      expect(error).toBeInstanceOf(Error);
      expect((error as Error).message).toMatch(/a turn is under way/);
    }
    expect(at.shop.users.get('ada')?.name).toBe('Ada');
    expect(at.shop.orders.get(orderOf(at, 'bob'))?.state).toBe('pending');
    expect(at.shop.audit()).toEqual({ ok: true, problems: [] });
  });

  it('as a strategy reads the shop as it was before the turn', async () => {
    const at = await stage();
    const seen: unknown[] = [];
    await at.shop.checkout('ada', {
      pricing: () => {
        seen.push(picture(at));
        return 1;
      },
    });
    const [first, second] = seen;
    expect(seen).toHaveLength(2);
    expect(second).toEqual(first);
  });

  it('as a strategy may close the shop, which ends the turn first', async () => {
    const at = await stage();
    let closing: Promise<void> | undefined;
    const answer = await at.shop.checkout('ada', {
      pricing: () => {
        closing ??= at.shop.close();
        return 1;
      },
    });
    await closing;
    expect(answer).toMatchObject({ ok: true });
    expect(at.facts.at(-1)?.type).toBe('order.placed');
    expect(await at.shop.checkout('ada')).toMatchObject({ refusal: { code: 'closed' } });
    expect(at.shop.audit()).toEqual({ ok: true, problems: [] });
  });

  it('as a strategy may move the clock: timers that fall due run after the turn', async () => {
    const at = await stage();
    await at.shop.checkout('ada', {
      pricing: () => {
        at.clock.advance(15 * 60 * 1000);
        return 1;
      },
    });
    at.clock.advance(15 * 60 * 1000);
    expect(at.shop.orders.get(orderOf(at, 'bob'))?.state).toBe('cancelled');
    expect(at.shop.audit()).toEqual({ ok: true, problems: [] });
  });

  it('as a filter has its commands run at once, and the search shows what was there when it began', async () => {
    const at = await stage();
    let added = 0;
    const { total } = at.shop.search([
      () => {
        if (added < 100) {
          added++;
          at.shop.products.add({ name: 'N', category: 'c', priceMinor: 1 }).catch(() => {});
        }
        return true;
      },
    ]);
    expect(total).toBe(2);
  });
});
