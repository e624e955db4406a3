import { describe, expect, test } from 'vitest';
import { byCategory, byText, type Filter } from '../../../src/index.ts';
import { answersOf, openTen } from './tenProducts.ts';

describe('a search shares no array with the caller', () => {
  test('so changing a result changes no later answer', async () => {
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

  test('so changing the filters or names changes no search that was given them', async () => {
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
