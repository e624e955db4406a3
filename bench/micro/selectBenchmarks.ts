import { UsageError } from '../../src/terminal/usageError.ts';
import { chartBenchmarks } from './chartBenchmarks.ts';
import type { MicroBenchmark } from './microBenchmark.ts';
import { pricingBenchmarks } from './pricingBenchmarks.ts';
import { shopBenchmarks } from './shopBenchmarks.ts';

const ALL = [...shopBenchmarks, ...chartBenchmarks, ...pricingBenchmarks];

/**
 * Returns the benchmarks whose names contain one of the words, in their own order; all without words.
 *
 * @throws UsageError if a word is in no name.
 */
export function selectBenchmarks(words: readonly string[]): readonly MicroBenchmark[] {
  const lost = words.find((word) => !ALL.some(({ name }) => name.includes(word)));
  if (lost !== undefined) {
    const names = ALL.map(({ name }) => `'${name}'`).join(', ');
    throw new UsageError(`--only: expected words in ${names}; got ${JSON.stringify(lost)}`);
  }
  if (words.length === 0) return ALL;
  return ALL.filter(({ name }) => words.some((word) => name.includes(word)));
}
