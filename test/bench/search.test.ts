import { describe, expect, test, vi } from 'vitest';
import type { SearchBenchmarkFigures } from '../../bench/search/figures.ts';
import { KINDS } from '../../bench/search/query.ts';
import { readArguments } from '../../bench/search/readArguments.ts';
import { runBuilt } from './peers/runBuilt.ts';
import { sandbox } from './peers/sandbox.ts';
import { usageErrorOf } from './peers/usageErrorOf.ts';

// Processes are started, on a machine that may be busy with other things.
vi.setConfig({ testTimeout: 120_000 });

const SIZES = ['--products', '1000', '--searches', '20', '--seconds', '1'];

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

describe('arguments', () => {
  test('--help explains every option, runs nothing, and ends with exit code 0', async () => {
    const { status, stdout, stderr } = await runBuilt('search', ['--help']);
    for (const word of ['--products N', '--searches N', '--seconds S', '--rounds N', '--only']) {
      expect(stdout).toContain(word);
    }
    expect(stdout).toContain('Exit code');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test.each([
    ['a flag that is no good', ['--rounds', 'x'], '--rounds'],
    ['an --out that is a file', ['--out', 'package.json'], '--out'],
  ])('%s: one line on stderr, no run, exit code 2', async (_case, args, words) => {
    const { status, stdout, stderr } = await runBuilt('search', args);
    expect(stderr).toMatch(/^search: .+\n$/);
    expect(stderr).toContain(words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  test.each([
    ['an unknown flag', ['--fast'], '--fast'],
    ['a flag given twice', ['--seed=1', '--seed=2'], '--seed'],
    ['an argument without a flag', ['naive'], 'naive'],
    ['no catalogue to speak of', ['--products', '10'], '--products'],
    ['half a search', ['--searches', '10.5'], '--searches'],
    ['no time', ['--seconds', '0'], '--seconds'],
    ['no rounds', ['--rounds', '0'], '--rounds'],
    ['an unknown variant', ['--only', 'naive,lucene'], 'lucene'],
    ['no variant', ['--only='], '--only'],
    ['a negative seed', ['--seed=-1'], '--seed'],
    ['an empty --out', ['--out='], '--out'],
  ])('%s is misuse, said on one line', (_case, args, words) => {
    const error = usageErrorOf(() => readArguments(args));
    expect(error.message).toContain(words);
    expect(error.message).not.toContain('\n');
  });
});
