import { columnTable } from '../../src/terminal/columnTable.ts';
import { numberText, percentText } from '../../src/terminal/numberText.ts';
import { inMs, mebibytes, plain } from '../harness/report/numbers.ts';
import type { BacklogFigures } from './backlog/backlogFigures.ts';
import type { NotifyFigures } from './figures.ts';
import type { HangingFigures } from './load/hangingFigures.ts';
import type { HealthyFigures } from './load/healthyFigures.ts';
import type { Notifier } from './load/loadTask.ts';
import { requirements, spreadText } from './notifyVerdict.ts';

/** The figures as they are printed: a table of each part, and what was required. */
export function figuresText(figures: NotifyFigures): string {
  const { backlog, hanging, healthy } = figures;
  const met = requirements(figures).map(
    ({ text, isMet }) => `  ${isMet ? 'ok  ' : 'MISS'} ${text}`,
  );
  const parts = [
    ...(backlog.length > 0 ? [backlogTable(backlog)] : []),
    ...(hanging.length > 0 ? [hangingTable(hanging)] : []),
    ...healthy.flatMap((of) => [costTable(of), deliveryTable(of)]),
    met.join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function backlogTable(backlog: readonly BacklogFigures[]): string {
  const titles = ['backlog', 'messages', 'a second', 'heap before', 'halfway', 'after', 'peak'];
  const rows = backlog.flatMap(({ store, small, large }) =>
    [small, large].map(({ messages, perSecond, heap, rssPeakBytes }) => [
      store,
      ...[messages, perSecond].map((count) => numberText(count)),
      ...[heap.before, heap.halfway, heap.after, heap.peak, rssPeakBytes].map(mebibytes),
    ]),
  );
  return columnTable([...titles, 'RSS peak'], rows);
}

function hangingTable(hanging: readonly HangingFigures[]): string {
  const titles = ['checkouts in a closed loop', 'a second', '× none', 'p50 ms', 'p99 ms', '× none'];
  const rows = hanging.flatMap(({ store, notifiers }) =>
    notifiers.map(({ notifier, perSecond, throughputRatio, p50, p99, p99Ratio, ...rest }) => [
      `${store}, ${HANGING_NAMES[notifier] ?? notifier}`,
      ...[numberText(perSecond), spreadText(throughputRatio)],
      ...[inMs(p50), inMs(p99), spreadText(p99Ratio)],
      ...[mebibytes(rest.heapBytes), numberText(rest.retried)],
    ]),
  );
  return columnTable([...titles, 'heap', 'failed attempts'], rows);
}

const HANGING_NAMES: Partial<Record<Notifier, string>> = {
  none: 'no notifications',
  log: 'none, facts retained',
  email: 'mail server hangs',
};

function costTable({ store, notifiers }: HealthyFigures): string {
  const costs = [
    ['checkout p50', 'checkoutP50'],
    ['checkout mean', 'checkoutMean'],
    ['checkout p99', 'checkoutP99'],
    ['p99 since due', 'sinceDueP99'],
    ['CPU, all threads', 'cpuMicros'],
    ['main thread busy', 'busyMicros'],
  ] as const;
  const columns = notifiers.flatMap(({ notifier }, index) => [
    notifier,
    ...(index > 0 ? [`× none`] : []),
  ]);
  return columnTable(
    [`µs an order, ${store}`, ...columns],
    [
      ...costs.map(([name, cost]) => [
        name,
        ...notifiers.flatMap(({ costs: of, ratios }, index) => [
          plain(of[cost]),
          ...(index > 0 ? [spreadText(ratios[cost])] : []),
        ]),
      ]),
      [
        'utilization of the thread',
        ...notifiers.flatMap(({ utilization }, index) => [
          percentText(utilization),
          ...(index > 0 ? [''] : []),
        ]),
      ],
    ],
  );
}

function deliveryTable({ store, notifiers }: HealthyFigures): string {
  return columnTable(
    [
      `from fact to sent, ms, ${store}`,
      'messages',
      'p50',
      'p99',
      'p99.9',
      'max',
      'unsent at the end',
    ],
    notifiers.flatMap(({ notifier, delivery }) => {
      if (delivery === null) return [];
      const { messages, p50, p99, p999, max, backlogAtEnd } = delivery;
      return [
        [
          notifier,
          numberText(messages),
          ...[p50, p99, p999, max].map(inMs),
          numberText(backlogAtEnd),
        ],
      ];
    }),
  );
}
