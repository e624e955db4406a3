import type { AnyStateMachine } from 'xstate';
import * as check from '../base/check.ts';
import { type ChartOutline, chartOutline } from '../charts/chartOutline.ts';
import type { AnyChange } from '../store/store.ts';
import { jsonCodec } from './jsonCodec.ts';
import { recordKind } from './record.ts';
import { list, members } from './shape.ts';

/** What a store knows of the charts of one kind of actors. */
export interface StoredOutlines extends ChartOutline {
  /**
   * The outlines of earlier charts, with the actors that were written by them and are in quarantine since; left out
   * when there are none.
   */
  readonly left?: readonly { readonly outline: ChartOutline; readonly names: readonly string[] }[];
}

/** The outline of the chart that a kind of actors had when a shop last opened the store. */
export const chartRecord = recordKind({
  name: 'charts',
  prefix: ['chart'],
  elements: [{ name: 'kind', type: 'string', isShared: true }],
  version: 2,
  logCode: 16,
  codec: jsonCodec<StoredOutlines>((value) => {
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

/** The outline of the chart that has written an actor; undefined if the store does not say it. */
export function outlineOf(
  stored: StoredOutlines | undefined,
  name: string,
): ChartOutline | undefined {
  const left = stored?.left?.find(({ names }) => names.includes(name));
  return left === undefined ? stored : left.outline;
}

/** The outlines once an actor is in quarantine no more: the present chart has written it. */
export function withoutLeft(stored: StoredOutlines, name: string): StoredOutlines {
  const { left = [], ...outline } = stored;
  const others = left
    .map((each) => ({ ...each, names: each.names.filter((other) => other !== name) }))
    .filter(({ names }) => names.length > 0);
  return others.length === 0 ? outline : { ...outline, left: others };
}

/** The changes that store the outlines of charts. @param machines by the names of the kinds of their actors. */
export function outlineChanges(machines: Readonly<Record<string, AnyStateMachine>>): AnyChange[] {
  return Object.entries(machines).map(([kind, machine]) =>
    chartRecord.put(chartRecord.key(kind), chartOutline(machine)),
  );
}
