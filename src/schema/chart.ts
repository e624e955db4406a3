import type { AnyStateMachine } from 'xstate';
import * as check from '../base/check.ts';
import { type ChartOutline, chartOutline } from '../charts/chartOutline.ts';
import type { Change } from '../store/store.ts';
import { jsonCodec, recordKind } from './record.ts';
import { list, members } from './shape.ts';

/** The outline of the chart that a kind of actors had when a shop last opened the store. */
export const chartRecord = recordKind({
  name: 'charts',
  prefix: ['chart'],
  elements: [{ name: 'kind', type: 'string' }],
  version: 2,
  codec: jsonCodec<ChartOutline>((value) => {
    const { id, states, events } = members('chart', value);
    check.text('id', id);
    for (const type of list('events', events)) check.text('event', type);
    for (const given of Object.values(members('states', states))) {
      const { delays, invokes, isFinal } = members('state', given);
      check.boolean('isFinal', isFinal);
      for (const delay of list('delays', delays)) check.text('delay', delay);
      for (const child of list('invokes', invokes)) check.text('invokes', child);
    }
  }),
});

/** The changes that store the outlines of charts. @param machines by the names of the kinds of their actors. */
export function outlineChanges(machines: Readonly<Record<string, AnyStateMachine>>): Change[] {
  return Object.entries(machines).map(([kind, machine]) =>
    chartRecord.put(chartRecord.key(kind), chartOutline(machine)),
  );
}
