import { NOTIFIER_NAMES, nameIn, STORE_NAMES } from '../../bench/harness/report/names.ts';
import { mebibytes, plain, whole } from '../../bench/harness/report/numbers.ts';
import type { Result } from '../../bench/harness/results.ts';
import type { NotifyFigures } from '../../bench/notify/figures.ts';
import { spreadText } from '../../bench/notify/notifyVerdict.ts';
import { table } from './table.ts';

/** What notifications take: of a backlog, beside a mail server that hangs, and beside a healthy one. */
export function notifyText(results: ReadonlyMap<string, Result>): string {
  const figures = results.get('notify')?.figures as unknown as NotifyFigures | undefined;
  if (figures === undefined) return '';
  return [backlogTable(figures), hangingTable(figures), healthyTable(figures)]
    .filter((text) => text !== '')
    .join('\n\n');
}

function backlogTable({ backlog }: NotifyFigures): string {
  if (backlog.length === 0) return '';
  return table(
    ['a backlog is delivered to a channel that only counts', 'messages', 'a second', 'heap'],
    backlog.flatMap(({ store, small, large }) =>
      [small, large].map(({ messages, perSecond, heap }) => [
        nameIn(STORE_NAMES, store),
        whole(messages),
        whole(perSecond),
        mebibytes(Math.max(heap.before, heap.halfway, heap.after)),
      ]),
    ),
  );
}

function hangingTable({ hanging }: NotifyFigures): string {
  if (hanging.length === 0) return '';
  return table(
    ['checkouts beside a mail server that hangs', 'a second', '× without', 'p99', '× without'],
    hanging.flatMap(({ store, notifiers }) =>
      notifiers.map(({ notifier, perSecond, throughputRatio, p99, p99Ratio }) => [
        `${nameIn(STORE_NAMES, store)}: ${nameOf(notifier)}`,
        whole(perSecond),
        spreadText(throughputRatio),
        milliseconds(p99),
        spreadText(p99Ratio),
      ]),
    ),
  );
}

function healthyTable({ healthy }: NotifyFigures): string {
  if (healthy.length === 0) return '';
  return table(
    [
      'orders beside a healthy mail server',
      'checkout p50',
      '× without',
      'main thread per order',
      'messages, p99',
      'within 30 s',
    ],
    healthy.flatMap(({ store, notifiers }) =>
      notifiers.map(({ notifier, costs, ratios, delivery }) => [
        `${nameIn(STORE_NAMES, store)}: ${nameOf(notifier)}`,
        milliseconds(costs.checkoutP50),
        spreadText(ratios.checkoutP50),
        `${whole(costs.busyMicros)} µs`,
        delivery === null ? '–' : milliseconds(delivery.p99),
        delivery === null ? '–' : `${(100 * delivery.inTimeShare).toFixed(3)} %`,
      ]),
    ),
  );
}

function nameOf(notifier: string): string {
  return nameIn(NOTIFIER_NAMES, notifier);
}

function milliseconds(microseconds: number): string {
  return `${plain(microseconds / 1000)} ms`;
}
