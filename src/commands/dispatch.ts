import type { AnyMachineSnapshot, EventObject } from 'xstate';
import type { Refusal } from '../../machines/index.ts';
import type { ActorKind } from '../runtime/actorKind.ts';
import type { Engine } from '../runtime/engine.ts';
import { LiveActor } from '../runtime/liveActor.ts';
import { snapshotOf } from '../runtime/located.ts';
import { acceptedTransitions, invalidTransition } from './acceptedTransitions.ts';

/** The result of an event: the actor's snapshot after it, or the reason why it was refused. */
export type Dispatched = { readonly snapshot: AnyMachineSnapshot } | { readonly refusal: Refusal };

/** The actor that an event is for. */
export interface Receiver {
  readonly kind: ActorKind;
  readonly id: string;
  /** The refusal when the actor does not exist; left out for kinds with an initial input. */
  readonly unknown?: Refusal;
}

/**
 * Sends an event to an actor if its chart accepts it now. The actor is looked up once, and its
 * guards are evaluated once: the actor takes the transitions that they have chosen. For a passivated
 * actor they are evaluated on its record, and it is activated only if it accepts the event.
 *
 * @param eventFor makes the event from the actor's context (undefined before its first event), or
 * returns a refusal.
 * @throws an error of `eventFor` or of a guard; nothing has changed then.
 */
export function dispatch<Context>(
  { directory }: Engine,
  { kind, id, unknown }: Receiver,
  eventFor: (context: Context | undefined) => EventObject | Refusal,
): Dispatched {
  const found = directory.locate(kind, id);
  const event = eventFor(found && (snapshotOf(found).context as Context));
  if (!('type' in event)) return { refusal: event };
  const located = found ?? directory.startInitial(kind, id);
  if (located === undefined) {
    if (unknown === undefined) throw new Error(`there is no ${kind.name} ${id}`);
    return { refusal: unknown };
  }
  const changesBefore = located instanceof LiveActor ? located.changes : undefined;
  const transitions = acceptedTransitions(located, event);
  if (transitions === undefined) return { refusal: invalidTransition(snapshotOf(located), event) };
  const actor = directory.activate(located);
  // An activated actor says the same as its record.
  actor.sendDecided(event, transitions, changesBefore ?? actor.changes);
  return { snapshot: actor.getSnapshot() };
}
