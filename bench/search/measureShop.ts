import { setImmediate } from 'node:timers/promises';
import { createShop, type Product, type Shop } from '../../src/index.ts';
import { expectOk } from '../../src/terminal/expectOk.ts';
import { userIdOf } from '../closedLoop/purchases.ts';
import { seeded } from '../harness/seeded.ts';
import type { OnProgress } from '../scaling/point.ts';
import { catalogue, checksumOf } from './catalogue.ts';
import type { ShopFigures } from './figures.ts';
import { filtersOf, optionsOf } from './filtersOf.ts';
import { SHOP_GROUP, SHOP_STOCK, SHOP_USERS } from './limits.ts';
import { openLoop } from './openLoop.ts';
import { queryStream } from './queryStream.ts';
import { Times } from './times.ts';

export interface ShopTask {
  readonly products: number;
  readonly seconds: number;
  readonly warmUpMs: number;
  readonly seed: number;
}

export interface ShopResult {
  readonly checksum: string;
  readonly figures: ShopFigures;
}

/** A stream of the seed that is used here only. */
const STREAM = 40;

/**
 * Sells from a shop with the catalogue while it is searched, all on this one thread: measures how long
 * a checkout waits for searches, and a search for checkouts.
 *
 * @throws Error if the shop does not keep up, or if its audit finds a problem.
 */
export async function measureShop(task: ShopTask, onProgress: OnProgress): Promise<ShopResult> {
  const { seed, seconds, warmUpMs } = task;
  onProgress({ stage: 'products made', done: 0, total: task.products });
  const made = catalogue({ products: task.products, seed });
  const checksum = checksumOf(made);
  const shop = await createShop();
  const addedPerSecond = await fill(shop, made.products, onProgress);

  const random = seeded(seed, STREAM);
  const sold = made.products.filter(({ available }) => available > 0).map(({ sku }) => sku);
  const drawSku = () => sold[random.integer(sold.length)] as string;
  const streams = [
    queryStream('filters', made, { seed }),
    queryStream('textAndFilters', made, { seed }),
  ];
  const checkouts = new Times();
  const searches = new Times();
  const [stage, total] = ['seconds of checkouts beside searches', seconds];
  let refused = 0;
  let turn = 0;
  // Requests of the warm-up are not measured.
  const record = (times: Times, { dueAt, latency }: { dueAt: number; latency: number }) => {
    if (dueAt >= warmUpMs) times.record(latency);
  };
  await openLoop({
    ...{ seconds, warmUpMs },
    random: seeded(seed, STREAM + 1),
    onSecond: (done) => onProgress({ stage, done, total }),
    async checkout(answered) {
      const userId = userIdOf(turn++ % SHOP_USERS);
      expectOk(await shop.carts.add(userId, drawSku(), 1));
      expectOk(await shop.carts.add(userId, drawSku(), 1));
      const { ok } = await shop.checkout(userId);
      if (!ok) refused++;
      record(checkouts, answered());
    },
    search(number, answered) {
      const query = streams[number % streams.length]?.();
      if (query !== undefined) shop.search(filtersOf(query), optionsOf(query));
      record(searches, answered());
    },
  });
  const { problems } = shop.audit();
  if (problems.length > 0) throw new Error(`the audit finds: ${problems.join('; ')}`);
  await shop.close();
  const figures = {
    ...{ addedPerSecond, refused },
    ...{ checkouts: checkouts.summary(), searches: searches.summary() },
  };
  return { checksum, figures };
}

/** @returns products a second. */
async function fill(
  shop: Shop,
  products: readonly Product[],
  onProgress: OnProgress,
): Promise<number> {
  const users = Array.from({ length: SHOP_USERS }, (_, user) => userIdOf(user));
  for (const userId of users) expectOk(await shop.users.register({ userId, name: userId }));
  const [reviewer = ''] = users;
  let milliseconds = 0;
  for (let first = 0; first < products.length; first += SHOP_GROUP) {
    const group = products.slice(first, first + SHOP_GROUP);
    const startedAt = performance.now();
    await Promise.all(group.map(async (product) => expectOk(await addTo(shop, product))));
    milliseconds += performance.now() - startedAt;
    // One review is enough for a rating.
    const rated = group.filter(({ rating }) => rating > 0);
    await Promise.all(
      rated.map(async ({ sku, rating }) =>
        expectOk(await shop.products.review(sku, { userId: reviewer, rating: Math.round(rating) })),
      ),
    );
    onProgress({ stage: 'products added', done: first + group.length, total: products.length });
    await setImmediate();
  }
  return (1000 * products.length) / milliseconds;
}

function addTo(shop: Shop, product: Product): ReturnType<Shop['products']['add']> {
  const { sku, name, category, priceMinor, description, available } = product;
  return shop.products.add({
    ...{ sku, name, category, priceMinor, stock: available > 0 ? SHOP_STOCK : 0 },
    ...(description !== undefined && { description }),
  });
}
