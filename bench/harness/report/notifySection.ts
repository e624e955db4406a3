import type { Result } from '../results.ts';
import { bySecond, mean } from './bySecond.ts';
import { NOTIFIER_NAMES, nameIn, STORE_NAMES } from './names.ts';
import type { Backlog, Drained, Hanging, Healthy, NotifyFigures, Spread } from './notifyFigures.ts';
import { inMs, mebibytes, plain, short, whole } from './numbers.ts';
import { percentileAxis, percentilePoints } from './percentileAxis.ts';
import type { Figure, Section } from './section.ts';
import { storeOf } from './storeOf.ts';

const SECONDS = { name: 'seconds', scale: 'value', format: plain } as const;

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
  const lines = (pointsOf: (drained: Drained) => (readonly [number, number])[]) =>
    backlog.map(({ store, large }) => ({
      name: `${whole(large.messages)} messages${storeOf(`-${store}`)}`,
      hasDots: false,
      points: pointsOf(large),
    }));
  const drained = backlog.flatMap(({ store, small, large }) =>
    [small, large].map((of) => ({ ...of, name: `${whole(of.messages)}${storeOf(`-${store}`)}` })),
  );
  return [
    {
      title: 'Delivery of a backlog by a shop on disk',
      chart: {
        kind: 'lines',
        lines: lines(({ points }) => bySecond(points, ({ perSecond }) => perSecond, mean)),
        x: SECONDS,
        y: { name: 'messages a second', scale: 'value', format: short, formatExact: whole, min: 0 },
      },
      table: {
        caption: 'A backlog into a channel that takes everything',
        columns: ['messages', 'a second'],
        rows: drained.map(({ name, perSecond }) => [name, whole(perSecond)]),
      },
    },
    {
      title: 'Heap during that delivery, with a store on disk',
      chart: {
        kind: 'lines',
        lines: lines(({ points }) =>
          bySecond(
            points,
            ({ heapBytes }) => heapBytes / 2 ** 20,
            (values) => Math.max(...values),
          ),
        ),
        x: SECONDS,
        y: {
          name: 'highest heap of a second in MiB, with garbage',
          scale: 'value',
          format: plain,
          min: 0,
        },
      },
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
    title: 'Checkouts beside a mail server that hangs, in memory and on disk',
    table: {
      caption: `Checkouts as fast as they are answered; latencies in milliseconds. ${RATIOS}`,
      columns: ['shop', 'a second', 'of the rate without', 'p50', 'p99', 'of the p99 without'],
      rows: hanging.flatMap(({ store, notifiers }) =>
        notifiers.map(({ notifier, perSecond, throughputRatio, p50, p99, p99Ratio }) => [
          nameOf(store, notifier),
          ...[whole(perSecond), spreadText(throughputRatio)],
          ...[inMs(p50), inMs(p99), spreadText(p99Ratio)],
        ]),
      ),
    },
  };
}

function healthyFigure(healthy: readonly Healthy[]): Figure {
  const lines = healthy.flatMap(({ store, notifiers }) =>
    notifiers
      .filter(({ notifier }) => notifier.startsWith('email'))
      .map(({ notifier, delivery }) => ({
        name: nameOf(store, notifier),
        hasDots: false,
        points: percentilePoints(delivery?.curve ?? []),
      })),
  );
  return {
    title: 'Time until a message is sent, in memory and on disk',
    chart: {
      kind: 'lines',
      lines,
      x: percentileAxis('percentile of the messages'),
      y: { name: 'ms from fact to sent', scale: 'log', format: plain },
    },
    table: {
      caption: `Orders at a fixed rate: the time of a checkout, the CPU time of an order and the time of the main thread for it in µs; messages in ms from fact to sent. ${RATIOS}`,
      columns: [
        ...['shop', 'checkout p50', 'of the p50 without', 'checkout p99', 'CPU', 'main thread'],
        ...['message p50', 'message p99', 'message p99.9', 'message max', 'in time'],
      ],
      rows: healthy.flatMap(({ store, notifiers }) =>
        notifiers.map(({ notifier, costs, ratios, delivery }) => [
          nameOf(store, notifier),
          plain(costs.checkoutP50),
          spreadText(ratios.checkoutP50),
          ...[costs.checkoutP99, costs.cpuMicros, costs.busyMicros].map(plain),
          ...(delivery === null
            ? ['–', '–', '–', '–', '–']
            : [
                ...[delivery.p50, delivery.p99, delivery.p999, delivery.max].map(inMs),
                `${(100 * delivery.inTimeShare).toFixed(2)} %`,
              ]),
        ]),
      ),
    },
  };
}

/** What the columns "of the … without" are. */
const RATIOS =
  '“Without” is the same shop without notifications: the ratio is the median of the rounds, with the least and the most.';

function nameOf(store: string, notifier: string): string {
  return `${nameIn(STORE_NAMES, store)}: ${nameIn(NOTIFIER_NAMES, notifier)}`;
}

/** `1.02 × (0.98 to 1.05)` */
function spreadText({ median, min, max }: Spread): string {
  return `${median.toFixed(2)} × (${min.toFixed(2)} to ${max.toFixed(2)})`;
}
