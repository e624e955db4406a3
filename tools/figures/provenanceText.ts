import type { Result } from '../../bench/harness/results.ts';

/**
 * Where the results were measured, and of which commits. Those of the footprint are left out: bytes do not depend on
 * the machine, and their table says itself where it is from.
 */
export function provenanceText(results: ReadonlyMap<string, Result>): string {
  const timed = [...results.values()].filter(({ name }) => name !== 'footprint');
  const [latest] = timed.toSorted((a, b) => b.environment.date.localeCompare(a.environment.date));
  if (latest === undefined) return 'No benchmark has been run yet.';
  const { cpu, cores, node, xstate } = latest.environment;
  const commits = [...new Set(timed.map(({ environment }) => environment.commit))];
  return `Measured on ${cores} shared cores of an ${cpu} with Node.js ${node} and XState ${xstate}, at the commits ${commits.join(', ')}. Ratios count; absolute times depend on the machine and on what else runs on it.`;
}
