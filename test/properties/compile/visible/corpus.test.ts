import { describe, expect, test } from 'vitest';
import { type Chart, machineOf } from '../chart.ts';
import { allCharts } from '../corpus/allCharts.ts';
import { mistakeCharts } from '../corpus/mistakeCharts.ts';
import { obstructed } from '../corpus/obstructed.ts';
import { oddValueCharts } from '../corpus/oddValueCharts.ts';
import { expectSame } from '../expectSame.ts';
import type { Args } from '../trace.ts';
import { observeRestoredVisibly, observeVisibly } from './observeVisibly.ts';

/** Machines that are not compiled. */
const interpreted = Object.entries(obstructed).map(
  ([rule, [machine]]): Chart => ({
    rule,
    build: () => machine,
    steps: ['go', 'out', 'back', 'both', 10, 'spawn', 'stay'],
  }),
);

const watchedFromWithin: Chart = {
  rule: 'an observer that comes in the middle of a step of an interpreted machine sees its end',
  build({ trace }) {
    const watch = ({ self }: Args) =>
      void self.subscribe(({ value }: { value: unknown }) => trace.note({ observed: value }));
    const states = { x: { on: { go: { target: 'y', actions: watch } } }, y: { on: { back: 'x' } } };
    return machineOf({ type: 'parallel', states: { a: { initial: 'x', states } } });
  },
  steps: ['go', 'back'],
};

const charts = [
  ...allCharts,
  ...mistakeCharts,
  ...oddValueCharts,
  ...interpreted,
  watchedFromWithin,
].map((chart) => [chart.rule, chart] as const);

/** Of all charts, how often a hosted actor took an event unwatched. */
let unwatchedSteps = 0;

describe('a hosted actor without observers does what XState does:', () => {
  test.each(charts)('%s', (_rule, chart) => {
    const expected = observeVisibly(chart, { isHosted: false });
    const actual = observeVisibly(chart, { isHosted: true });
    expectSame(actual.moments, expected.moments, 'read after each step');
    unwatchedSteps += actual.host?.unwatchedSteps ?? 0;
    const unread = { acts: [] } as const;
    expectSame(
      observeVisibly(chart, { isHosted: true, ...unread }).moments,
      observeVisibly(chart, { isHosted: false, ...unread }).moments,
      'read at the end',
    );
    expectSame(
      observeVisibly(chart, { isHosted: true, isDecided: true }).moments,
      observeVisibly(chart, { isHosted: false, isDecided: true }).moments,
      'with transitions that were found before',
    );
  });

  test('and takes most events of these charts unwatched', () => {
    expect(unwatchedSteps).toBeGreaterThan(charts.length);
  });
});

const WAYS = [
  ['persisted by XState, restored hosted', false, true],
  ['persisted hosted, restored by XState', true, false],
  ['persisted and restored hosted', true, true],
] as const;

describe('a hosted actor goes on from what was persisted, and XState from what it persists:', () => {
  test.each(charts)('%s', (_rule, chart: Chart) => {
    const { length } = chart.steps;
    // Just started, in the middle, and at the end.
    for (const at of new Set([0, Math.ceil(length / 2), length])) {
      const plain = { fromHosted: false, toHosted: false, at };
      const expected = observeRestoredVisibly(chart, plain);
      for (const [way, fromHosted, toHosted] of WAYS) {
        const actual = observeRestoredVisibly(chart, { fromHosted, toHosted, at });
        expectSame(actual, expected, `${way} after ${at} steps`);
      }
    }
  });
});
