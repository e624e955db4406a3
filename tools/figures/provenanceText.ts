import type { Result } from '../../bench/harness/results.ts';

/** Where the results were measured, and of which commits. */
export function provenanceText(results: ReadonlyMap<string, Result>): string {
  const [latest] = [...results.values()].toSorted((a, b) =>
    b.environment.date.localeCompare(a.environment.date),
  );
  if (latest === undefined) return 'No benchmark has been run yet.';
  const { cpu, cores, node, xstate } = latest.environment;
  const commits = [...new Set([...results.values()].map(({ environment }) => environment.commit))];
  return `Measured on ${cores} shared cores of an ${cpu} with Node.js ${node} and XState ${xstate}, at the commits ${commits.join(', ')}. Ratios count; absolute times depend on the machine and on what else runs on it.`;
}
