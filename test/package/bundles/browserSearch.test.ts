import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as search from '../../../src/search.ts';
import { Sandbox } from './sandbox.ts';

const ENTRY = `
  import * as search from 'statecart/search';
  globalThis.statecartSearch = search;
`;

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.install();
});
afterAll(() => sandbox.remove());

/** The door `statecart/search` in a realm that has what JavaScript has, and nothing of Node.js. */
async function inBrowser(): Promise<typeof search> {
  const { outputFiles } = await build({
    entryPoints: [sandbox.write('search.mjs', ENTRY)],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
  });
  const realm: { statecartSearch?: typeof search } = {};
  runInNewContext(outputFiles.map(({ text }) => text).join(''), realm);
  expect(Object.keys(realm)).toEqual(['statecartSearch']);
  return realm.statecartSearch as typeof search;
}

/** What a search index finds, and what it says of bad input. */
function findings({ SearchIndex, byCategory, byPrice, byRating, byText, inStock }: typeof search) {
  type Sold = search.IndexedProduct & { readonly rating: number; readonly available: number };
  const index = new SearchIndex<Sold, Sold>({ view: (product) => product });
  for (let number = 0; number < 500; number++) {
    const row = index.add({
      sku: `mug-${number}`,
      name: `Mug ${['red', 'blue', 'grün'][number % 3]} ${number}`,
      category: ['kitchen', 'office'][number % 2] as string,
      priceMinor: 100 + number,
      createdAt: number,
      rating: number % 5,
      available: number % 7,
    });
    index.setInStock(row, number % 7 > 0);
    index.setRating(row, number % 5);
  }
  const filters = [byText('mugs grun'), byCategory('kitchen'), byPrice({ minMinor: 200 })];
  const message = (bad: () => unknown) => {
    try {
      return bad();
    } catch (error) {
      return String(error);
    }
  };
  return JSON.stringify([
    index.search([...filters, inStock(), byRating(3)], { facets: true, sort: 'price' }),
    index.suggest('mu'),
    message(() => byText({ text: 'mug', more: [1, 2, 3, 4, 5] } as never)),
    message(() => index.search([], { limit: -1 })),
  ]);
}

test('the search index runs in a browser: its bundle needs nothing of Node.js', async () => {
  const expected = findings(search);
  expect(expected).toContain('got { text: ');
  expect(JSON.parse(expected)[0].total).toBeGreaterThan(10);
  expect(findings(await inBrowser())).toBe(expected);
});
