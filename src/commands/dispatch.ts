import type { EventObject } from 'xstate';
import type { Refusal } from '../../machines/index.ts';
import type { ActorKind } from '../runtime/actorKind.ts';
import type { Engine } from '../runtime/engine.ts';
import { checkAccepted } from './checkAccepted.ts';

/**
 * Sends the event to an actor if its chart accepts it now; otherwise answers why not. A settled
 * actor is asked on its record and comes back to memory only for an event that it accepts.
 */
export function dispatch(
  { directory }: Engine,
  { kind, id }: { kind: ActorKind; id: string },
  event: EventObject,
): Refusal | undefined {
  const state = directory.peek(kind, id) ?? directory.find(kind, id)?.ref.getSnapshot();
  if (state === undefined) throw new Error(`there is no ${kind.name} ${id}`);
  const refusal = checkAccepted(state, event);
  if (refusal === undefined) directory.find(kind, id)?.ref.send(event);
  return refusal;
}
