import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyTransitionDefinition,
  type EventObject,
  StateMachine,
} from 'xstate';
import type { Scope } from './internals.ts';

export type Implementations = AnyStateMachine['implementations'];
export type Transitions = readonly AnyTransitionDefinition[];

/** The transitions that a chart's guards have chosen for an event. */
export interface Decision {
  readonly event: EventObject;
  readonly transitions: Transitions;
}

/** The members of XState's machine that are replaced, without its fourteen type parameters. */
export interface PlainMachine
  extends Omit<
    AnyStateMachine,
    'transition' | 'getInitialSnapshot' | 'getTransitionData' | 'provide'
  > {
  transition(snapshot: AnyMachineSnapshot, event: EventObject, scope: Scope): AnyMachineSnapshot;
  getInitialSnapshot(scope: Scope, input?: unknown): AnyMachineSnapshot;
  getTransitionData(snapshot: AnyMachineSnapshot, event: EventObject): Transitions;
  provide(implementations: Partial<Implementations>): PlainMachine;
}

const PlainStateMachine = StateMachine as unknown as new (
  config: AnyStateMachine['config'],
  implementations: Implementations,
) => PlainMachine;

/**
 * A machine that can be told which transitions an event takes, by a caller that has asked the chart
 * already. Guards then run once for an event that is asked about and sent. Without a decision it
 * is XState's machine.
 */
export class DecidingMachine extends PlainStateMachine {
  #decision: Decision | undefined = undefined;

  /** Calls `send`, in which the first evaluation of the decision's event takes its transitions. */
  withDecision(decision: Decision, send: (event: EventObject) => void): void {
    this.#decision = decision;
    try {
      send(decision.event);
    } finally {
      this.#decision = undefined;
    }
  }

  /** XState asks this for the transitions of each event, once. */
  override getTransitionData(snapshot: AnyMachineSnapshot, event: EventObject): Transitions {
    return this.takeDecision(event) ?? super.getTransitionData(snapshot, event);
  }

  protected takeDecision(event: EventObject): Transitions | undefined {
    const decision = this.#decision;
    if (decision?.event !== event) return undefined;
    this.#decision = undefined;
    return decision.transitions;
  }
}
