import { describe, expect, it } from 'vitest';
import { longestActors } from '../../../../src/watch/page/actors/longestActors.ts';
import { isWithin, stateRows } from '../../../../src/watch/page/charts/stateCounts.ts';
import type { ChartUpdate, StatePicture } from '../../../../src/watch/watchTypes.ts';

const state = (path: string, isLeaf = true): StatePicture => {
  return { path, elementId: `state-${path}`, isFinal: false, isLeaf };
};
const figures = (now: number, medianMs: number | null = null) => ({ now, medianMs, p99Ms: null });

describe('the rows of a chart', () => {
  it('count an actor for each state that it is in', () => {
    const states = [state('open'), state('paid', false), state('paid.packing'), state('paid.sent')];
    const rows = stateRows(states, {
      open: figures(3, 10),
      'paid.packing': figures(4, 20),
      'paid.sent': figures(5),
    });
    expect(rows.map(({ path, depth, now, medianMs }) => [path, depth, now, medianMs])).toEqual([
      ['open', 0, 3, 10],
      ['paid', 0, 9, null],
      ['paid.packing', 1, 4, 20],
      ['paid.sent', 1, 5, null],
    ]);
  });

  it('count an actor once that is in several states at once', () => {
    const states = [state('a', false), state('a.x'), state('a.y'), state('b.z')];
    const rows = stateRows(states, { 'a.x|a.y': figures(2, 7), 'a.x|b.z': figures(3, 8) });
    expect(rows.map(({ now, medianMs }) => [now, medianMs])).toEqual([
      [5, null],
      [5, null],
      [2, 7],
      [3, 8],
    ]);
  });

  it('have zeros before the first figures', () => {
    expect(stateRows([state('open')], {})[0]).toMatchObject({ now: 0, medianMs: null });
  });

  it('do not take a state for one whose name begins with its own', () => {
    expect(isWithin('paidLater', 'paid')).toBe(false);
    expect(isWithin('paid.later', 'paid')).toBe(true);
    expect(isWithin('a.x|paid.later', 'paid')).toBe(true);
  });
});

describe('the actors that are in their state the longest', () => {
  const chart = (id: string, actors: readonly [string, string, number][]): ChartUpdate => ({
    id,
    isComplete: true,
    states: {},
    transitions: {},
    longest: actors.map(([name, at, since]) => ({ id: name, state: at, since, isAtLeast: false })),
  });
  const charts = [
    chart('order', [
      ['order:1', 'pending', 50],
      ['order:2', 'paid.sent', 10],
    ]),
    chart('cart', [['cart:ada', 'open', 30]]),
  ];
  const ids = (wanted: { chart: string | null; state: string | null }, most = 9) =>
    longestActors(charts, wanted, most).map(({ id }) => id);

  it('are those of all charts', () => {
    expect(ids({ chart: null, state: null })).toEqual(['order:2', 'cart:ada', 'order:1']);
    expect(ids({ chart: null, state: null }, 1)).toEqual(['order:2']);
  });

  it('are those of one chart and state', () => {
    expect(ids({ chart: 'order', state: null })).toEqual(['order:2', 'order:1']);
    expect(ids({ chart: 'order', state: 'paid' })).toEqual(['order:2']);
  });
});
