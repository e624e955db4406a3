import fc from 'fast-check';
import { test } from 'vitest';
import { runs } from '../runs.ts';
import { CheckedIndex } from './CheckedIndex.ts';
import { run, steps } from './steps.ts';

const RUNS = runs(80);
const STEPS = 40;

const SORTS = [undefined, 'relevance', 'price', 'rating', 'name', 'newest'] as const;

test('the index answers as a test of every product would, after any changes and questions', () => {
  fc.assert(
    fc.property(steps(STEPS), (steps) => {
      const index = new CheckedIndex();
      for (const step of steps) run(index, step);
      index.expectSameSize();
      for (const sort of SORTS) {
        index.expectSameSearch([], { ...(sort !== undefined && { sort }), facets: true });
      }
    }),
    { numRuns: RUNS },
  );
});
