import type { AnyMachineSnapshot, EventObject } from 'xstate';
import type { Refusal } from '../../machines/index.ts';
import type { ActorKind } from '../runtime/actorKind.ts';
import type { Engine } from '../runtime/engine.ts';
import { acceptedTransitions, invalidTransition } from './checkAccepted.ts';

/** What became of an event: the actor's state after it, or why it was refused. */
export type Dispatched = { readonly snapshot: AnyMachineSnapshot } | { readonly refusal: Refusal };

export interface Receiver {
  readonly kind: ActorKind;
  readonly id: string;
  /** The refusal for an actor that does not exist; left out for kinds whose actors always do. */
  readonly unknown?: Refusal;
}

/**
 * Sends an event to an actor if its chart accepts it now. The actor is looked up once, and its
 * chart evaluated once: the transitions that the guards have chosen are those that the actor takes.
 * A passivated actor is asked by its record, and activated only for an event that it accepts.
 *
 * @param eventFor makes the event from the actor's context (undefined before its first event), or
 * refuses.
 */
export function dispatch<Context>(
  { directory }: Engine,
  { kind, id, unknown }: Receiver,
  eventFor: (context: Context | undefined) => EventObject | Refusal,
): Dispatched {
  const located = directory.locate(kind, id);
  const event = eventFor(located?.snapshot.context as Context | undefined);
  if (!('type' in event)) return { refusal: event };
  const initial = located === undefined ? directory.startInitial(kind, id) : undefined;
  const snapshot = located?.snapshot ?? initial?.getSnapshot();
  if (snapshot === undefined) {
    if (unknown === undefined) throw new Error(`there is no ${kind.name} ${id}`);
    return { refusal: unknown };
  }
  const transitions = acceptedTransitions(snapshot, event);
  if (transitions === undefined) return { refusal: invalidTransition(snapshot, event) };
  const actor = located === undefined ? initial : directory.activate(located);
  actor?.sendDecided({ event, transitions });
  return { snapshot: actor?.getSnapshot() as AnyMachineSnapshot };
}
