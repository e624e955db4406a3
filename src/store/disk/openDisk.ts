import { describeFailure } from '../describeFailure.ts';
import { writeShutdownMarker } from '../lmdb/cleanShutdown.ts';
import { type DatabaseFile, inodesOf } from '../lmdb/databaseFile.ts';
import { releaseWriterLock, replacedMessage } from '../lmdb/writerLock.ts';
import { readWriter, type Writer } from '../lmdb/writerRecord.ts';
import type { AnyChange, Change, Key, Range, RecordForm, Store } from '../store.ts';
import { whileOpen } from '../whileOpen.ts';
import { removeDrafts } from './beginSegment.ts';
import { formsByCode } from './changeReader.ts';
import { isLoggedPut } from './changeWriter.ts';
import type { RunCheckpoint } from './checkpointJob.ts';
import type { CheckpointRecord } from './checkpointRecord.ts';
import { Checkpoints } from './checkpoints.ts';
import { currentCheckpoint } from './currentCheckpoint.ts';
import { checkpointFolder, MAX_VERIFIED_BYTES } from './diskFolder.ts';
import { DiskState } from './diskState.ts';
import { Log } from './log.ts';
import type { LogFolder } from './logFolder.ts';
import { loggedKinds } from './loggedRecords.ts';
import type { SyncMode } from './logOptions.ts';
import { Overlay } from './overlay.ts';
import { closeSegments, openSegments } from './readLog.ts';
import { replayLog } from './replayLog.ts';
import type { Segment } from './segment.ts';
import { settleEnd } from './settleEnd.ts';
import { SMALL_SLICES, writeCheckpoint } from './writeCheckpoint.ts';

export interface OpenDiskOptions {
  readonly database: DatabaseFile;
  readonly writer: Writer;
  readonly realPath: string;
  readonly files: LogFolder;
  readonly forms: Iterable<RecordForm>;
  readonly sync: SyncMode;
  readonly everyBytes: number;
  readonly segmentBytes: number;
  readonly keptBytes: number;
  /** Writes large checkpoints; the thread of the store does when left out. */
  readonly runCheckpoint?: RunCheckpoint | undefined;
}

/** Bytes of log whose changes the thread of the store brings to the checkpoint: less work than to start another one. */
const OWN_CHECKPOINT_BYTES = 1024 * 1024;

/** A store with a log that this opening may write. */
export class OpenDisk implements Store {
  readonly #options: OpenDiskOptions;
  readonly #log: Log;
  readonly #overlay: Overlay;
  readonly #state: DiskState;
  readonly #checkpoints: Checkpoints;
  #closing: Promise<void> | undefined;

  /** Replays the log over the checkpoint. @throws Error if they do not fit, or are damaged. */
  static async open(options: OpenDiskOptions): Promise<OpenDisk> {
    const segments = openSegments(options.files);
    try {
      const record = await currentCheckpoint(segments, {
        ...options,
        token: options.writer.token,
        forms: formsByCode(options.forms),
      });
      const store = new OpenDisk(options, segments, record);
      await settleEnd(segments, {
        folder: options.files,
        from: record.position,
        end: store.#log.durable,
      });
      removeDrafts(options.files);
      return store;
    } catch (error) {
      closeSegments(segments);
      throw error;
    }
  }

  private constructor(options: OpenDiskOptions, segments: Segment[], record: CheckpointRecord) {
    const { database, files, sync, segmentBytes, keptBytes, everyBytes, realPath } = options;
    const forms = formsByCode(options.forms);
    const overlay = new Overlay(record.position.at);
    // The log comes last, since its end is known when it has been read.
    const source = { segments, pending: () => this.#log?.pending() ?? [] };
    const logged = loggedKinds(forms, source, () => {
      return (this.#checkpoints?.record ?? record).position.lastLogged + 1;
    });
    const from = record.position;
    const end = replayLog({ segments, from, forms, overlay, withLogged: false });
    this.#options = options;
    this.#overlay = overlay;
    this.#checkpoints = new Checkpoints({
      record,
      everyBytes,
      overlay,
      log: () => this.#log,
      write: (next) => this.#writeCheckpoint(next),
    });
    this.#log = new Log({
      folder: files,
      shop: record.shop,
      segmentBytes,
      keptBytes,
      sync,
      segments,
      end,
      assertWriter: () => this.#assertWriter(),
      onGroup: (position, durable) => this.#checkpoints.onGroup(position, durable),
      room: (position) => this.#checkpoints.room(position),
      describeFailure: (cause) => describeFailure(realPath, cause),
    });
    this.#state = new DiskState({
      records: database.records,
      log: this.#log,
      overlay,
      forms,
      logged,
    });
  }

  get(key: Key): string | undefined {
    this.#assertOpen();
    return this.#state.get(key);
  }

  range(range: Range): Iterable<readonly [Key, string]> {
    this.#assertOpen();
    return whileOpen(this.#state.range(range), {
      assertOpen: () => this.#assertOpen(),
      isOpen: () => this.#closing === undefined,
    });
  }

  commit(batch: readonly Change[]): Promise<void> {
    return this.commitRecords(batch);
  }

  commitRecords(batch: readonly AnyChange[]): Promise<void> {
    this.#assertOpen();
    return this.#log.append(batch, this.#place);
  }

  close(): Promise<void> {
    this.#closing ??= this.#shutDown();
    return this.#closing;
  }

  readonly #place = (change: AnyChange, at: number): void => {
    if (!isLoggedPut(change)) this.#overlay.set(change.key, at, change.op === 'delete');
  };

  // After a close, LMDB would read from memory that has been unmapped.
  #assertOpen(): void {
    if (this.#closing === undefined) return;
    throw new Error(`the store at ${this.#options.realPath} has been closed`);
  }

  /** A writer that was replaced must not acknowledge what the log of its successor may not have. */
  #assertWriter(): void {
    const { database, writer } = this.#options;
    const { root } = database;
    root.resetReadTxn();
    if (readWriter(root)?.token !== writer.token) throw new Error(replacedMessage(root));
  }

  async #writeCheckpoint(record: CheckpointRecord): Promise<void> {
    const { database, writer, realPath, runCheckpoint } = this.#options;
    const { token } = writer;
    const from = this.#checkpoints.record;
    const isLarge = record.position.at - from.position.at > OWN_CHECKPOINT_BYTES;
    if (isLarge && (await runCheckpoint?.({ realPath, token, from, to: record }))) {
      // Reads of this thread have to see what the other one has written.
      database.root.resetReadTxn();
    } else {
      const changes = this.#state.frozenChanges(record.position.lastLogged);
      const limits = SMALL_SLICES;
      await writeCheckpoint({ ...database, token, changes, record, limits });
    }
    // Before segments are removed: a deleted file can still be written while it is open, but never be opened again.
    if (String(inodesOf(checkpointFolder(realPath)).data) !== writer.inode) {
      throw new Error('the data file of its checkpoint has been removed');
    }
  }

  async #shutDown(): Promise<void> {
    const { database, writer, realPath } = this.#options;
    await this.#log.flushed();
    await this.#checkpoints.finish();
    await this.#log.close();
    try {
      releaseWriterLock(database.root, writer);
    } catch {} // Without room for it, the next opening finds out that this one has ended.
    await database.root.close();
    // For a larger file, its checksum takes longer than it saves.
    await writeShutdownMarker(checkpointFolder(realPath), MAX_VERIFIED_BYTES).catch(() => {});
  }
}
