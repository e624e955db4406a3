import type { AnyMachineSnapshot, AnyStateMachine, StateValue } from 'xstate';
import type { UserCode } from '../base/userCodeError.ts';
import type { ActorRecordKinds } from '../schema/actorRecord.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { ActorArchive } from './actorArchive.ts';
import type { FactHistory } from './factHistory.ts';
import type { Migrate } from './migration.ts';

/**
 * The actors of one kind by name: those in memory, and the handles of those that are archived. Their
 * part may keep them with what else it knows by that name.
 */
export interface ResidentMap {
  get(name: string): Resident | undefined;
  set(name: string, resident: Resident): unknown;
  delete(name: string): unknown;
  values(): Iterable<Resident>;
  /** The number of those in memory. */
  readonly liveCount: number;
}

/** An actor in memory, which only the runtime looks into, or the handle of its record in an archive. */
export type Resident = object | number;

/** What the runtime needs to know about one kind of actor. */
export interface ActorKind {
  /** Part of addresses and store keys; must not contain a colon. */
  readonly name: string;
  readonly machine: AnyStateMachine;
  /** The option that the machine has come with if it is the user's: its faults are UserCodeErrors. */
  readonly ownChart?: UserCode | undefined;
  /** True when the facts that an actor emits are stored with it, as long as it has a record. */
  readonly storesHistory: boolean;
  /**
   * Makes the history of an actor that comes into memory, with what else its part keeps with it; a list of
   * its facts when left out.
   *
   * @param earlier the facts of its record; undefined for a new actor.
   */
  readonly createHistory?: (earlier?: readonly RecordedFact[]) => FactHistory;
  /**
   * True when an actor in this state may be passivated. Called at the end of each turn in
   * which the actor was started or received a message.
   *
   * @throws if the state breaks an invariant, which stops the engine.
   */
  canPassivate(state: PassiveState): boolean;
  /** True when a passivated actor carries no state worth storing; its record is then deleted. */
  isDisposable(state: PassiveState): boolean;
  /** Where its actors are found by name; a map of its own when left out. */
  readonly residents?: ResidentMap;
  /** Keeps passivated actors when there is no durable store; as texts when left out. */
  readonly archive?: ActorArchive;
  /** How the records of its actors are written; plain JSON under the kind's name when left out. */
  readonly records?: ActorRecordKinds;
  /** Brings over a stored actor that does not fit the machine; undefined refuses it. */
  readonly migrate?: Migrate;
  /**
   * Checks the state and context that a migration has chosen for an actor.
   *
   * @param before the context until now; undefined if the record could not be read.
   * @returns what is wrong, a predicate whose subject is the actor; undefined if nothing is.
   */
  migrationProblem?(name: string, before: unknown, after: ActorState): string | undefined;
  /**
   * Moves the deadlines in the context of an actor that has not ended, since the wall clock has jumped by
   * so many milliseconds. Returns the context itself if it has none. The deadlines of all actors stay as
   * they are when left out; timers move in any case.
   */
  rebase?(context: unknown, byMs: number): unknown;
  /**
   * The input of an actor that has no record yet; undefined if actors of this kind are created
   * explicitly.
   */
  initialInput(id: string): object | undefined;
}

/** The parts of an actor's state that decide whether it is passivated. */
export interface PassiveState extends ActorState {
  readonly status: AnyMachineSnapshot['status'];
}

/** The parts of a snapshot that a migration may replace. */
export interface ActorState {
  readonly value: StateValue;
  readonly context: unknown;
}
