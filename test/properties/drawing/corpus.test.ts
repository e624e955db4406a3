import { describe, expect, test } from 'vitest';
import { toMermaid } from '../../../src/machines.ts';
import { expectAllDrawn } from '../../drawing/expectAllDrawn.ts';
import { asItIs } from '../compile/chart.ts';
import { allCharts } from '../compile/corpus/allCharts.ts';
import { obstructed } from '../compile/corpus/obstructed.ts';
import { Trace } from '../compile/trace.ts';

const compiled = allCharts.map(
  ({ rule, build }) => [rule, build({ trace: new Trace(), make: asItIs })] as const,
);
const others = Object.entries(obstructed).map(([rule, [machine]]) => [rule, machine] as const);

/** XState finds some mistakes of a chart only when it is looked at. */
const isSound = ([, machine]: (typeof others)[number]) => {
  try {
    toMermaid(machine);
    return true;
  } catch {
    return false;
  }
};

describe('every state and every transition has one element in the drawing of a chart:', () => {
  test.each(compiled)('%s', (_, machine) => {
    expectAllDrawn(machine);
  });

  test.each(others.filter(isSound))('%s', (_, machine) => {
    expectAllDrawn(machine);
  });

  test('the charts have parallel and history states and several targets', () => {
    const rules = others.filter(isSound).map(([rule]) => rule);
    expect(rules).toEqual(
      expect.arrayContaining([
        'a parallel root',
        'shallow and deep history',
        'several targets of one transition',
      ]),
    );
  });
});
