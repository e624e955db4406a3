import type { Result } from '../results.ts';
import { lineChart } from './chart.ts';
import { inMs, mebibytes, plain, short, whole } from './numbers.ts';
import type { Figure, Section } from './section.ts';
import { storeOf } from './storeOf.ts';

/** The part of `notify.json` that the report reads; latencies in microseconds. */
interface NotifyFigures {
  readonly backlog: readonly Backlog[];
  readonly hanging: readonly Hanging[];
  readonly healthy: readonly Healthy[];
}

interface Backlog {
  readonly store: string;
  readonly small: Drained;
  readonly large: Drained;
}

interface Drained {
  readonly messages: number;
  readonly perSecond: number;
  readonly heap: {
    readonly before: number;
    readonly halfway: number;
    readonly after: number;
    readonly peak: number;
  };
  readonly points: readonly {
    readonly seconds: number;
    readonly perSecond: number;
    readonly heapBytes: number;
  }[];
}

interface Hanging {
  readonly store: string;
  readonly notifiers: readonly {
    readonly notifier: string;
    readonly perSecond: number;
    readonly p50: number;
    readonly p99: number;
    readonly throughputRatio: Spread;
    readonly p99Ratio: Spread;
  }[];
}

interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

interface Healthy {
  readonly store: string;
  readonly notifiers: readonly Notifier[];
}

interface Notifier {
  readonly notifier: string;
  readonly costs: Readonly<
    Record<'checkoutP50' | 'checkoutP99' | 'cpuMicros' | 'busyMicros', number>
  >;
  readonly ratios: Readonly<Record<'checkoutP50', Spread>>;
  readonly delivery: {
    readonly p50: number;
    readonly p99: number;
    readonly p999: number;
    readonly max: number;
    readonly inTimeShare: number;
    readonly curve: readonly { readonly percentile: number; readonly microseconds: number }[];
  } | null;
}

const SECONDS = { name: 'seconds', scale: 'value', format: plain } as const;

/** Where the percentile curve begins. */
const LEAST_PERCENTILE = 10;

export function notifySections(results: ReadonlyMap<string, Result>): Section[] {
  const result = results.get('notify');
  if (result === undefined) return [];
  const { backlog, hanging, healthy } = result.figures as unknown as NotifyFigures;
  return [
    {
      title: 'Messages to users',
      note: 'A backlog is what a channel has to send after it was paused: it is read from the log of facts, so that the memory does not grow with it. A mail server that hangs, or a healthy one, is a process of its own beside a shop that takes orders.',
      figures: [
        ...(backlog.length > 0 ? backlogFigures(backlog) : []),
        ...(hanging.length > 0 ? [hangingFigure(hanging)] : []),
        ...(healthy.length > 0 ? [healthyFigure(healthy)] : []),
      ],
      results: [result],
    },
  ];
}

function backlogFigures(backlog: readonly Backlog[]): Figure[] {
  const lines = (of: (point: Drained['points'][number]) => number) =>
    backlog.map(({ store, large }) => ({
      name: `${whole(large.messages)} messages${storeOf(`-${store}`)}`,
      hasDots: false,
      points: large.points.map((point) => [point.seconds, of(point)] as const),
    }));
  const drained = backlog.flatMap(({ store, small, large }) =>
    [small, large].map((of) => ({ ...of, name: `${whole(of.messages)}${storeOf(`-${store}`)}` })),
  );
  return [
    {
      svg: lineChart(
        lines(({ perSecond }) => perSecond),
        { x: SECONDS, y: { name: 'messages a second', scale: 'value', format: short, min: 0 } },
      ),
      table: {
        caption: 'A backlog into a channel that takes everything',
        columns: ['messages', 'a second'],
        rows: drained.map(({ name, perSecond }) => [name, whole(perSecond)]),
      },
    },
    {
      svg: lineChart(
        lines(({ heapBytes }) => heapBytes / 2 ** 20),
        {
          x: SECONDS,
          y: { name: 'heap in MiB, with garbage', scale: 'value', format: short, min: 0 },
        },
      ),
      table: {
        caption: 'The heap of that shop: after garbage collections, and its peak with garbage',
        columns: ['messages', 'before', 'halfway', 'after', 'peak'],
        rows: drained.map(({ name, heap: { before, halfway, after, peak } }) => [
          name,
          ...[before, halfway, after, peak].map(mebibytes),
        ]),
      },
    },
  ];
}

function hangingFigure(hanging: readonly Hanging[]): Figure {
  return {
    table: {
      caption: 'Checkouts as fast as they are answered; latencies in milliseconds',
      columns: ['', 'a second', '×', 'p50', 'p99', '×'],
      rows: hanging.flatMap(({ store, notifiers }) =>
        notifiers.map(({ notifier, perSecond, throughputRatio, p50, p99, p99Ratio }) => [
          `${store}, ${HANGING_NAMES[notifier] ?? notifier}`,
          ...[whole(perSecond), spreadText(throughputRatio)],
          ...[inMs(p50), inMs(p99), spreadText(p99Ratio)],
        ]),
      ),
    },
  };
}

const HANGING_NAMES: Readonly<Record<string, string>> = {
  none: 'no notifications',
  log: 'none, facts retained',
  email: 'the mail server hangs',
};

function healthyFigure(healthy: readonly Healthy[]): Figure {
  const lines = healthy.flatMap(({ store, notifiers }) =>
    notifiers
      .filter(({ notifier }) => notifier.startsWith('email'))
      .map(({ notifier, delivery }) => ({
        name: `${notifier}, ${store}`,
        hasDots: false,
        // A logarithmic axis has no 0, and the lowest percentiles are of no interest.
        points: (delivery?.curve ?? [])
          .filter((point) => point.percentile >= LEAST_PERCENTILE && point.microseconds > 0)
          .map((point) => [ninesOf(point.percentile), point.microseconds / 1000] as const),
      })),
  );
  return {
    svg: lineChart(lines, {
      x: {
        name: 'percentile of the messages',
        scale: 'value',
        min: 0,
        interval: 1,
        format: percentOf,
      },
      y: { name: 'ms from fact to sent', scale: 'log', format: plain },
    }),
    table: {
      caption:
        'Orders at a fixed rate: the time of a checkout, the CPU time of an order and the time of the main thread for it in µs, messages in ms from fact to sent',
      columns: [
        '',
        'checkout p50',
        '×',
        'p99',
        'CPU',
        'main thread',
        'message p50',
        'p99',
        'p99.9',
        'max',
        'in time',
      ],
      rows: healthy.flatMap(({ store, notifiers }) =>
        notifiers.map(({ notifier, costs, ratios, delivery }) => [
          `${store}, ${notifier}`,
          plain(costs.checkoutP50),
          spreadText(ratios.checkoutP50),
          ...[costs.checkoutP99, costs.cpuMicros, costs.busyMicros].map(plain),
          ...(delivery === null
            ? ['', '', '', '', '']
            : [
                ...[delivery.p50, delivery.p99, delivery.p999, delivery.max].map(inMs),
                `${(100 * delivery.inTimeShare).toFixed(2)} %`,
              ]),
        ]),
      ),
    },
  };
}

/** The number of nines of a percentile: 90 is 1, 99 is 2. */
function ninesOf(percentile: number): number {
  return -Math.log10(1 - percentile / 100);
}

/** `0 %`, `90 %`, `99 %`, `99.9 %`, ... for 0, 1, 2, 3, ... */
function percentOf(nines: number): string {
  return `${(100 - 100 * 10 ** -nines).toFixed(Math.max(0, nines - 2))} %`;
}

function spreadText({ median, min, max }: Spread): string {
  return `${median.toFixed(2)} (${min.toFixed(2)} to ${max.toFixed(2)})`;
}
