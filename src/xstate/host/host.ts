import type { AnyActor, AnyActorLogic, AnyMachineSnapshot, EventObject, StateValue } from 'xstate';
import type { Configuration } from '../compile/configuration.ts';
import type { Macrostep } from '../compile/macrostep.ts';
import type { TransitionTally } from '../compile/stepState.ts';
import type { Transitions } from '../decidingMachine.ts';

/** A hosted actor as it is counted. */
export interface SteppedActor {
  readonly logic: AnyActorLogic;
  readonly status: AnyMachineSnapshot['status'];
  /** Undefined for a chart that is not compiled. */
  readonly configuration: Configuration | undefined;
  readonly snapshot: AnyMachineSnapshot;
}

/** Counts steps. Its members are called for each of them, and must not throw. */
export interface StepTally extends TransitionTally {
  /** A chart that is not compiled has taken the transitions. */
  tookAll(transitions: Transitions): void;
  /** The actor has taken an event. @param from its configuration before; its state value if it had none. */
  stepped(actor: SteppedActor, from: Configuration | StateValue): void;
}

/**
 * The surroundings of hosted actors: their parent, and callbacks for what happens to them, with the actor
 * itself.
 */
export interface Host {
  /** The parent of all hosted actors. */
  readonly root: AnyActor;
  /** True while the actor system is inspected: every step is then run and reported as XState does. */
  isInspected: boolean;
  /**
   * True while restored actors do not start their children, so that timers which are overdue run before
   * an invoked promise is called once more. They are started by `startHeldChildren`.
   */
  holdsChildren: boolean;
  /** The unwatched macrostep that runs now, with its effects; the innermost one. */
  running: Macrostep | undefined;
  /** Called before the actor gets a message. */
  onReceive(actor: object, event: EventObject): void;
  /** Called when the actor has taken an event, with all effects; undefined while nobody asks for it. */
  onStep: ((actor: object, event: EventObject) => void) | undefined;
  /** Counts what all hosted actors do; undefined while nobody asks for it. */
  tally: StepTally | undefined;
  onEmit(actor: object, event: EventObject): void;
  onError(actor: object, error: unknown): void;
}
