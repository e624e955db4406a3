import type { AnyMachineSnapshot } from 'xstate';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { ActorRecord } from '../schema/storedActor.ts';
import type { AnyChange } from '../store/store.ts';
import type { ActorKind } from './actorKind.ts';
import type { StoredActor } from './actorRecords.ts';
import type { LiveActor } from './liveActor.ts';
import type { PassivatedActor } from './located.ts';
import type { MigratedState } from './migration.ts';
import type { Unmatched } from './resume/matchActor.ts';
import type { Quarantine, QuarantinedActor } from './resume/quarantine.ts';
import type { ScannedActor } from './scannedActor.ts';
import type { FailedActor } from './stopped.ts';
import type { Turn } from './turn.ts';

/** An actor that was active when the store was last closed. */
export interface Resumed {
  readonly kind: ActorKind;
  readonly name: string;
  readonly record: ActorRecord;
  /** True when it had active children. */
  readonly isParent: boolean;
}

export interface ResumeOptions {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Called for each actor that goes on and has a record as an active one. */
  readonly onActor: (actor: Resumed) => void;
  /** The actors that have failed at an earlier attempt to open the store: they are refused. */
  readonly failed: readonly FailedActor[];
}

/** An actor that goes on after it was in quarantine. */
export interface Released {
  readonly record: ActorRecord;
  readonly changes: readonly AnyChange[];
}

/** An actor that goes on with another record than the stored one. */
export interface ChangedActor {
  readonly kind: ActorKind;
  readonly name: string;
  /** True when a migration has brought it over; otherwise the charts leave no doubt. */
  readonly isMigrated: boolean;
  /** Its record before. */
  readonly before: ActorRecord;
  readonly record: ActorRecord;
  /** The changes that write it. */
  readonly changes: readonly AnyChange[];
}

/** What opening a store has found in its actors. */
export interface Resumption {
  /** The number of active actors that go on as they are stored. */
  readonly unchanged: number;
  /** The actors that go on with another record. */
  readonly changed: readonly ChangedActor[];
  /** The actors that the engine cannot go on with. */
  readonly refused: readonly QuarantinedActor[];
  /** The changes that store the outlines of the present charts. To be made after all others. */
  readonly outlines: readonly AnyChange[];
}

/**
 * Keeps the actors that are not in memory as actors: in the archives of their kinds, or in a durable
 * store, which has a record of those in memory, too.
 */
export interface PassiveActors {
  has(kind: ActorKind, name: string): boolean;
  find(kind: ActorKind, name: string): PassivatedActor | undefined;
  /** The record of an actor that was found while its last state was not durable. */
  reread(kind: ActorKind, name: string): StoredActor | undefined;
  /** The number of active actors that are not in memory: they wait for a timer or a message. */
  activeCount(kind: ActorKind): number;
  /** Those that have no handle, as in a scan of the directory. */
  scan(kind: ActorKind, withArchived: boolean): Iterable<ScannedActor>;
  /** The one with this handle in the archive of the kind. */
  scanHandle(kind: ActorKind, handle: number): ScannedActor;
  /** All facts that the actor has emitted, oldest first; undefined if there is no such actor. */
  history(kind: ActorKind, name: string): readonly RecordedFact[] | undefined;
  all(kind: ActorKind): Generator<AnyMachineSnapshot>;
  /** Goes through the actors that were active when the store was last closed. To be called before all else. */
  resume(options: ResumeOptions): Resumption;
  /** The actors that are in quarantine: those that were refused, if opening has not failed then. */
  readonly quarantine: Quarantine;
  /** Lets an actor go on that is in quarantine, with the state. Its timers are to be restored then. */
  release(actor: QuarantinedActor, state: MigratedState, now: () => number): Released | Unmatched;
  /** Deletes an actor that is in quarantine. @returns the changes. */
  discard(actor: QuarantinedActor): readonly AnyChange[];
  /** To be called with an actor that comes into memory, before it starts. */
  remove(actor: LiveActor): void;
  /** Passivates the actors that the turn has activated, as far as their kinds allow that. */
  passivateAll(turn: Turn): void;
  /** To be called with passivated actors when their records are durable. */
  confirm(actors: readonly LiveActor[]): void;
}
