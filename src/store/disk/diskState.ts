import type { Transaction } from 'lmdb';
import { verifyChecksum } from '../lmdb/checksum.ts';
import type { DatabaseFile } from '../lmdb/databaseFile.ts';
import { readRange } from '../lmdb/readRange.ts';
import { overlayChanges } from '../overlayChanges.ts';
import type { Change, Key, Range } from '../store.ts';
import { ChangeReader, type Forms } from './changeReader.ts';
import type { Log } from './log.ts';
import type { LoggedRecords } from './loggedRecords.ts';
import type { Overlay, Placed } from './overlay.ts';
import { loadSegment } from './readGroups.ts';

type Entry = readonly [Key, string];

/** Bytes that are read to get one change; more if it is longer. */
const CHANGE_BYTES = 1024;

export interface DiskStateOptions {
  readonly records: DatabaseFile['records'];
  /** The read transaction to use; the newest committed state of the database when left out. */
  readonly transaction?: Transaction;
  readonly log: Pick<Log, 'read'>;
  readonly overlay: Overlay;
  readonly forms: Forms;
  readonly logged: readonly LoggedRecords[];
}

/** The records of a store: those of its checkpoint, under the changes of its log. */
export class DiskState {
  readonly #options: DiskStateOptions;

  constructor(options: DiskStateOptions) {
    this.#options = options;
  }

  get(key: Key): string | undefined {
    const { overlay, logged, records, transaction } = this.#options;
    const placed = overlay.get(key);
    if (placed !== undefined) return placed.isDelete ? undefined : this.textAt(placed.at);
    for (const kind of logged) {
      const text = kind.has(key) ? kind.get(key) : undefined;
      if (text !== undefined) return text;
    }
    const found = key as (string | number)[];
    const value =
      transaction === undefined
        ? records.getBinaryFast(found)
        : records.get(found, { transaction });
    // A buffer of LMDB's own: valid until the next read, and longer than its `length` says.
    return value === undefined ? undefined : verifyChecksum(key, value.subarray(0, value.length));
  }

  range(range: Range): Iterable<Entry> {
    const { overlay, logged, records, transaction } = this.#options;
    let entries: Iterable<Entry> = readRange(records, range, transaction);
    // The database may have some of these, too, while a checkpoint is being written.
    for (const kind of logged) entries = overlayChanges(entries, putsOf(kind.range(range)), range);
    for (const changes of overlay.ranges(range)) {
      entries = overlayChanges(entries, this.#changesOf(changes), range);
    }
    return entries;
  }

  /**
   * What the next checkpoint gets: the frozen changes of the overlay, and the logged records up to a number, which
   * is the last one before the place of the checkpoint.
   */
  *frozenChanges(lastLogged: number): Generator<Change> {
    const { overlay, logged } = this.#options;
    for (const [, change] of this.#changesOf(overlay.frozen())) yield change;
    for (const kind of logged) {
      const { prefix } = kind.form;
      for (const [, put] of putsOf(kind.range({ prefix, before: [...prefix, lastLogged + 1] }))) {
        if (!overlay.isFrozenDelete(put.key)) yield put;
      }
    }
  }

  /** The value of the put at a place in the log, as text. */
  textAt(at: number): string {
    const { log } = this.#options;
    for (let length = CHANGE_BYTES; ; length *= 16) {
      const { bytes, segment, shared } = log.read(at, length);
      if (shared === undefined && segment !== undefined) {
        for (const _ of loadSegment(segment));
        continue;
      }
      if (shared === undefined) throw new Error(`the place ${at} of the log cannot be read`);
      const text = textOf(bytes, { forms: this.#options.forms, shared }, length);
      if (text !== undefined) return text;
    }
  }

  *#changesOf(placed: Iterable<readonly [Key, Placed]>): Generator<readonly [Key, Change]> {
    for (const [key, { at, isDelete }] of placed) {
      if (isDelete) yield [key, { op: 'delete', key }];
      else {
        const value = this.#valueOf(key, at);
        if (value !== undefined) yield [key, { op: 'put', key, value }];
      }
    }
  }

  /** While a range is read, the checkpoint may get what the log has, and the log may lose it. */
  #valueOf(key: Key, at: number): string | undefined {
    return at < this.#options.overlay.start ? this.get(key) : this.textAt(at);
  }
}

function* putsOf(entries: Iterable<Entry>): Generator<readonly [Key, Change]> {
  for (const [key, value] of entries) yield [key, { op: 'put', key, value }];
}

/** @returns undefined if the change does not end within the bytes. */
function textOf(
  bytes: Buffer,
  options: ConstructorParameters<typeof ChangeReader>[1],
  wanted: number,
): string | undefined {
  try {
    return new ChangeReader({ bytes, start: 0, end: bytes.length }, options).next().text();
  } catch (error) {
    // The end of a longer change is missing. At the end of the log, there is no more of it.
    if (bytes.length < wanted) throw error;
    return undefined;
  }
}
