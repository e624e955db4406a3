import { describe, test } from 'vitest';
import { compile } from '../../../src/compile.ts';
import { asItIs } from './chart.ts';
import { allCharts } from './corpus/allCharts.ts';
import { expectSame } from './expectSame.ts';
import { observeRestored } from './observe.ts';

const WAYS = [
  ['persisted plain, restored compiled', asItIs, compile],
  ['persisted compiled, restored plain', compile, asItIs],
  ['persisted and restored compiled', compile, compile],
] as const;

describe('an actor goes on from what was persisted, whether compiled or not:', () => {
  test.each(allCharts.map((chart) => [chart.rule, chart] as const))('%s', (_rule, chart) => {
    const { length } = chart.steps;
    // Just started, in the middle, and at the end.
    for (const at of new Set([0, Math.ceil(length / 2), length])) {
      const expected = observeRestored(chart, { persisted: asItIs, restored: asItIs, at });
      for (const [way, persisted, restored] of WAYS) {
        const actual = observeRestored(chart, { persisted, restored, at });
        expectSame(actual, expected, `${way} after ${at} steps`);
      }
    }
  });
});
