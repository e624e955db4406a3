import type { AnyActorRef, EventObject } from 'xstate';
import { show } from '../base/show.ts';
import { HostedActor } from '../xstate/host/hostedActor.ts';

/**
 * An event as the system delivers it. What the child of an actor sends may come from outside of the shop, such as
 * the answer of a payment gateway, and the actor is stored as JSON: data that JSON cannot hold (a BigInt, a
 * circle) is refused here. The result of a child becomes an error of the child, which its chart handles with
 * `onError`.
 *
 * @param source the sender; undefined when it is no actor.
 * @throws TypeError if a child sends any other event that JSON cannot hold.
 */
export function eventOfSource(source: AnyActorRef | undefined, event: EventObject): EventObject {
  if (source === undefined || source instanceof HostedActor) return event;
  const { type, output, actorId } = event as EventObject & { output?: unknown; actorId?: string };
  if (type.startsWith('xstate.done.actor.')) {
    const error = jsonError(`the result of the actor ${actorId}`, output);
    return error === undefined
      ? event
      : ({ type: `xstate.error.actor.${actorId}`, error, actorId } as EventObject);
  }
  const error = type.startsWith('xstate.') ? undefined : jsonError(`the event ${type}`, event);
  if (error !== undefined) throw error;
  return event;
}

function jsonError(name: string, value: unknown): TypeError | undefined {
  try {
    JSON.stringify(value);
    return undefined;
  } catch (cause) {
    const { message } = cause as Error;
    const text = `${name}: expected data that JSON can hold, got ${show(value)}: ${message}`;
    return new TypeError(text, { cause });
  }
}
