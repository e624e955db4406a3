import { test } from 'vitest';
import { seeded } from '../../../bench/harness/seeded.ts';
import type { SearchOptions } from '../../../src/search.ts';
import { runs } from '../runs.ts';
import { CheckedIndex } from './CheckedIndex.ts';
import { RandomCatalogue } from './RandomCatalogue.ts';

const MOST_PRODUCTS = 3000;
const CHANGES = 20_000;
/** Rounds of questions, spread evenly over the changes. */
const ROUNDS = runs(20);

/** `SEED=... npx vitest run test/properties/search/longLife.test.ts` makes other changes. */
const SEED = Number(process.env.SEED ?? '1');

const SORTS = ['relevance', 'price', 'rating', 'name', 'newest'] as const;

test('the index answers as a test of every product would, after thousands of changes of thousands of products', () => {
  const index = new CheckedIndex();
  const catalogue = new RandomCatalogue(index, seeded(SEED), MOST_PRODUCTS);
  const changesPerRound = Math.ceil(CHANGES / ROUNDS);
  for (let round = 0; round < ROUNDS; round++) {
    for (let change = 0; change < changesPerRound; change++) catalogue.change();
    ask(index, catalogue);
  }
});

function ask(index: CheckedIndex, catalogue: RandomCatalogue): void {
  const queries = catalogue.queries();
  index.expectSameSize();
  for (const filters of catalogue.filters(queries)) {
    const isSorted = catalogue.random.integer(6) < 5;
    const sort = isSorted && { sort: catalogue.pick(SORTS) };
    const options: SearchOptions = { ...sort, facets: true };
    index.expectSameSearch(filters, { ...options, limit: 5000 });
    const offset = catalogue.low(catalogue.size);
    index.expectSameSearch(filters, { ...options, limit: 20, offset });
  }
  for (const typed of [...queries, 'a', 'b a', '1']) index.expectSameSuggestions(typed, {});
}
