import type { ActorRecord, RecordedActor } from '../schema/storedActor.ts';

/** An actor to be archived. Its timers stay in the scheduler. */
export interface ArchivedActor extends Omit<RecordedActor, 'timers'> {
  /** What its part has kept with it while it was in memory: it is not archived. */
  readonly notes?: object | undefined;
}

/** Keeps the passivated actors of one kind in memory, in few bytes. */
export interface ActorArchive {
  /** @returns the handle of the record, an integer from 0 on. */
  add(actor: ArchivedActor): number;
  /** Reads a record, without timers. */
  get(handle: number): ActorRecord;
  /** Deletes a record. Its handle may be given to another one then. */
  delete(handle: number): void;
  /** The bytes of all records. */
  readonly usedBytes: number;
  /** The bytes of the memory that is set aside for records. */
  readonly reservedBytes: number;
}
