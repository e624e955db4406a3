import type { BuildRuns } from './figures.ts';
import type { MixCounts } from './measureMix.ts';

/**
 * Compares what has happened in all runs with what has happened in the first one.
 *
 * @returns one text for each count that is not the same everywhere: `refusals checkout out-of-stock: 12
 * in this build, 13 in other build`. Each count is named once.
 */
export function differencesIn(series: readonly BuildRuns[]): string[] {
  const all = series.flatMap(({ build, runs }) =>
    runs.map(({ counts }) => ({ name: build.name, counts: flat(counts) })),
  );
  const [first, ...others] = all;
  if (first === undefined) return [];
  const names = new Set(all.flatMap(({ counts }) => [...counts.keys()]));
  return [...names].sort().flatMap((name) => {
    const expected = first.counts.get(name) ?? 0;
    const other = others.find(({ counts }) => (counts.get(name) ?? 0) !== expected);
    if (other === undefined) return [];
    const found = other.counts.get(name) ?? 0;
    return [`${name}: ${expected} in ${first.name}, ${found} in ${other.name}`];
  });
}

function flat(counts: MixCounts): Map<string, number> {
  return new Map(
    Object.entries(counts).flatMap(([group, byName]) =>
      Object.entries(byName as MixCounts['facts']).map(
        ([name, count]) => [`${group} ${name}`, count] as const,
      ),
    ),
  );
}
