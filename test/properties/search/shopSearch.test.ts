import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createShop,
  type Filter,
  memoryStore,
  type SearchOptions,
  type Shop,
  type Store,
} from '../../../src/index.ts';
import { type SimulatedClock, simulatedClock } from '../../../src/testing.ts';
import { runs } from '../runs.ts';
import { filters, options, text } from './arbitraries.ts';
import { type FilterSpec, toFilter } from './filterSpec.ts';
import { Oracle } from './Oracle.ts';
import { PAYMENT_TIMEOUT_MS, run, shopCommand, shopProducts, USERS } from './shopCommands.ts';

const RUNS = runs(15);
const COMMANDS = 25;

const SORTS = [undefined, 'relevance', 'price', 'rating', 'name', 'newest'] as const;

async function open(clock: SimulatedClock, store?: Store): Promise<Shop> {
  return createShop({
    clock,
    paymentTimeoutMs: PAYMENT_TIMEOUT_MS,
    ...(store !== undefined && { store }),
  });
}

async function openEmpty(store?: Store) {
  const clock = simulatedClock(1000);
  const shop = await open(clock, store);
  for (const userId of USERS) await shop.users.register({ userId, name: userId });
  return { shop, clock };
}

/** Tells the oracle what the shop returns for each product by its SKU. */
function refresh(oracle: Oracle, shop: Shop, skus: Iterable<string>): void {
  for (const sku of skus) {
    const product = shop.products.get(sku);
    assert(product !== undefined, `the shop has no ${sku}`);
    oracle.put(product);
  }
}

function expectSame(
  shop: Shop,
  oracle: Oracle,
  filters: readonly FilterSpec[],
  options: SearchOptions,
): void {
  const { items, ...rest } = shop.search(filters.map(toFilter), options);
  const found = { ...rest, skus: items.map(({ sku }) => sku) };
  const expected = oracle.search(filters, options);
  if (!isDeepStrictEqual(found, expected)) {
    expect(found, JSON.stringify({ filters, options })).toEqual(expected);
  }
  const bySku = items.map(({ sku }) => shop.products.get(sku));
  if (!isDeepStrictEqual(items, bySku)) expect(items).toEqual(bySku);
  if (filters.some(({ kind }) => kind === 'text')) return;
  // Without a text, the answer is the same when the shop gets the filters as custom ones.
  const custom = filters.map((spec): Filter => {
    const filter = toFilter(spec);
    return (product) => filter(product);
  });
  const one = shop.search(custom, options);
  if (!isDeepStrictEqual(one, { ...rest, items })) expect(one).toEqual({ ...rest, items });
}

const question = fc.record({ filters, options });

describe('a search of a shop answers as a test of every product would', () => {
  test.each([
    ['while products are changed, bought and returned to stock', undefined],
    ['when the shop is also closed and opened again', memoryStore],
  ])('%s', async (_rule, newStore) => {
    const steps = fc.array(fc.record({ command: shopCommand, question, typed: text }), {
      minLength: COMMANDS,
      maxLength: COMMANDS,
    });
    const property = fc.asyncProperty(shopProducts, steps, async (products, steps) => {
      const store = newStore?.();
      const stage = await openEmpty(store);
      const oracle = new Oracle();
      const skus = new Set<string>();
      const ask = ({ question, typed }: (typeof steps)[number]) => {
        refresh(oracle, stage.shop, skus);
        expectSame(stage.shop, oracle, question.filters, question.options);
        expect(stage.shop.suggest(typed)).toEqual(oracle.suggest(typed));
      };
      for (const product of products) {
        await stage.shop.products.add(product);
        skus.add(product.sku);
      }
      for (const [index, step] of steps.entries()) {
        await run(stage, step.command);
        if (step.command.do === 'add') skus.add(step.command.product.sku ?? '');
        ask(step);
        if (store === undefined || index % 8 !== 7) continue;
        await stage.shop.close();
        stage.shop = await open(stage.clock, store);
        // Some of the shops have one product in memory before the search reads the others.
        if (index % 3 === 0) stage.shop.products.get([...skus].at(-1) ?? '');
        // The oracle still has the products of before.
        expectSame(stage.shop, oracle, step.question.filters, step.question.options);
        ask(step);
      }
      refresh(oracle, stage.shop, skus);
      for (const sort of SORTS) {
        const order = sort !== undefined && { sort };
        expectSame(stage.shop, oracle, [], { ...order, facets: true });
        expectSame(stage.shop, oracle, [{ kind: 'inStock' }], { ...order, facets: true });
      }
      await stage.shop.close();
    });
    await fc.assert(property, { numRuns: RUNS });
  });
});
