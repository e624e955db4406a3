import { describe, test } from 'vitest';
import { compile } from '../../../src/compile.ts';
import { asItIs, type Chart } from './chart.ts';
import { mistakeCharts } from './corpus/mistakeCharts.ts';
import { oddValueCharts } from './corpus/oddValueCharts.ts';
import { expectSame } from './expectSame.ts';
import { observe } from './observe.ts';

function byRule(charts: readonly Chart[]) {
  return charts.map((chart) => [chart.rule, chart] as const);
}

/** Mistakes have the same consequences in a compiled machine as in a plain one. */
function expectTheSame(chart: Chart): void {
  for (const as of ['child', 'root'] as const) {
    expectSame(observe(chart, compile, { as }), observe(chart, asItIs, { as }), `as a ${as}`);
  }
}

describe('in a compiled machine as in a plain one,', () => {
  test.each(byRule(mistakeCharts))('%s', (_rule, chart) => expectTheSame(chart));
  test.each(byRule(oddValueCharts))('%s', (_rule, chart) => expectTheSame(chart));
});
