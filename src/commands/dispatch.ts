import type { EventObject } from 'xstate';
import type { InvalidTransitionRefusal, QuarantinedRefusal } from '../../machines/index.ts';
import type { ActorKind } from '../runtime/actorKind.ts';
import { chartFault } from '../runtime/chartFault.ts';
import type { Engine } from '../runtime/engine.ts';
import { LiveActor } from '../runtime/liveActor.ts';
import { type Located, snapshotOf } from '../runtime/located.ts';
import type { Transitions } from '../xstate/decidingMachine.ts';
import { acceptedTransitions, invalidTransition } from './acceptedTransitions.ts';
import { quarantineRefusal } from './quarantineRefusal.ts';

/**
 * Sends an event to an actor if its chart accepts it now. Guards are evaluated once: the actor takes the
 * transitions that they have chosen. For a passivated actor they are evaluated on its record, and it is
 * activated only if it accepts the event.
 *
 * @param located the actor, where it was found; undefined if it has to start from the initial input of its kind.
 * @returns the actor after the event, or the reason why the event was refused.
 * @throws UserCodeError if a guard of a custom chart throws, and Error if the actor is neither there nor has an initial input; nothing has
 * changed then.
 */
export function dispatch(
  { directory }: Engine,
  kind: ActorKind,
  id: string,
  located: Located | undefined,
  event: EventObject,
): LiveActor | InvalidTransitionRefusal | QuarantinedRefusal {
  const refusal = quarantineRefusal(located);
  if (refusal !== undefined) return refusal;
  const receiver = located ?? directory.startInitial(kind, id);
  if (receiver === undefined) throw new Error(`there is no ${kind.name} ${id}`);
  const changesBefore = receiver instanceof LiveActor ? receiver.changes : undefined;
  const transitions =
    kind.ownChart === undefined
      ? acceptedTransitions(receiver, event)
      : ownTransitions(receiver, event);
  if (transitions === undefined) return invalidTransition(snapshotOf(receiver), event);
  const actor = directory.activate(receiver);
  // An activated actor says the same as its record.
  actor.sendDecided(event, transitions, changesBefore ?? actor.changes);
  return actor;
}

/** Like {@link acceptedTransitions}, of a custom chart. @throws UserCodeError if a guard throws. */
function ownTransitions(receiver: Located, event: EventObject): Transitions | undefined {
  try {
    return acceptedTransitions(receiver, event);
  } catch (error) {
    throw chartFault(receiver, error);
  }
}
