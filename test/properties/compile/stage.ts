import {
  type Actor,
  type ActorOptions,
  type AnyActorLogic,
  type AnyActorRef,
  type AnyStateMachine,
  type AnyTransitionDefinition,
  createActor,
  type EventObject,
  fromTransition,
  type InspectionEvent,
} from 'xstate';
import type { Trace } from './trace.ts';
import { VirtualClock } from './virtualClock.ts';

export interface StageOptions {
  readonly trace: Trace;
  /** As the root of its system, or beside its neighbours below another actor. */
  readonly as: 'root' | 'child';
  readonly input?: unknown;
  readonly snapshot?: unknown;
  readonly neighbours?: readonly string[] | undefined;
}

export interface Stage {
  readonly actor: Actor<AnyStateMachine>;
  readonly clock: VirtualClock;
}

export interface SystemInternals {
  scheduler: Scheduler;
}

interface Scheduler {
  schedule(...args: [AnyActorRef, AnyActorRef, EventObject, number, string | undefined]): void;
  cancel(source: AnyActorRef, id: string): void;
  cancelAll(source: AnyActorRef): void;
}

/** An actor of the machine, not started yet, in a system that records everything. */
export function stage(
  machine: AnyStateMachine,
  { trace, as, neighbours = ['probe'], ...given }: StageOptions,
): Stage {
  const clock = new VirtualClock();
  const options = {
    clock,
    logger: (...logged: unknown[]) => trace.note({ logged }),
    inspect: (event: InspectionEvent) => trace.note(inspected(event)),
  };
  if (as === 'root') {
    const actor = createActor(machine, { ...options, ...given } as ActorOptions<AnyStateMachine>);
    noteTimers(actor.system as unknown as SystemInternals, trace);
    for (const name of neighbours) startNeighbour(name, actor);
    return { actor, clock };
  }
  const root = createActor(listener, options as unknown as ActorOptions<AnyActorLogic>);
  noteTimers(root.system as unknown as SystemInternals, trace);
  root.start();
  for (const name of neighbours) startNeighbour(name, root);
  const actor = createActor(machine, { ...given, parent: root, id: 'subject' } as never);
  return { actor: actor as Actor<AnyStateMachine>, clock };
}

/** Takes every event and does nothing: what it gets is recorded on the way. */
export const listener = fromTransition((state) => state, null) as AnyActorLogic;

export function startNeighbour(name: string, parent: AnyActorRef): void {
  createActor(listener, { parent, id: name, systemId: name } as never).start();
}

export function noteTimers(system: SystemInternals, trace: Trace): void {
  const { schedule, cancel, cancelAll } = system.scheduler;
  system.scheduler = {
    schedule(source, target, event, delay, id) {
      trace.note({ scheduled: id, source, target, event, delay });
      schedule(source, target, event, delay, id);
    },
    cancel(source, id) {
      trace.note({ cancelled: id, source });
      cancel(source, id);
    },
    cancelAll(source) {
      trace.note({ cancelledAllOf: source });
      cancelAll(source);
    },
  };
}

export function inspected(inspection: InspectionEvent): object {
  const { type: inspectedAs, rootId: _root, ...members } = inspection;
  if (inspection.type !== '@xstate.microstep') return { inspectedAs, ...members };
  return { inspectedAs, ...members, _transitions: inspection._transitions.map(transitionFacts) };
}

export function transitionFacts(transition: AnyTransitionDefinition): object {
  const { eventType, source, target, reenter, guard, actions } = transition;
  const siblings = [...source.transitions.values()].flat();
  const isOwn = [...siblings, ...(source.always ?? [])].includes(transition);
  return { eventType, source, target, reenter, guard, actions, isOwn };
}
