import type { AnyActor } from 'xstate';
import { internalsOf, type Relay } from '../internals.ts';
import { HostedActor } from './hostedActor.ts';

/** Looks hosted actors up. */
export interface HostedActors {
  /** The actor with this address if it is in memory. */
  liveAt(address: string): HostedActor | undefined;
  /** All actors in memory by their addresses. */
  live(): Iterable<readonly [string, HostedActor]>;
}

export interface Replacements {
  readonly scheduler: AnyActor['system']['scheduler'];
  readonly directory: HostedActors;
  /** Gets every message of the system. */
  readonly relay: Relay;
}

/**
 * Replaces the scheduler of an actor system, passes every message to `relay`, and finds hosted
 * actors in `directory` by their addresses.
 *
 * @returns the system's own way to deliver a message.
 */
export function patchSystem(
  system: AnyActor['system'],
  { scheduler, directory, relay }: Replacements,
): Relay {
  const internals = internalsOf(system);
  const { get, getAll } = system;
  const { _relay: relayBefore, _register: register, _unregister: unregister } = internals;
  system.scheduler = scheduler;
  system.get = (systemId) => get(systemId) ?? directory.liveAt(systemId as string)?.ref;
  system.getAll = () => ({ ...getAll(), ...Object.fromEntries(directory.live()) });
  // Hosted actors are found in the directory only: the system keeps no second list of them.
  internals._register = (sessionId, actor) =>
    actor instanceof HostedActor ? sessionId : register(sessionId, actor);
  internals._unregister = (actor) => {
    if (!(actor instanceof HostedActor)) unregister(actor);
  };
  internals._relay = relay;
  return relayBefore;
}
