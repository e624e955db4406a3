import type { AnyActorRef, AnyMachineSnapshot } from 'xstate';
import { isNotStarted, parentOf } from '../internals.ts';
import { HostedActor } from './hostedActor.ts';

/**
 * Starts the children of an actor that were held back while it was restored: see
 * {@link Host.holdsChildren}.
 */
export function startHeldChildren(actor: { getSnapshot(): unknown }): void {
  const { children = {} } = actor.getSnapshot() as Partial<AnyMachineSnapshot>;
  for (const child of Object.values(children) as (AnyActorRef | undefined)[]) {
    const waits = child !== undefined && isNotStarted(child);
    if (waits && child.getSnapshot().status === 'active') child.start();
  }
}

/** The hosted actor that an actor is, or is a child of; undefined if there is none. */
export function hostedAbove(actor: AnyActorRef): HostedActor | undefined {
  let above: unknown = actor;
  while (above !== undefined && !(above instanceof HostedActor)) {
    above = parentOf(above as AnyActorRef);
  }
  return above;
}
