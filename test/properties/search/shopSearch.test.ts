import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { lmdbStore } from 'statecart/lmdb';
import { afterAll, describe, expect, test } from 'vitest';
import {
  byCategory,
  byPrice,
  byRating,
  byText,
  createShop,
  type Filter,
  inStock,
  memoryStore,
  type Product,
  type SearchOptions,
  type Shop,
  type Store,
} from '../../../src/index.ts';
import { type SimulatedClock, simulatedClock } from '../../../src/testing.ts';
import { filters, options, text } from './arbitraries.ts';
import { filterOf, type Wanted } from './filterSpec.ts';
import { Oracle } from './Oracle.ts';
import { PAYMENT_TIMEOUT_MS, run, shopCommand, shopProducts, USERS } from './shopCommands.ts';

const RUNS = 60;
const COMMANDS = 25;
const TIMEOUT_MS = 120_000;

/** `SEED=... npx vitest run test/search/shopSearch.test.ts` repeats a failure. */
const seed = process.env.SEED === undefined ? {} : { seed: Number(process.env.SEED) };

const folder = mkdtempSync(join(tmpdir(), 'statecart-search-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SORTS = [undefined, 'relevance', 'price', 'rating', 'name', 'newest'] as const;

async function open(clock: SimulatedClock, store?: Store): Promise<Shop> {
  return createShop({
    clock,
    paymentTimeoutMs: PAYMENT_TIMEOUT_MS,
    ...(store !== undefined && { store }),
  });
}

async function openFilled(store?: Store) {
  const clock = simulatedClock(1000);
  const shop = await open(clock, store);
  for (const userId of USERS) await shop.users.register({ userId, name: userId });
  return { shop, clock };
}

/** What each of the products, asked for by its SKU, says. */
function oracleOf(shop: Shop, skus: Iterable<string>): Oracle {
  const oracle = new Oracle();
  for (const sku of skus) {
    const product = shop.products.get(sku);
    assert(product !== undefined, `${sku} is gone`);
    oracle.put(product);
  }
  return oracle;
}

function expectSame(
  shop: Shop,
  oracle: Oracle,
  wanted: readonly Wanted[],
  options: SearchOptions,
): void {
  const { items, ...rest } = shop.search(wanted.map(filterOf), options);
  const found = { ...rest, skus: items.map(({ sku }) => sku) };
  const expected = oracle.search(wanted, options);
  if (!isDeepStrictEqual(found, expected)) {
    expect(found, JSON.stringify({ wanted, options })).toEqual(expected);
  }
  const kept = items.map(({ sku }) => shop.products.get(sku));
  if (!isDeepStrictEqual(items, kept)) expect(items).toEqual(kept);
  if (wanted.some(({ kind }) => kind === 'text')) return;
  // Without a text it makes no difference whether the shop knows what a filter asks for.
  const unknown = wanted.map((one): Filter => {
    const filter = filterOf(one);
    return (product) => filter(product);
  });
  expect(shop.search(unknown, options)).toEqual({ ...rest, items });
}

function skusOf(shop: Shop, filters: Filter[] = [], options?: SearchOptions): string[] {
  return shop.search(filters, options).items.map(({ sku }) => sku);
}

const question = fc.record({ wanted: filters, options });

describe('a search of a shop answers what asking every product would', () => {
  test.each([
    ['whatever is changed, bought and given back in between', undefined],
    ['also when the shop is closed and opened in between', memoryStore],
  ])(
    '%s',
    async (_rule, newStore) => {
      const steps = fc.array(fc.record({ command: shopCommand, question, beginning: text }), {
        minLength: COMMANDS,
        maxLength: COMMANDS,
      });
      const property = fc.asyncProperty(shopProducts, steps, async (products, steps) => {
        const store = newStore?.();
        const stage = await openFilled(store);
        const skus = new Set<string>();
        const look = ({ question, beginning }: (typeof steps)[number]) => {
          const oracle = oracleOf(stage.shop, skus);
          expectSame(stage.shop, oracle, question.wanted, question.options);
          expect(stage.shop.suggest(beginning)).toEqual(oracle.suggest(beginning));
        };
        for (const product of products) {
          await stage.shop.products.add(product);
          skus.add(product.sku);
        }
        for (const [index, step] of steps.entries()) {
          await run(stage, step.command);
          if (step.command.do === 'add') skus.add(step.command.product.sku ?? '');
          look(step);
          if (store === undefined || index % 8 !== 7) continue;
          const before = oracleOf(stage.shop, skus);
          await stage.shop.close();
          stage.shop = await open(stage.clock, store);
          // Of some shops, one product is in memory before the search reads the others.
          if (index % 3 === 0) stage.shop.products.get([...skus].at(-1) ?? '');
          const { wanted, options } = step.question;
          expectSame(stage.shop, before, wanted, options);
          look(step);
        }
        const oracle = oracleOf(stage.shop, skus);
        for (const sort of SORTS) {
          const order = sort !== undefined && { sort };
          expectSame(stage.shop, oracle, [], { ...order, facets: true });
          expectSame(stage.shop, oracle, [{ kind: 'inStock' }], { ...order, facets: true });
        }
        await stage.shop.close();
      });
      await fc.assert(property, { numRuns: RUNS, ...seed });
    },
    TIMEOUT_MS,
  );
});

/** Ten products, p0 to p9; p8 and p9 are sold out, p1 has a review. */
async function openTen(store?: Store) {
  const { shop, clock } = await openFilled(store);
  for (let index = 0; index < 10; index++) {
    await shop.products.add({
      sku: `p${index}`,
      name: index % 2 === 0 ? `Lamp ${index}` : `Lamps and cables ${index}`,
      category: index < 5 ? 'light' : 'other',
      priceMinor: 100 * index,
      stock: index < 8 ? 1 : 0,
    });
    clock.advance(1);
  }
  await shop.products.review('p1', { userId: 'ada', rating: 4 });
  return { shop, clock };
}

async function buy(shop: Shop, sku: string): Promise<string> {
  await shop.carts.add('ada', sku, 1);
  const answer = await shop.checkout('ada');
  assert(answer.ok);
  return answer.order.orderId;
}

describe('what can be bought now', () => {
  test('is without a product from the last unit sold until one comes back', async () => {
    const { shop, clock } = await openTen();
    const isThere = () => skusOf(shop, [inStock()]).includes('p3');
    expect(isThere()).toBe(true);
    const first = await buy(shop, 'p3');
    expect(isThere()).toBe(false);
    await shop.orders.cancel(first);
    expect(isThere()).toBe(true);
    await buy(shop, 'p3');
    expect(isThere()).toBe(false);
    clock.advance(PAYMENT_TIMEOUT_MS);
    expect(isThere()).toBe(true);
    const second = await buy(shop, 'p3');
    await shop.orders.confirm(second);
    await shop.orders.ship(second, { trackingNumber: 'T' });
    expect(isThere()).toBe(false);
    await shop.products.restock('p3', 1, { location: 'north' });
    expect(isThere()).toBe(true);
  });

  test('is found by a rating that one review changes and another replaces', async () => {
    const { shop } = await openTen();
    const rated = (minimum: number) => skusOf(shop, [byRating(minimum)]);
    expect(rated(4)).toEqual(['p1']);
    await shop.products.review('p1', { userId: 'bob', rating: 1 });
    expect(rated(2.5)).toEqual(['p1']);
    expect(rated(2.6)).toEqual([]);
    await shop.products.review('p1', { userId: 'ada', rating: 1 });
    expect(rated(1)).toEqual(['p1']);
    expect(rated(1.1)).toEqual([]);
    expect(shop.search([], { facets: ['rating'], limit: 0 }).facets).toEqual({
      rating: [
        { rating: 1, count: 1 },
        { rating: 0, count: 9 },
      ],
    });
  });
});

/** Some of all that can be asked. */
function answersOf(shop: Shop): unknown {
  const filters = [[], [byText('lamp')], [byText('lapm')], [inStock()], [byCategory('light')]];
  return [
    ...filters.flatMap((filters) =>
      SORTS.map((sort) =>
        shop.search(filters, { facets: true, ...(sort !== undefined && { sort }) }),
      ),
    ),
    ...['l', 'lamps and', 'x'].map((text) => shop.suggest(text)),
  ];
}

/** A place for one shop, whose store can be opened again and again. */
const places: [string, () => () => Promise<Store>][] = [
  [
    'from memory',
    () => {
      const store = memoryStore();
      return async () => store;
    },
  ],
  [
    'from disk',
    () => {
      const path = join(folder, 'shop');
      return () => lmdbStore({ path });
    },
  ],
];

describe('a shop that is opened again answers as before', () => {
  test.each(places)('%s', async (_where, newPlace) => {
    const place = newPlace();
    const { shop, clock } = await openTen(await place());
    await buy(shop, 'p4');
    await shop.products.update('p0', { name: 'Desk lamp', priceMinor: 5000 });
    await shop.products.update('p2', { category: 'other', description: 'With a cable' });
    await shop.products.review('p1', { userId: 'ada', rating: 2 });
    const before = answersOf(shop);
    await shop.close();
    const again = await open(clock, await place());
    expect(answersOf(again)).toEqual(before);
    await again.products.update('p9', { name: 'Desk lamps', category: 'light' });
    await again.products.restock('p9', 1);
    expect(skusOf(again, [byText('desk lamp'), inStock()])).toEqual(['p0', 'p9']);
    await again.close();
  });
});

describe('a shop with more products than are read at once', () => {
  const COUNT = 600;
  async function openMany() {
    const place = memoryStore();
    const { shop, clock } = await openFilled(place);
    for (let index = 0; index < COUNT; index++) {
      const sku = `p${index}`;
      const stock = index % 2;
      await shop.products.add({ sku, name: `Lamp ${index}`, category: 'c', priceMinor: 1, stock });
    }
    const before = answersOf(shop);
    await shop.close();
    return { before, shop: await open(clock, place) };
  }

  test('reads the rest when it is searched, whatever has been read before', async () => {
    const { before, shop } = await openMany();
    for (const sku of ['p599', 'p0', 'p300', 'none']) shop.products.get(sku);
    expect(answersOf(shop)).toEqual(before);
    await shop.close();
  });

  test('reads all by itself, and says when it is done', async () => {
    const { before, shop } = await openMany();
    await shop.searchReady();
    expect(answersOf(shop)).toEqual(before);
    await shop.searchReady();
    await shop.close();
  });

  test('finds what is changed, added and sold while it reads', async () => {
    const { shop } = await openMany();
    const ready = shop.searchReady();
    await shop.products.update('p599', { name: 'Bowl' });
    await shop.products.restock('p0', 1);
    await shop.products.add({ sku: 'a', name: 'Cup', category: 'c', priceMinor: 1, stock: 1 });
    await shop.products.review('p10', { userId: 'ada', rating: 5 });
    await buy(shop, 'p1');
    await ready;
    const skus = skusOf(shop, [inStock()], { limit: COUNT });
    expect(skus).toHaveLength(COUNT / 2 + 1);
    expect(skus).toEqual(expect.arrayContaining(['p0', 'a', 'p3']));
    expect(skus).not.toContain('p1');
    expect(skusOf(shop, [], { offset: COUNT })).toEqual(['a']);
    expect(skusOf(shop, [byText('bowl')])).toEqual(['p599']);
    expect(skusOf(shop, [byRating(5)])).toEqual(['p10']);
    expect(skusOf(shop, [], { limit: 3 })).toEqual(['p0', 'p1', 'p2']);
    await shop.close();
  });
});

describe('a search from inside', () => {
  test('a handler finds what the command has just changed', async () => {
    const { shop } = await openTen();
    const found: unknown[] = [];
    shop.on('stock.restocked', ({ sku }) => {
      found.push([sku, skusOf(shop, [inStock(), byText('9')])]);
    });
    shop.on('product.reviewed', ({ sku }) => {
      found.push([sku, skusOf(shop, [byRating(5)])]);
    });
    shop.on('order.placed', () => {
      found.push(skusOf(shop, [inStock(), byPrice({ maxMinor: 200 })]));
    });
    await shop.products.restock('p9', 1);
    await shop.products.review('p7', { userId: 'ada', rating: 5 });
    await buy(shop, 'p1');
    expect(found).toEqual([
      ['p9', ['p9']],
      ['p7', ['p7']],
      ['p0', 'p2'],
    ]);
  });

  test('a filter has no influence on the search around it', async () => {
    const { shop } = await openTen();
    const inner: number[] = [];
    const nested: Filter = ({ sku }) => {
      inner.push(
        shop.search([byText('cables'), byPrice({ minMinor: 500 })], { facets: true }).total,
      );
      shop.suggest('lam');
      return shop
        .search([({ category }) => category === 'light'])
        .items.some((one) => one.sku === sku);
    };
    for (const sort of SORTS) {
      const around = { facets: true, ...(sort !== undefined && { sort }) };
      const expected = shop.search([byText('lamp'), byCategory('light'), inStock()], around);
      expect(shop.search([byText('lamp'), nested, inStock()], around)).toEqual(expected);
    }
    expect(new Set(inner)).toEqual(new Set([3]));
  });
});

describe('a filter that changes the shop', () => {
  /** Everything a search depends on, of products before and behind the one that is asked about. */
  function upset(shop: Shop): Promise<unknown> {
    return Promise.all([
      shop.products.add({ sku: 'a', name: 'Lamp', category: 'light', priceMinor: 1, stock: 1 }),
      ...[0, 5, 9].map((index) =>
        shop.products.update(`p${index}`, {
          name: 'Cup',
          category: 'changed',
          priceMinor: 7,
          description: 'New',
        }),
      ),
      shop.products.restock('p8', 5),
      shop.products.review('p2', { userId: 'bob', rating: 5 }),
      buy(shop, 'p6'),
    ]);
  }

  test.each(SORTS)('sees, and its search answers, what was there before: sort %s', async (sort) => {
    const order = sort !== undefined && { sort };
    for (const filters of [[], [byText('lamp')], [byCategory('light', 'other')], [byRating(0)]]) {
      const { shop } = await openTen();
      const before = shop.search(filters, { ...order, facets: true });
      const seen: Product[] = [];
      let work: Promise<unknown> | undefined;
      const upsetting: Filter = (product) => {
        work ??= upset(shop);
        seen.push(product);
        return true;
      };
      const found = shop.search([...filters, upsetting], { ...order, facets: true });
      const bySku = (a: Product, b: Product) => (a.sku < b.sku ? -1 : 1);
      expect([...seen].sort(bySku)).toEqual([...before.items].sort(bySku));
      expect(found).toEqual(before);
      await work;
      expect(skusOf(shop, [byText('cup')])).toEqual(['p0', 'p5', 'p9']);
      expect(skusOf(shop, [inStock(), byText('lamp')], { sort: 'name' })).toContain('p8');
    }
  });

  test('and throws leaves no trace of its search', async () => {
    const { shop } = await openTen();
    const before = answersOf(shop);
    const failing: Filter = ({ sku }) => {
      if (sku === 'p4') throw new Error('no');
      return true;
    };
    for (const sort of SORTS) {
      const options = { facets: true, ...(sort !== undefined && { sort }) };
      expect(() => shop.search([byText('lamp'), failing], options)).toThrow('no');
      expect(answersOf(shop)).toEqual(before);
    }
  });
});

describe('what a search answers is the caller’s own', () => {
  test('changing it changes no later answer', async () => {
    const { shop } = await openTen();
    const before = structuredClone(answersOf(shop));
    const { items, facets } = shop.search([], { facets: true });
    for (const list of [items, facets?.category, facets?.price, facets?.rating]) {
      expect(list).not.toHaveLength(0);
      (list as unknown[]).reverse().pop();
    }
    shop.search([], { limit: 3 }).items.length = 0;
    (shop.suggest('l') as unknown[]).length = 0;
    expect(answersOf(shop)).toEqual(before);
  });

  test('nor does changing the filters or names that it was asked with', async () => {
    const { shop } = await openTen();
    const names = ['light'];
    const filter = byCategory(names);
    names.push('other');
    expect(shop.search([filter]).total).toBe(5);
    const asked: Filter[] = [byText('cables')];
    const total = shop.search([
      ...asked,
      () => {
        asked.push(() => false);
        return true;
      },
    ]).total;
    expect(total).toBe(5);
  });
});
