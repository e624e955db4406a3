import type { AnyActor, AnyActorRef } from 'xstate';
import type { TimedSystem } from '../../../machines/index.ts';
import type { Transitions } from '../decidingMachine.ts';
import { internalsOf, type Relay } from '../internals.ts';
import type { Host } from './host.ts';
import { HostedActor } from './hostedActor.ts';

/** Looks hosted actors up. */
export interface HostedActors {
  /** The actor with this address if it is in memory. */
  liveAt(address: string): HostedActor | undefined;
  /** All actors in memory by their addresses. */
  live(): Iterable<readonly [string, HostedActor]>;
}

export interface Replacements {
  readonly host: Host;
  readonly scheduler: AnyActor['system']['scheduler'];
  /** The time by which the scheduler goes, epoch milliseconds. Charts read it as `system.now()`. */
  readonly now: () => number;
  readonly directory: HostedActors;
  /** Gets every message of the system. */
  readonly relay: Relay;
}

/**
 * Replaces the scheduler of an actor system, adds the time, passes every message to `relay`, finds hosted actors in
 * `directory` by their addresses, and tells `host` whether the system is inspected, and its
 * tally of the transitions of charts that are not compiled.
 *
 * @returns the system's own way to deliver a message.
 */
export function patchSystem(
  system: AnyActor['system'],
  { host, scheduler, now, directory, relay }: Replacements,
): Relay {
  const internals = internalsOf(system);
  const { get, getAll, inspect } = system;
  const { _relay: relayBefore, _register: register, _unregister: unregister } = internals;
  let inspectors = host.isInspected ? 1 : 0;
  system.inspect = (observer) => {
    const subscription = inspect(observer);
    let isSubscribed = true;
    inspectors++;
    host.isInspected = true;
    return {
      unsubscribe() {
        subscription.unsubscribe();
        if (!isSubscribed) return;
        isSubscribed = false;
        inspectors--;
        host.isInspected = inspectors > 0;
      },
    };
  };
  system.scheduler = scheduler;
  (system as TimedSystem).now = now;
  system.get = (systemId) => get(systemId) ?? directory.liveAt(systemId as string)?.ref;
  system.getAll = () => ({ ...getAll(), ...Object.fromEntries(directory.live()) });
  // Hosted actors are found in the directory only: the system keeps no second list of them.
  internals._register = (sessionId, actor) =>
    isListedByDirectory(actor) ? sessionId : register(sessionId, actor);
  internals._unregister = (actor) => {
    if (!isListedByDirectory(actor)) unregister(actor);
  };
  const { _sendInspectionEvent: sendInspectionEvent } = internals;
  internals._sendInspectionEvent = (event) => {
    // XState reports each microstep, whether somebody inspects the system or not.
    if (host.tally !== undefined && event.type === '@xstate.microstep') {
      host.tally.tookAll(event._transitions as Transitions);
    }
    sendInspectionEvent(event);
  };
  internals._relay = relay;
  return (source, target, event) => {
    if (host.isInspected || !(target instanceof HostedActor)) relayBefore(source, target, event);
    else target._send(event);
  };
}

/** Services are hosted, too, but are found by their `systemId`. */
function isListedByDirectory(actor: AnyActorRef): boolean {
  return actor instanceof HostedActor && actor.systemId === undefined;
}
