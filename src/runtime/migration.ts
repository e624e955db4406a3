import type { StateValue } from 'xstate';

/** An event that an actor has set a timer for. */
export interface Wait {
  /** The type of the event: `xstate.after.<delay>.<state>` for a delayed transition (`after`). */
  readonly event: string;
  /** Epoch milliseconds. */
  readonly dueAt: number;
  /** When the timer was set, epoch milliseconds; left out if an earlier version has set it. */
  readonly since?: number | undefined;
}

/** An actor that another one has invoked or spawned. */
export interface StoredChildState {
  /** The id under which its parent has started it. */
  readonly id: string;
  /** The name of its logic. */
  readonly src: string;
  /** `active`, `done`, `error` or `stopped`. */
  readonly status: string;
  /** The state of its chart; left out for other logic. */
  readonly state?: StateValue;
}

/** An actor as it is stored. */
export interface StoredState<Kind extends string = string> {
  /** What kind of actor it is: `cart` or `order` in a shop. */
  readonly kind: Kind;
  /** The id of the order, or of the cart's user. */
  readonly id: string;
  /** The state value of its chart when it was stored. */
  readonly state: StateValue;
  /** The context of its chart when it was stored. */
  readonly context: unknown;
  /** The timers that it has set. */
  readonly waitsFor: readonly Wait[];
  /** The actors that it has invoked or spawned. */
  readonly children: readonly StoredChildState[];
}

/** What an actor continues with. */
export interface MigratedState {
  /** A state value of the present chart. */
  readonly state: StateValue;
  /** The context in this state. */
  readonly context: unknown;
  /**
   * The timers of the actor. When left out, those that the chart still has go on, and further delayed transitions
   * are due as long after the state was entered as the chart says: a state that is new to the actor is entered
   * now.
   */
  readonly waitsFor?: readonly Pick<Wait, 'event' | 'dueAt'>[];
}

/**
 * @returns the state and context to continue with; undefined refuses the actor, and opening fails
 * with its name.
 */
export type Migrate<Kind extends string = string> = (
  stored: StoredState<Kind>,
) => MigratedState | undefined;
