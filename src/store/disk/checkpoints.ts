import type { CheckpointRecord } from './checkpointRecord.ts';
import type { Log } from './log.ts';
import type { Overlay } from './overlay.ts';
import type { LogPosition } from './segment.ts';

/** The log grows to at most this many times the distance of checkpoints; then commits wait. */
const MAX_LAG = 4;

export interface CheckpointsOptions {
  /** What the database says when the store is opened. */
  readonly record: CheckpointRecord;
  /** Bytes of log from one checkpoint to the next. */
  readonly everyBytes: number;
  readonly overlay: Overlay;
  readonly log: () => Log;
  /** Writes the frozen changes of the overlay, and the record. */
  readonly write: (record: CheckpointRecord) => Promise<void>;
}

/**
 * Decides when checkpoints are written. Each one has the log up to a place, from which on the next opening
 * reads it; segments before that are removed. The log is on disk up to the place before the first change
 * goes to the database.
 */
export class Checkpoints {
  readonly #options: CheckpointsOptions;
  #record: CheckpointRecord;
  #running: Promise<void> | undefined;

  constructor(options: CheckpointsOptions) {
    this.#options = options;
    this.#record = options.record;
  }

  /** The last one that is complete. */
  get record(): CheckpointRecord {
    return this.#record;
  }

  /** Begins a checkpoint if one is due. @param end the end of a group that has just been closed. */
  onGroup(end: LogPosition, durable: Promise<void>): void {
    const isDue = end.at - this.#record.position.at >= this.#options.everyBytes;
    if (isDue && this.#running === undefined) this.#begin(end, durable);
  }

  /** @returns a promise to wait for before the log grows further; undefined if there is room. */
  room(end: LogPosition): Promise<void> | undefined {
    const lag = end.at - this.#record.position.at;
    return lag > this.#options.everyBytes * MAX_LAG ? this.#running : undefined;
  }

  /** Resolves when no checkpoint is being written. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** Writes what is left. To be called once the log is flushed and nothing is added. */
  async finish(): Promise<void> {
    await this.idle();
    const end = this.#options.log().durable;
    if (this.#options.log().failure !== undefined || end.at === this.#record.position.at) return;
    this.#begin(end, Promise.resolve());
    await this.idle();
  }

  #begin(end: LogPosition, durable: Promise<void>): void {
    this.#options.overlay.freeze(end.at);
    const record = { shop: this.#record.shop, position: end };
    this.#running = this.#write(record, durable).finally(() => {
      this.#running = undefined;
    });
  }

  /** A failure is that of the whole store. */
  async #write(record: CheckpointRecord, durable: Promise<void>): Promise<void> {
    const { overlay, write } = this.#options;
    const log = this.#options.log();
    try {
      await durable;
      await log.sync();
      await write(record);
      overlay.drop();
      this.#record = record;
      log.forgetBefore(record.position.at);
      await log.removeBefore(record.position.at);
    } catch (cause) {
      log.fail(cause);
    }
  }
}
