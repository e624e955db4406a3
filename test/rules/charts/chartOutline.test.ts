import { expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { chartOutline } from '../../../src/charts/chartOutline.ts';

const machine = createMachine({
  id: 'order',
  initial: 'packing',
  on: { 'order.*': {} },
  states: {
    packing: {
      initial: 'open',
      after: { 1000: 'ended', grace: 'ended' },
      invoke: { id: 'courier', src: 'courier', onDone: 'ended' },
      states: { open: { on: { close: 'closed' } }, closed: { type: 'final' } },
    },
    ended: { type: 'final' },
  },
});

it('the outline of a chart says of each state what it waits for, and whether the chart ends in it', () => {
  const nothing = { delays: [], invokes: [], isFinal: false };
  expect(chartOutline(machine)).toEqual({
    id: 'order',
    states: {
      '': nothing,
      packing: { delays: ['1000', 'grace'], invokes: ['courier'], isFinal: false },
      'packing.open': nothing,
      // It is final, but the chart goes on.
      'packing.closed': nothing,
      ended: { ...nothing, isFinal: true },
    },
    events: ['order.*', 'close'],
  });
});
