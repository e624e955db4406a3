import { expect, test } from 'vitest';
import { describeEnvironment } from '../../../bench/harness/environment.ts';
import type { Result } from '../../../bench/harness/results.ts';
import { footprintText } from '../../../tools/figures/footprintText.ts';
import { provenanceText } from '../../../tools/figures/provenanceText.ts';

const things = [
  { thing: 'user', count: 2000, memory: 298.7, diskMemory: -3.2, log: 88.1, checkpoint: 1141.5 },
  { thing: 'restock', count: 1000, memory: 0, diskMemory: -140, log: 67, checkpoint: 166 },
];
const result: Result = {
  ...{ name: 'footprint', seed: 1, settings: {}, figures: { things } },
  environment: { ...describeEnvironment(), node: '20.1.2', commit: 'abc', cpu: 'a footprint CPU' },
};
const results = new Map([['footprint', result]]);

test('the footprint has a row for each thing, in which nothing is less than 0', () => {
  expect(footprintText(results).split('\n').slice(2)).toEqual([
    '| user, with a name and an email | 299 | 0 | 88 | 1,142 |',
    '| restock of a product, of which one fact is kept | 0 | 0 | 67 | 166 |',
    '',
    'Measured with Node.js 20.1.2 at the commit abc, from 1,000 things of each kind.',
  ]);
  expect(footprintText(new Map())).toBe('');
});

test('the machine of the footprint is not taken for that of the benchmarks', () => {
  expect(provenanceText(results)).toBe('No benchmark has been run yet.');
  const mix: Result = {
    ...{ ...result, name: 'mix' },
    environment: { ...result.environment, cpu: 'a timed CPU', date: '2020-01-01T00:00:00.000Z' },
  };
  const text = provenanceText(new Map([...results, ['mix', mix]]));
  expect(text).toContain('a timed CPU');
  expect(text).not.toContain('a footprint CPU');
});
