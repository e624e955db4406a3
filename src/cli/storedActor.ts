import type { StateValue } from 'xstate';
import { orderCodec } from '../orders/orderCodec.ts';
import { decodeRecord } from '../runtime/actorRecord.ts';
import type { StoredTimer } from '../runtime/scheduler.ts';
import { stateName } from '../runtime/stateName.ts';
import type { Key } from '../store/store.ts';

/** Open are the actors that are at work or wait for a timer. */
export const PLACES = ['open', 'past'] as const;
export type Place = (typeof PLACES)[number];

/** An actor as it is on record. No chart is needed to read that. */
export interface StoredActor {
  readonly name: string;
  readonly state: string;
  readonly context: unknown;
  readonly timers: readonly StoredTimer[];
}

/** Where the actors of a kind are, and each of them. */
export function actorKey(place: Place, kind: 'cart' | 'order', ...name: string[]): Key {
  return place === 'open' ? ['open', kind, ...name] : [kind, ...name];
}

/** @throws Error if the text is no record of an actor. */
export function readActor(kind: 'cart' | 'order', name: string, text: string): StoredActor {
  const codec = kind === 'order' ? { codec: orderCodec } : {};
  const { snapshot, timers } = decodeRecord(codec, name, text);
  const { value, context } = snapshot as { value: StateValue; context: unknown };
  const state = stateName(value);
  for (const { dueAt, event } of timers) {
    if (Number.isSafeInteger(dueAt) && typeof event.type === 'string') continue;
    throw new Error(`expected timers with dueAt and event, got ${JSON.stringify(timers)}`);
  }
  return { name, state, context, timers };
}
