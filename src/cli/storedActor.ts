import type { StateValue } from 'xstate';
import type { StoredTimer } from '../runtime/scheduler.ts';
import { stateName } from '../runtime/stateName.ts';
import { decodeRecord, withoutName } from '../schema/actorRecord.ts';
import { orderCodec } from '../schema/orderCodec.ts';
import type { Key } from '../store/store.ts';

/** Open are the actors that are at work or wait for a timer. */
export const PLACES = ['open', 'past'] as const;
export type Place = (typeof PLACES)[number];
export type ActorKindName = 'cart' | 'order';

/** An actor as it is on record. No chart is needed to read that. */
export interface StoredActor {
  readonly name: string;
  readonly state: string;
  readonly context: unknown;
  readonly timers: readonly StoredTimer[];
}

/** What the keys of the actors of a kind begin with. */
export function actorsIn(place: Place, kind: ActorKindName): Key {
  return place === 'open' ? ['open', kind] : [kind];
}

/** @throws Error if the text is no record of an actor. */
export function readActor(kind: ActorKindName, key: Key, text: string): StoredActor {
  // Past ones are found by their names, open ones say them.
  const [name, record] = key[0] === 'open' ? withoutName(text) : [String(key.at(-1)), text];
  const codec = kind === 'order' ? { codec: orderCodec } : {};
  const { snapshot, timers } = decodeRecord(codec, name, record);
  const { value, context } = snapshot as { value: StateValue; context: unknown };
  const state = stateName(value);
  for (const { dueAt, event } of timers) {
    if (Number.isSafeInteger(dueAt) && typeof event.type === 'string') continue;
    throw new Error(`expected timers with dueAt and event, got ${JSON.stringify(timers)}`);
  }
  return { name, state, context, timers };
}
