import type { StateValue } from 'xstate';
import { stateName } from '../runtime/stateName.ts';
import type { StoredTimer } from '../schema/actorRecord.ts';
import { cartRecords } from '../schema/cart.ts';
import { orderRecords } from '../schema/order.ts';
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

const RECORDS = { cart: cartRecords, order: orderRecords };

/** @throws Error if the text is no record of an actor. */
export function readActor(kind: ActorKindName, key: Key, text: string): StoredActor {
  const { active, archived } = RECORDS[kind];
  const record = key[0] === 'open' ? active.read(text, key) : archived.read(text, key);
  const { value, context } = record.snapshot as { value: StateValue; context: unknown };
  return { name: record.name, state: stateName(value), context, timers: record.timers };
}
