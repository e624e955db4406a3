import { expect } from 'vitest';
import {
  createShop,
  memoryStore,
  type Shop,
  type ShopFact,
  type ShopOptions,
  type Store,
} from '../../../src/index.ts';
import { accepted, buy, fillCart, HOUR, openShop } from './openShop.ts';

/** The numbers of all facts in a store. */
export function seqsIn(store: Store): number[] {
  return ['fact', 'brief']
    .flatMap((prefix) => [...store.range({ prefix: [prefix] })])
    .flatMap(([, text]) => (JSON.parse(text) as ShopFact[]).map(({ seq }) => seq))
    .sort((a, b) => a - b);
}

/** The numbers of the facts after a number, up to the last one. */
export async function readAfter(shop: Shop, after: number, last: number): Promise<number[]> {
  const seqs: number[] = [];
  for await (const { seq } of shop.facts({ after })) {
    seqs.push(seq);
    if (seq === last) break;
  }
  return seqs;
}

/** No timer is due within a day. */
export const PATIENT = { paymentTimeoutMs: 48 * HOUR, cartExpiryMs: 48 * HOUR };

/** Facts 1, 2, 4 and 5 are of carts and a refused checkout, fact 3 is of an order. An hour later they expire. */
export async function shopWithOrder(options: Parameters<typeof openShop>[0] = {}) {
  const { store = memoryStore() } = options;
  const opened = await openShop({ ...PATIENT, ...options, store });
  const { shop, clock } = opened;
  await fillCart(shop, 'ada', { mug: 1 });
  await buy(shop, 'bob', { mug: 1 });
  accepted(await shop.carts.remove('ada', 'mug'));
  expect(await shop.checkout('ada')).toMatchObject({ ok: false });
  expect(opened.facts.map(({ type }) => type)).toEqual([
    'cart.lineAdded',
    'cart.lineAdded',
    'order.placed',
    'cart.lineRemoved',
    'checkout.refused',
  ]);
  clock.advance(HOUR - 1);
  const restock = async () => accepted(await shop.products.restock('mug', 1));
  const reopen = (later: Omit<ShopOptions, 'clock'> = {}) =>
    createShop({ ...PATIENT, ...options, ...later, store, clock });
  return { ...opened, store, restock, reopen };
}
