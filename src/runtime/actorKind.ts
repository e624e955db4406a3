import type { AnyMachineSnapshot, AnyStateMachine, StateValue } from 'xstate';
import type { ActorRecordKinds } from '../schema/actorRecord.ts';

/** What the runtime has to know of one kind of actor. */
export interface ActorKind {
  /** Stands in addresses and store keys; no colon. */
  readonly name: string;
  readonly machine: AnyStateMachine;
  /** Is what the actor tells kept with it, for as long as there is a record of it? */
  readonly keepsHistory: boolean;
  /**
   * May an actor in this state leave memory? Asked after each turn that touched it. Throws when
   * the state breaks an invariant, which stops the engine.
   */
  canPassivate(snapshot: AnyMachineSnapshot): boolean;
  /** Is a settled actor as good as one that never was? Then no record of it is kept. */
  isDisposable(snapshot: AnyMachineSnapshot): boolean;
  /** How its records are written; plain JSON under the kind's name when left out. */
  readonly records?: ActorRecordKinds;
  /** Brings over an actor in a state that the machine does not have any more. */
  migrate?(name: string, state: ActorState): ActorState | undefined;
  /** The input of an actor that nobody has a record of, or undefined if there is no such actor. */
  initialInput(id: string): object | undefined;
}

export interface ActorState {
  readonly value: StateValue;
  readonly context: unknown;
}
