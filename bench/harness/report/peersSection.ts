import type { Result } from '../results.ts';
import type { Axis } from './chart.ts';
import { nameIn, PEER_NAMES } from './names.ts';
import { short, whole } from './numbers.ts';
import type { Figure, Section } from './section.ts';

/** What the report reads of `peers.json`. */
interface PeersFigures {
  readonly rounds: number;
  readonly checkouts: readonly Throughput[];
  readonly lifecycles: readonly Throughput[];
  readonly skipped: readonly { readonly variant: string; readonly reason: string }[];
}

interface Throughput {
  readonly variant: string;
  /** The median of all rounds. */
  readonly perSecond: number;
  readonly min: number;
  readonly max: number;
}

const TEXTS = { format: short, formatExact: whole } as const;

/** From this ratio of the largest to the smallest value, a linear axis hides the small bars. */
const LOG_RATIO = 30;

export function peersSections(results: ReadonlyMap<string, Result>): Section[] {
  const result = results.get('peers');
  if (result === undefined) return [];
  const { rounds, checkouts, lifecycles, skipped } = result.figures as unknown as PeersFigures;
  const left = skipped.map(
    ({ variant, reason }) => ` ${nameIn(PEER_NAMES, variant)} was skipped: ${reason}.`,
  );
  return [
    {
      title: 'Throughput by peer',
      note: `Closed loops: each peer as fast as it goes; the median of ${rounds} rounds.${left.join('')}`,
      figures: [
        ...figureOf('checkouts a second', 'Checkouts by peer, in memory and on disk', checkouts),
        ...figureOf(
          'order lifecycles a second, from cart to delivery',
          'Order lifecycles by peer, in memory and on disk',
          lifecycles,
        ),
      ],
      results: [result],
    },
  ];
}

function figureOf(what: string, title: string, variants: readonly Throughput[]): Figure[] {
  if (variants.length === 0) return [];
  const sorted = variants.toSorted((a, b) => b.perSecond - a.perSecond);
  const bars = sorted.map(({ variant, perSecond }) => ({
    name: nameIn(PEER_NAMES, variant),
    value: perSecond,
  }));
  return [
    {
      title,
      chart: { kind: 'bars', bars, x: axisFor(what, bars) },
      table: {
        caption: capitalized(what),
        columns: ['peer', 'median', 'slowest round', 'fastest round'],
        rows: sorted.map(({ variant, perSecond, min, max }) => [
          nameIn(PEER_NAMES, variant),
          ...[perSecond, min, max].map(whole),
        ]),
      },
    },
  ];
}

function axisFor(what: string, bars: readonly { readonly value: number }[]): Axis {
  const values = bars.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (least <= 0 || most / least < LOG_RATIO) return { name: what, ...TEXTS, scale: 'value' };
  const min = 10 ** Math.floor(Math.log10(least) - 0.5);
  return { name: what, ...TEXTS, scale: 'log', min };
}

function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
