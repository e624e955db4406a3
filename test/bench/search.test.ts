import { expect, test } from 'vitest';
import type { SearchBenchmarkFigures } from '../../bench/search/figures.ts';
import { KINDS } from '../../bench/search/query.ts';
import { searchCommand } from '../../bench/search/searchCommand.ts';
import { describeCommandLine } from '../rules/terminal/commandLine.ts';
import { RESULT_FLAGS, RESULT_MISUSE } from './resultFlags.ts';
import { runBuilt } from './runBuilt.ts';
import { sandbox } from './sandbox.ts';

const SIZES = ['--products', '1000', '--searches', '20', '--seconds', '1', '--warm-up', '0.2'];

test('all variants search the same small catalogue, and statecart answers what is right', async () => {
  const box = sandbox();
  const { status, stdout, stderr } = await runBuilt(
    'search',
    [...SIZES, '--out', box.out],
    box.env,
  );
  // A failure shows what was said.
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining('written: ') });
  const figures = box.figures<SearchBenchmarkFigures>('search-1000');
  expect(stdout).toContain(`\ncatalogue ${figures.checksum}\n`);
  expect(figures.failed).toEqual([]);
  expect(figures.variants.map(({ variant }) => variant)).toEqual([
    ...['statecart', 'naive', 'minisearch', 'flexsearch', 'sqlite-fts5'],
  ]);
  for (const kind of KINDS) expect(figures.compared?.[kind]).toBeGreaterThanOrEqual(200);
  for (const { searches, addedPerSecond } of figures.variants) {
    expect(addedPerSecond).toBeGreaterThan(0);
    for (const kind of KINDS) expect(searches[kind]?.count ?? 20).toBe(20);
  }
  const [own, naive, miniSearch, , sqlite] = figures.variants;
  for (const kind of ['textAndFilters', 'filters'] as const) {
    expect(naive?.searches[kind]?.meanTotal).toBeGreaterThan(0);
  }
  expect(own?.changes?.suggest.count).toBe(20);
  expect(naive?.changes).toBe(null);
  expect(miniSearch).toMatchObject({ microsecondsPerPrice: null, searches: { filters: null } });
  // Without a text there is only one way to read what is asked for.
  expect(own?.searches.filters?.meanTotal).toBe(naive?.searches.filters?.meanTotal);
  expect(sqlite?.searches.filters?.meanTotal).toBe(naive?.searches.filters?.meanTotal);
  expect(figures.shop?.checkouts.count).toBeGreaterThan(100);
  expect(figures.shop?.searches.count).toBeGreaterThan(10);
  expect(box.leftovers()).toEqual([]);
});

describeCommandLine(searchCommand, {
  flags: [
    ...RESULT_FLAGS,
    ...['products', 'searches', 'seconds', 'warm-up', 'rounds', 'only', 'seed'],
  ],
  misuse: [
    ...RESULT_MISUSE,
    ['rounds that are no number', ['--rounds', 'x'], '--rounds'],
    ['a flag given twice', ['--seed=1', '--seed=2'], '--seed'],
    ['an argument without a flag', ['naive'], 'naive'],
    ['no catalogue to speak of', ['--products', '10'], '--products'],
    ['half a search', ['--searches', '10.5'], '--searches'],
    ['no time', ['--seconds', '0'], '--seconds'],
    ['no warm-up', ['--warm-up', '0'], '--warm-up'],
    ['no rounds', ['--rounds', '0'], '--rounds'],
    ['an unknown variant', ['--only', 'naive,lucene'], 'lucene'],
    ['no variant', ['--only='], '--only'],
    ['a negative seed', ['--seed=-1'], '--seed'],
  ],
});
