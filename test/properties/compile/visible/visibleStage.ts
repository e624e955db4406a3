import {
  type Actor,
  type AnyActor,
  type AnyActorLogic,
  type AnyActorRef,
  type AnyStateMachine,
  createActor,
  type EventObject,
} from 'xstate';
import type { Macrostep } from '../../../../src/xstate/compile/macrostep.ts';
import type { Host } from '../../../../src/xstate/host/host.ts';
import { HostedActor, type Origin } from '../../../../src/xstate/host/hostedActor.ts';
import { patchSystem } from '../../../../src/xstate/host/patchSystem.ts';
import { listener, noteTimers, startNeighbour } from '../stage.ts';
import type { Trace } from '../trace.ts';
import { VirtualClock } from '../virtualClock.ts';

const ID = 'subject';

export interface VisibleStageOptions {
  readonly trace: Trace;
  /** True for a hosted actor, as the engine has them; false for an actor of XState. */
  readonly isHosted: boolean;
  readonly origin: Origin;
  readonly neighbours?: readonly string[] | undefined;
  /** Called with the root of the system before the actor is created. */
  readonly onSystem?: ((root: AnyActor) => void) | undefined;
}

export interface VisibleStage {
  readonly actor: Actor<AnyStateMachine>;
  readonly clock: VirtualClock;
  readonly host: RecordingHost;
}

/**
 * An actor of the machine, not started yet, in a system that records what can be seen without
 * inspection: messages, timers, logged values, emitted events and errors.
 */
export function visibleStage(
  machine: AnyStateMachine,
  { trace, isHosted, origin, neighbours = ['probe'], onSystem }: VisibleStageOptions,
): VisibleStage {
  const clock = new VirtualClock();
  const logger = (...logged: unknown[]) => trace.note({ logged });
  const root = createActor(listener, { clock, logger } as never) as unknown as AnyActor;
  const host = new RecordingHost(root, trace);
  noteTimers(root.system as never, trace);
  let hosted: HostedActor | undefined;
  const relay = patchSystem(root.system, {
    host,
    scheduler: root.system.scheduler,
    now: () => 0,
    directory: {
      liveAt: (address) => (address === ID ? hosted : undefined),
      live: () => (hosted === undefined ? [] : [[ID, hosted]]),
    },
    relay(source, target, event) {
      // An unwatched actor does not tell its parent, which would ignore it.
      if (!isOfDone(target, event, root)) trace.note({ sent: event, from: source, to: target });
      relay(source, target, event);
    },
  });
  root.start();
  for (const name of neighbours) startNeighbour(name, root);
  onSystem?.(root);
  if (isHosted) {
    hosted = new Subject(machine, origin, host);
    return { actor: hosted.ref as Actor<AnyStateMachine>, clock, host };
  }
  const options = { ...origin, parent: root, id: ID };
  const actor = createActor(machine, options as never) as Actor<AnyStateMachine>;
  actor.subscribe({ error: (reported) => trace.note({ reported }) });
  return { actor, clock, host };
}

/** A hosted actor with a machine of its own. */
class Subject extends HostedActor {
  readonly id = ID;
  readonly logic: AnyActorLogic;

  constructor(logic: AnyActorLogic, origin: Origin, host: Host) {
    super(host);
    this.logic = logic;
    this.begin(origin);
  }
}

/** Records what hosted actors tell their host. */
export class RecordingHost implements Host {
  readonly root: AnyActor;
  isInspected = false;
  readonly holdsChildren = false;
  readonly onStep = undefined;
  readonly tally = undefined;
  /** The number of events that were taken in an unwatched macrostep. */
  unwatchedSteps = 0;
  /** All that was emitted. */
  readonly emitted: EventObject[] = [];
  readonly #trace: Trace;
  /** The macrosteps that run, the innermost one last. */
  #running: readonly Macrostep[] = [];

  constructor(root: AnyActor, trace: Trace) {
    this.root = root;
    this.#trace = trace;
  }

  get running(): Macrostep | undefined {
    return this.#running.at(-1);
  }

  /** Sets the macrostep that begins, or the one round the one that has ended. */
  set running(macrostep: Macrostep | undefined) {
    if (macrostep === this.#running.at(-2)) {
      this.#running = this.#running.slice(0, -1);
    } else if (macrostep !== undefined) {
      this.#running = [...this.#running, macrostep];
      this.unwatchedSteps++;
    }
  }

  onReceive(): void {}

  onEmit(_actor: object, event: EventObject): void {
    this.emitted.push(event);
  }

  onError(_actor: object, reported: unknown): void {
    this.#trace.note({ reported });
  }
}

/** True for the message of the actor to its parent that it is done. */
export function isOfDone(target: AnyActorRef, { type }: EventObject, parent: AnyActorRef): boolean {
  return target === parent && type === `xstate.done.actor.${ID}`;
}
