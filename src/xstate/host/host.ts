import type { AnyActor, EventObject } from 'xstate';
import type { Macrostep } from '../compile/macrostep.ts';
import type { Transitions } from '../decidingMachine.ts';

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
  /** Called with the transitions that the actor takes, microstep by microstep; undefined while nobody asks for it. */
  onTransitions: ((actor: object, transitions: Transitions) => void) | undefined;
  onEmit(actor: object, event: EventObject): void;
  onError(actor: object, error: unknown): void;
}
