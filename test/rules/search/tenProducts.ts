import assert from 'node:assert/strict';
import {
  byCategory,
  byText,
  createShop,
  type Filter,
  inStock,
  type SearchOptions,
  type Shop,
  type Store,
} from '../../../src/index.ts';
import { type SimulatedClock, simulatedClock } from '../../../src/testing.ts';

export const PAYMENT_TIMEOUT_MS = 1000;

export const SORTS = [undefined, 'relevance', 'price', 'rating', 'name', 'newest'] as const;

export async function open(clock: SimulatedClock, store?: Store): Promise<Shop> {
  return createShop({
    clock,
    paymentTimeoutMs: PAYMENT_TIMEOUT_MS,
    ...(store !== undefined && { store }),
  });
}

/** A shop with two users and no products. */
export async function openEmpty(store?: Store) {
  const clock = simulatedClock(1000);
  const shop = await open(clock, store);
  for (const userId of ['ada', 'bob']) await shop.users.register({ userId, name: userId });
  return { shop, clock };
}

/** A shop with ten products, p0 to p9; p8 and p9 are out of stock, p1 has a review. */
export async function openTen(store?: Store) {
  const { shop, clock } = await openEmpty(store);
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

export async function buy(shop: Shop, sku: string): Promise<string> {
  await shop.carts.add('ada', sku, 1);
  const answer = await shop.checkout('ada');
  assert(answer.ok);
  return answer.order.orderId;
}

export function skusOf(shop: Shop, filters: Filter[] = [], options?: SearchOptions): string[] {
  return shop.search(filters, options).items.map(({ sku }) => sku);
}

/** Answers to some of every kind of question. */
export function answersOf(shop: Shop): unknown {
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
