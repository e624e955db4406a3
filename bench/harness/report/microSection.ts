import type { Result } from '../results.ts';
import { plain, whole } from './numbers.ts';
import type { Section } from './section.ts';

/** The part of `bench.json` that the report reads. */
interface MicroFigures {
  readonly benchmarks: readonly {
    readonly name: string;
    readonly opsPerSecond: number;
    readonly microseconds: number;
    /** Of the mean, at 95 %. */
    readonly marginPercent: number;
    readonly samples: number;
  }[];
}

export function microSections(results: ReadonlyMap<string, Result>): Section[] {
  const result = results.get('bench');
  if (result === undefined) return [];
  const { benchmarks } = result.figures as unknown as MicroFigures;
  return [
    {
      title: 'Micro-benchmarks',
      note: 'One operation by itself, over and over.',
      figures: [
        {
          title: 'Single operations, in memory',
          table: {
            caption: 'Operations one after the other; the margin is that of the mean at 95 %',
            columns: ['operation', 'a second', 'µs each', 'margin', 'samples'],
            rows: benchmarks.map(({ name, opsPerSecond, microseconds, marginPercent, samples }) => [
              name,
              whole(opsPerSecond),
              plain(microseconds),
              `± ${marginPercent.toFixed(1)} %`,
              whole(samples),
            ]),
          },
        },
      ],
      results: [result],
    },
  ];
}
