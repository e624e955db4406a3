import type { Result } from '../results.ts';
import { mebibytes, plain, short, whole } from './numbers.ts';
import type { Section } from './section.ts';

/** What the report reads of `scaling.json`. */
type ScalingFigures = Readonly<Record<Grown, readonly Point[]>>;
type Grown = 'products' | 'carts' | 'orders';

interface Point {
  readonly size: number;
  readonly microsecondsPerCheckout: number;
  /** Of all threads of the process; other programs on the machine influence it less. */
  readonly cpuMicrosecondsPerCheckout: number;
  readonly heapBytes: number;
  readonly rssBytes: number;
}

const GROWN = ['products', 'carts', 'orders'] as const;

export function scalingSections(results: ReadonlyMap<string, Result>): Section[] {
  const result = results.get('scaling');
  if (result === undefined) return [];
  const figures = result.figures as unknown as ScalingFigures;
  const lines = GROWN.map((grown) => ({
    name: grown,
    hasDots: true,
    points: figures[grown].map(
      ({ size, cpuMicrosecondsPerCheckout }) => [size, cpuMicrosecondsPerCheckout] as const,
    ),
  }));
  const rows = GROWN.flatMap((grown) =>
    figures[grown].map(({ size, ...point }) => [
      `${whole(size)} ${grown}`,
      ...[point.cpuMicrosecondsPerCheckout, point.microsecondsPerCheckout].map(plain),
      ...[point.heapBytes, point.rssBytes].map(mebibytes),
    ]),
  );
  return [
    {
      title: 'Cost of a checkout by size of the shop',
      note: 'One quantity grows at a time. A flat line means that a checkout costs the same CPU time at every size.',
      figures: [
        {
          title: 'CPU time of a checkout by size, in memory',
          chart: {
            kind: 'lines',
            lines,
            x: {
              name: 'how many there are',
              scale: 'log',
              format: short,
              min: decadeBelow(figures),
            },
            y: { name: 'µs of CPU time', scale: 'value', format: plain, min: 0 },
          },
          table: {
            caption: 'Cost of a checkout, and memory',
            columns: ['shop with', 'CPU time in µs', 'time in µs', 'heap', 'RSS'],
            rows,
          },
        },
      ],
      results: [result],
    },
  ];
}

function decadeBelow(figures: ScalingFigures): number {
  const sizes = GROWN.flatMap((grown) => figures[grown].map(({ size }) => size));
  return 10 ** Math.floor(Math.log10(Math.min(...sizes)));
}
