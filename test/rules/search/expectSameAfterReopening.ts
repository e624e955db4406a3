import { expect } from 'vitest';
import { byText, inStock, type Store } from '../../../src/index.ts';
import { answersOf, buy, open, openTen, skusOf } from './tenProducts.ts';

/** Changes a shop, opens it again, and compares its answers. @param openStore opens the same store again. */
export async function expectSameAfterReopening(openStore: () => Promise<Store>): Promise<void> {
  const { shop, clock } = await openTen(await openStore());
  await buy(shop, 'p4');
  await shop.products.update('p0', { name: 'Desk lamp', priceMinor: 5000 });
  await shop.products.update('p2', { category: 'other', description: 'With a cable' });
  await shop.products.review('p1', { userId: 'ada', rating: 2 });
  const before = answersOf(shop);
  await shop.close();
  const again = await open(clock, await openStore());
  expect(answersOf(again)).toEqual(before);
  await again.products.update('p9', { name: 'Desk lamps', category: 'light' });
  await again.products.restock('p9', 1);
  expect(skusOf(again, [byText('desk lamp'), inStock()])).toEqual(['p0', 'p9']);
  await again.close();
}
