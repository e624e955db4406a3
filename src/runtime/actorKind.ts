import type { AnyMachineSnapshot, AnyStateMachine, StateValue } from 'xstate';
import type { ActorRecordKinds } from '../schema/actorRecord.ts';

/** What the runtime needs to know about one kind of actor. */
export interface ActorKind {
  /** Part of addresses and store keys; must not contain a colon. */
  readonly name: string;
  readonly machine: AnyStateMachine;
  /** True when the facts that an actor emits are stored with it, as long as it has a record. */
  readonly storesHistory: boolean;
  /**
   * True when an actor in this state may be passivated. Called at the end of each turn in
   * which the actor was started or received a message.
   *
   * @throws if the state breaks an invariant, which stops the engine.
   */
  canPassivate(snapshot: AnyMachineSnapshot): boolean;
  /** True when a passivated actor carries no state worth storing; its record is then deleted. */
  isDisposable(snapshot: AnyMachineSnapshot): boolean;
  /** How the records of its actors are written; plain JSON under the kind's name when left out. */
  readonly records?: ActorRecordKinds;
  /**
   * Maps a stored state that the machine no longer has to one that it has; undefined refuses the
   * actor.
   */
  migrate?(name: string, state: ActorState): ActorState | undefined;
  /**
   * The input of an actor that has no record yet; undefined if actors of this kind are created
   * explicitly.
   */
  initialInput(id: string): object | undefined;
}

/** The parts of a snapshot that a migration may replace. */
export interface ActorState {
  readonly value: StateValue;
  readonly context: unknown;
}
