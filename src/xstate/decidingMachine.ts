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

/** The members of XState's machine that are replaced, without its fourteen type parameters. */
export interface PlainMachine
  extends Omit<
    AnyStateMachine,
    'start' | 'transition' | 'getInitialSnapshot' | 'getTransitionData' | 'provide'
  > {
  start(snapshot: AnyMachineSnapshot, scope: Scope): void;
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
 * A machine that takes the transitions that its caller has already selected for an event, so that
 * guards run once for an event that is first checked and then sent. Without a decision it works as
 * XState's machine does.
 */
export class DecidingMachine extends PlainStateMachine {
  #decidedEvent: EventObject | undefined = undefined;
  #decidedSnapshot: AnyMachineSnapshot | undefined = undefined;
  #decided: Transitions | undefined = undefined;

  /**
   * Sets the transitions that the next evaluation of the event in this snapshot takes. To be taken
   * back, by calling it without arguments, once the event has been sent, whatever became of it.
   *
   * @param snapshot the one that the transitions were selected in. In any other one, such as that of an
   * actor that has got another message meanwhile, the guards are asked again.
   */
  decide(event?: EventObject, transitions?: Transitions, snapshot?: AnyMachineSnapshot): void {
    this.#decidedEvent = event;
    this.#decidedSnapshot = snapshot;
    this.#decided = transitions;
  }

  /** Starts the children of a restored actor, unless its host holds them back. */
  override start(snapshot: AnyMachineSnapshot, scope: Scope): void {
    const { host } = scope.self as { readonly host?: { readonly holdsChildren?: boolean } };
    if (host?.holdsChildren !== true) super.start(snapshot, scope);
  }

  /** XState asks this for the transitions of each event, once. */
  override getTransitionData(snapshot: AnyMachineSnapshot, event: EventObject): Transitions {
    return this.takeDecision(snapshot, event) ?? super.getTransitionData(snapshot, event);
  }

  protected takeDecision(
    snapshot: AnyMachineSnapshot,
    event: EventObject,
  ): Transitions | undefined {
    if (this.#decidedEvent !== event || this.#decidedSnapshot !== snapshot) return undefined;
    const transitions = this.#decided;
    this.decide();
    return transitions;
  }
}
