import { describe, expect, test } from 'vitest';
import type { BacklogFigures, DrainFigures } from '../../../bench/notify/backlog/backlogFigures.ts';
import type { NotifyFigures } from '../../../bench/notify/figures.ts';
import type { CheckoutFigures } from '../../../bench/notify/load/hangingFigures.ts';
import type { NotifierFigures } from '../../../bench/notify/load/healthyFigures.ts';
import type { Notifier } from '../../../bench/notify/load/loadTask.ts';
import { requirements } from '../../../bench/notify/notifyVerdict.ts';

const SAME = { median: 1, min: 1, max: 1 };

function drained(messages: number, perSecond: number): DrainFigures {
  const heap = { before: 1, halfway: 1, after: 1, peak: 2 };
  return { messages, seconds: 1, perSecond, heap, rssPeakBytes: 3, points: [] };
}

function backlogOf(change: Partial<BacklogFigures> = {}): NotifyFigures {
  const [small, large] = [drained(100_000, 1), drained(1_000_000, 5000)];
  return {
    backlog: [{ store: 'lmdb', small, large, heapRatio: 1.3, peakRatio: 9, ...change }],
    ...{ hanging: [], healthy: [] },
  };
}

function hangingOf(change: Partial<CheckoutFigures> = {}): NotifyFigures {
  const none: CheckoutFigures = {
    ...{ notifier: 'none', perSecond: 100, p50: 1, p99: 2, heapBytes: 1, retried: 0 },
    ...{ throughputRatio: SAME, p99Ratio: SAME },
  };
  const email: CheckoutFigures = {
    ...{ ...none, notifier: 'email' },
    throughputRatio: { median: 0.95, min: 0.9, max: 0.99 },
    p99Ratio: { median: 1.1, min: 1.05, max: 1.2 },
    ...change,
  };
  // What it costs to retain facts is shown, and not judged.
  const log: CheckoutFigures = {
    ...none,
    notifier: 'log',
    throughputRatio: { ...SAME, median: 0 },
  };
  return {
    hanging: [{ store: 'memory', rounds: 3, notifiers: [none, log, email] }],
    ...{ backlog: [], healthy: [] },
  };
}

function healthyOf(
  checkoutRatio: number,
  inTimeShare: number,
  notifier: Notifier = 'email in a thread',
): NotifyFigures {
  const each = <Value>(value: Value) => ({
    ...{ checkoutP50: value, checkoutMean: value, checkoutP99: value },
    ...{ sinceDueP99: value, cpuMicros: value, busyMicros: value },
  });
  const none: NotifierFigures = {
    ...{ notifier: 'none', costs: each(10), ratios: each(SAME), utilization: 0.1, delivery: null },
  };
  const times = { p50: 1, p99: 2, p999: 3, max: 4, backlogAtEnd: 0, curve: [] };
  const email: NotifierFigures = {
    ...{ ...none, notifier },
    ratios: { ...each({ ...SAME, median: 9 }), checkoutP50: { ...SAME, median: checkoutRatio } },
    delivery: { messages: 1000, inTimeShare, ...times },
  };
  return {
    healthy: [{ store: 'disk', rounds: 3, notifiers: [none, email] }],
    ...{ backlog: [], hanging: [] },
  };
}

const missed = (figures: NotifyFigures) =>
  requirements(figures)
    .filter(({ isMet }) => !isMet)
    .map(({ text }) => text);

describe('a run', () => {
  test('that meets every requirement, if only just, is good', () => {
    expect(missed(backlogOf())).toEqual([]);
    expect(missed(hangingOf())).toEqual([]);
    expect(missed(healthyOf(1.15, 0.999))).toEqual([]);
  });

  test('of which rounds are on both sides of 1 has no more than noise', () => {
    const throughputRatio = { median: 0.9, min: 0.8, max: 1.01 };
    const p99Ratio = { median: 1.5, min: 0.99, max: 2 };
    expect(missed(hangingOf({ throughputRatio, p99Ratio }))).toEqual([]);
  });

  test('is not judged by what a checkout costs beside mails of the same thread', () => {
    expect(missed(healthyOf(9, 1, 'email'))).toEqual([]);
    expect(missed(healthyOf(9, 0.5, 'email'))).toHaveLength(1);
    expect(missed(healthyOf(9, 1, 'sink'))).toHaveLength(1);
  });

  test('is not judged by parts that were not measured', () => {
    expect(requirements({ backlog: [], hanging: [], healthy: [] })).toEqual([]);
  });

  test.each<[string, NotifyFigures, RegExp]>([
    [
      'is slow with a backlog',
      backlogOf({ large: drained(1_000_000, 4999) }),
      /^backlog of 1,000,000, lmdb: 4,999 messages a second \(at least 5,000\)/,
    ],
    [
      'keeps a backlog in memory',
      backlogOf({ heapRatio: 1.31 }),
      /^heap with a backlog of 1,000,000, lmdb: 1\.31 × that with 100,000 /,
    ],
    [
      'loses checkouts beside a mail server that hangs',
      hangingOf({ throughputRatio: { median: 0.94, min: 0.9, max: 0.99 } }),
      /^checkouts a second beside a mail server that hangs, memory: 0\.94 × \(0\.90 to 0\.99\)/,
    ],
    [
      'makes them wait',
      hangingOf({ p99Ratio: { median: 1.11, min: 1.05, max: 1.2 } }),
      /^their p99, memory: 1\.11 × /,
    ],
    [
      'has late messages',
      healthyOf(1, 0.9989),
      /^messages with email in a thread, disk: 99\.890 % within 30 s \(at least 99\.9 %\)/,
    ],
    [
      'lets a checkout pay for them',
      healthyOf(1.16, 1),
      /^a checkout with email in a thread, disk: 1\.16 × .* the median time without \(at most 1\.15 ×\)/,
    ],
  ])('that %s is not', (_, figures, text) => {
    expect(missed(figures)).toEqual([expect.stringMatching(text)]);
  });
});
