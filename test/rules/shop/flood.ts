import { expect } from 'vitest';
import { createShop, type Shop, type Store } from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { accepted, HOUR, START } from './openShop.ts';

/** What visitors do in the flood: so many commands, of which so many come in an hour. */
const COMMANDS = 20_000;
const PER_HOUR = 2000;
/** Commands of the same moment. */
const AT_ONCE = 20;

/** What a store takes. */
export interface Size {
  readonly records: number;
  readonly bytes: number;
}

/**
 * Visitors let the checkout of an empty cart be refused, and add and remove cart lines, for hours on end. Expects that
 * the facts of an hour are the most that a store ever has of them, and that no other fact is lost.
 *
 * @param bytesOf what the store takes now.
 * @returns the sizes of the store after each hour, the first one before the flood.
 */
export async function flood(store: Store, bytesOf: () => number): Promise<Size[]> {
  const clock = simulatedClock(START);
  const shop = await createShop({ store, clock });
  const mug = { sku: 'mug', name: 'Mug', category: 'k', priceMinor: 1, stock: 10 };
  accepted(await shop.products.add(mug));
  for (const userId of ['ada', 'bob']) {
    accepted(await shop.users.register({ userId, name: userId }));
  }
  const sizes: Size[] = [];
  const look = () => {
    let records = 0;
    for (const _ of store.range({ prefix: [] })) records++;
    sizes.push({ records, bytes: bytesOf() });
  };
  let lasting = 0;
  const restock = async () => {
    accepted(await shop.products.restock('mug', 1));
    lasting++;
  };
  await restock();
  look();
  for (let count = 0; count < COMMANDS; count += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => visit(shop, index)));
    clock.advance((HOUR * AT_ONCE) / PER_HOUR);
    if (count % PER_HOUR === 0) {
      await restock();
      look();
    }
  }
  await expectLasting(shop, lasting);
  expect(shop.audit()).toEqual({ ok: true, problems: [] });
  await shop.close();
  for (const { records } of sizes) expect(records).toBeLessThan(PER_HOUR + 200);
  return sizes;
}

function visit(shop: Shop, index: number): Promise<{ readonly ok: boolean }> {
  if (index % 2 === 0) return shop.checkout('ada');
  return index % 4 === 1 ? shop.carts.add('bob', 'mug', 1) : shop.carts.remove('bob', 'mug');
}

/** Expects that all facts are there which are not those of visitors. */
async function expectLasting(shop: Shop, count: number): Promise<void> {
  accepted(await shop.products.restock('mug', 1));
  let last = 0;
  let found = 0;
  for await (const { seq, type } of shop.facts({ after: 0 })) {
    expect(seq).toBeGreaterThan(last);
    last = seq;
    if (type === 'stock.restocked') found++;
    if (found === count + 1) break;
  }
  expect(found).toBe(count + 1);
}
