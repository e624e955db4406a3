import type { AnyMachineSnapshot, AnyStateMachine, EventObject, StateValue } from 'xstate';
import type { PackReader } from '../store/packed/packReader.ts';
import type { PackWriter } from '../store/packed/packWriter.ts';
import type { RecordedFact } from './recordedFact.ts';

/** The context of an actor, and the facts that it has emitted. */
export interface Contents {
  readonly context: unknown;
  readonly history: readonly RecordedFact[];
}

/** Writes the contents of one kind of actor in few bytes. */
export interface ContentsCodec {
  /** As plain JSON data. */
  pack(name: string, contents: Contents): unknown;
  unpack(name: string, packed: unknown): Contents;
  /** As `pack` of a `RecordForm`; left out, with `unpackFrom`, when the JSON data is written as any other. */
  packTo?(writer: PackWriter, name: string, contents: Contents): boolean;
  /** Reads what `packTo` has written as the JSON text of what `pack` makes. */
  unpackFrom?(reader: PackReader): string;
}

/** A timer as it is stored with its actor. */
export interface StoredTimer {
  readonly id: string;
  readonly event: EventObject;
  readonly dueAt: number;
  /** When it was set, epoch milliseconds; undefined if an earlier version has written it. */
  readonly since?: number | undefined;
  /** The address of its owner, if that is not the actor of the record but one of its own. */
  readonly owner?: string;
  /** The address of the actor that gets the event, if that is not the owner. */
  readonly target?: string;
}

/**
 * When the active states of an actor were entered, epoch milliseconds: one time for all, or one for each by
 * its path.
 */
export type StateTimes = number | Readonly<Record<string, number>>;

/** A child as it is stored: XState's form of it. */
export interface StoredChild {
  /** The name of its logic. */
  readonly src: string;
  /** Its state, of which a chart also has `value`, `context`, `children` and `historyValue`. */
  readonly snapshot: Readonly<Record<string, unknown>>;
  readonly systemId?: string | undefined;
  readonly syncSnapshot?: boolean | undefined;
}

/** The state of an actor as it is stored: XState's form of it. */
export interface StoredSnapshot {
  readonly status: AnyMachineSnapshot['status'];
  readonly value: StateValue;
  readonly context: unknown;
  readonly output?: unknown;
  readonly error?: unknown;
  /** The states that a history state leads back to, by its id. */
  readonly historyValue: Readonly<Record<string, readonly { readonly id: string }[]>>;
  readonly children: Readonly<Record<string, StoredChild>>;
}

/** An actor as it is on record. */
export interface ActorRecord {
  readonly name: string;
  readonly snapshot: StoredSnapshot;
  readonly history: readonly RecordedFact[];
  readonly timers: readonly StoredTimer[];
  /** Undefined if an earlier version has written it, and for an actor that waits for nothing. */
  readonly since?: StateTimes | undefined;
  /**
   * How far the wall clock had jumped, over the lifetime of the store, when an active actor was written, in
   * milliseconds: its due times are those of that clock.
   */
  readonly clockOffsetMs: number;
}

/** The members of a snapshot that are recorded. */
export type RecordedSnapshot = Pick<
  AnyMachineSnapshot,
  'status' | 'value' | 'context' | 'output' | 'historyValue' | 'children'
>;

/** An actor to be recorded. */
export interface RecordedActor {
  readonly machine: AnyStateMachine;
  readonly name: string;
  readonly snapshot: RecordedSnapshot;
  readonly history: readonly RecordedFact[];
  readonly timers: readonly StoredTimer[];
  readonly since?: StateTimes | undefined;
  /** As in an {@link ActorRecord}; 0 when left out. */
  readonly clockOffsetMs?: number;
}

/** An actor in memory, or one that is recorded again as it is on record. */
export type Recordable = RecordedActor | ActorRecord;
