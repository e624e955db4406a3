import type { AnyActor, AnyActorRef, EventObject } from 'xstate';
import type { Directory } from '../../runtime/directory.ts';
import { LiveActor } from '../../runtime/liveActor.ts';
import type { Scheduler } from '../../runtime/scheduler.ts';

/** Hands a message to an actor. */
export type Deliver = (
  source: AnyActorRef | undefined,
  target: AnyActorRef,
  event: EventObject,
) => void;

/** Members of an actor system that are replaced, some of them XState's own business. */
interface SystemInternals {
  scheduler: Scheduler;
  get(systemId: string): AnyActorRef | undefined;
  getAll(): Record<string, AnyActorRef>;
  _register(sessionId: string, actor: AnyActorRef): string;
  _unregister(actor: AnyActorRef): void;
  _relay: Deliver;
}

export interface Replacements {
  readonly scheduler: Scheduler;
  readonly directory: Directory;
  /** Gets every message of the system. */
  readonly relay: Deliver;
}

/**
 * Puts scheduler and directory of the engine into an actor system, and the engine in the way of
 * every message.
 *
 * @returns how the system itself delivers a message.
 */
export function patchSystem(
  given: AnyActor['system'],
  { scheduler, directory, relay }: Replacements,
): Deliver {
  const system = given as unknown as SystemInternals;
  const { get, getAll, _relay, _register, _unregister } = system;
  system.scheduler = scheduler;
  system.get = (systemId) => get(systemId) ?? directory.liveAt(systemId)?.ref;
  system.getAll = () => ({ ...getAll(), ...Object.fromEntries(directory.live()) }) as never;
  // The directory knows where its actors are: nobody would look them up here.
  system._register = (sessionId, actor) =>
    actor instanceof LiveActor ? sessionId : _register(sessionId, actor);
  system._unregister = (actor) => {
    if (!(actor instanceof LiveActor)) _unregister(actor);
  };
  system._relay = relay;
  return _relay;
}
