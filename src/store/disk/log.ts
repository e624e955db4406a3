import { SharedTexts } from '../packed/sharedTexts.ts';
import type { Change, RecordChange } from '../store.ts';
import { writeChange } from './changeWriter.ts';
import type { LogFolder } from './logFolder.ts';
import { GroupBuffer, LogGroup } from './logGroup.ts';
import { LoggedIndex } from './loggedIndex.ts';
import { type LogPosition, type Segment, segmentAt } from './segment.ts';
import { encodeHeader, LOG_FORMAT, type SegmentHeader, segmentName } from './segmentHeader.ts';

/** When a commit counts as durable: see {@link DiskStoreOptions.sync}. */
export type SyncMode = boolean | { readonly everyMs: number };

export interface LogOptions {
  readonly folder: LogFolder;
  readonly shop: string;
  /** A segment that has reached this length gets no further group. */
  readonly segmentBytes: number;
  readonly sync: SyncMode;
  readonly segments: Segment[];
  /** The end of the log. The next group begins a new segment there. */
  readonly end: LogPosition;
  /** Called before a group counts as durable. @throws Error if another opening may write now. */
  readonly assertWriter: () => void;
  /**
   * Called when a group is closed: later changes are in later groups. @param durable that of the group.
   */
  readonly onGroup: (end: LogPosition, durable: Promise<void>) => void;
  /** A promise to wait for before a group is written after this place; undefined if there is room. */
  readonly room: (end: LogPosition) => Promise<void> | undefined;
  /** Makes the error of all commits from the first failure on. */
  readonly describeFailure: (cause: unknown) => Error;
}

/** The first file name of a new segment: it gets its own when its header is on disk. */
const DRAFT = 'draft.log';

/**
 * Appends turns to the segments of a log, in groups: one is written at a time, and meanwhile the next one
 * gathers. After the first failure nothing is written any more: what a failed write or sync has left on disk
 * is unknown, and a second sync would not tell either.
 */
export class Log {
  readonly #options: LogOptions;
  readonly segments: Segment[];
  /** The end of the last group that is closed. */
  #end: LogPosition;
  /** The end of what is durable as `sync` says. */
  #durable: LogPosition;
  /** The end of what a crash of the machine leaves. */
  #synced: LogPosition;
  #gathering: LogGroup | undefined;
  #writing: LogGroup | undefined;
  readonly #spare = [new GroupBuffer(), new GroupBuffer()];
  #isScheduled = false;
  #failure: { readonly cause: Error } | undefined;
  #syncTimer: NodeJS.Timeout | undefined;

  constructor(options: LogOptions) {
    this.#options = options;
    this.segments = options.segments;
    this.#end = options.end;
    this.#durable = options.end;
    this.#synced = options.end;
  }

  /** The end of what is durable. */
  get durable(): LogPosition {
    return this.#durable;
  }

  /** Why nothing is written any more; undefined while the log works. */
  get failure(): Error | undefined {
    return this.#failure?.cause;
  }

  /**
   * Adds one turn.
   *
   * @param onChange called with the place of each change, when the whole turn has been added.
   * @returns a promise that resolves when the turn is durable.
   */
  append(
    batch: readonly (Change | RecordChange)[],
    onChange: (change: Change | RecordChange, at: number) => void,
  ): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure.cause);
    if (batch.length === 0) return (this.#gathering ?? this.#writing)?.durable ?? DONE;
    this.#gathering ??= this.#newGroup();
    const group = this.#gathering;
    const { changes } = group.buffer;
    const places = this.#pack(group, batch);
    for (let index = 0; index < batch.length; index++) {
      onChange(batch[index] as Change, places[index] as number);
    }
    group.turns++;
    if (changes.length > MAX_GROUP_BYTES && this.#writing === undefined) this.#write(group);
    else if (this.#writing === undefined) this.#schedule();
    return group.durable;
  }

  /** Packs a turn, all of it or nothing. @returns the places of its changes. */
  #pack(group: LogGroup, batch: readonly (Change | RecordChange)[]): readonly number[] {
    const { changes } = group.buffer;
    const start = changes.length;
    const places: number[] = [];
    let { lastLogged } = group;
    try {
      changes.writeVarint(batch.length);
      for (const change of batch) {
        places.push(group.contents + changes.length);
        writeChange(changes, change);
        if (isLoggedPut(change)) lastLogged = change.key.at(-1) as number;
      }
    } catch (error) {
      changes.rewind(start);
      if (group.turns === 0) this.#drop(group);
      throw error;
    }
    group.lastLogged = lastLogged;
    return places;
  }

  /** Drops a group without turns. */
  #drop({ buffer }: LogGroup): void {
    this.#gathering = undefined;
    this.#spare.push(buffer);
  }

  /** The bytes from a place on, at most `length` of them, and the shared texts that they refer to. */
  read(
    at: number,
    length: number,
  ): {
    readonly bytes: Buffer;
    readonly segment: Segment | undefined;
    readonly shared: SharedTexts | undefined;
  } {
    for (const group of [this.#gathering, this.#writing]) {
      if (group === undefined || at < group.start) continue;
      const { bytes } = group.buffer.changes;
      const from = at - group.contents;
      const all = Buffer.from(bytes.buffer, from, group.buffer.changes.length - from);
      return { bytes: all, segment: undefined, shared: group.shared };
    }
    const segment = segmentAt(this.segments, at);
    if (segment === undefined) throw new Error(`its log does not have the place ${at} any more`);
    const bytes = Buffer.allocUnsafe(length);
    const count = segment.file.read(bytes, at - segment.header.start);
    return { bytes: bytes.subarray(0, count), segment, shared: segment.shared };
  }

  /** The groups that are not in a segment yet, oldest first. */
  pending(): LogGroup[] {
    return [this.#writing, this.#gathering].filter((group) => group !== undefined);
  }

  /** Resolves when everything added has been written, or writing has failed. */
  async flushed(): Promise<void> {
    while (this.#failure === undefined && (this.#writing ?? this.#gathering) !== undefined) {
      await (this.#writing ?? this.#gathering)?.durable.catch(() => {});
    }
  }

  /** Resolves when what is durable now also survives a crash of the machine. @returns its end. */
  async sync(): Promise<LogPosition> {
    const end = this.#durable;
    if (this.#synced.at < end.at) await this.#syncSegment(end);
    return end;
  }

  /** Closes the files. To be called once the log is flushed. */
  close(): void {
    clearTimeout(this.#syncTimer);
    for (const { file } of this.segments) file.close();
    this.segments.length = 0;
  }

  /** Removes the segments before a place whose records that are kept in the log only are not needed. */
  async removeBefore(at: number, firstLogged: number): Promise<void> {
    const { folder } = this.#options;
    let removed = 0;
    // The last segment stays: it says where the log ends.
    while (this.segments.length > removed + 1) {
      const next = this.segments[removed + 1] as Segment;
      const { start, lastLogged } = next.header;
      // 0: there are no such records.
      if (start > at || (lastLogged > 0 && lastLogged >= firstLogged)) break;
      removed++;
    }
    // Oldest first, so that a crash leaves no gap.
    for (const { file, name } of this.segments.splice(0, removed)) {
      file.close();
      folder.remove(name);
    }
    if (removed > 0) await folder.sync();
  }

  #newGroup(): LogGroup {
    const { segmentBytes, shop } = this.#options;
    const before = this.#end;
    const current = this.segments.at(-1);
    const isFirst = before === this.#options.end;
    const isFull = current !== undefined && before.at - current.header.start >= segmentBytes;
    const newSegment: SegmentHeader | undefined =
      isFirst || isFull
        ? {
            format: LOG_FORMAT,
            shop,
            segment: (current?.header.segment ?? 0) + 1,
            start: before.at,
            firstTurn: before.turn + 1,
            chain: before.chain,
            lastLogged: before.lastLogged,
          }
        : undefined;
    const shared = newSegment === undefined ? current?.shared : new SharedTexts();
    return new LogGroup({
      buffer: this.#spare.pop() as GroupBuffer,
      before,
      shared: shared as SharedTexts,
      newSegment,
    });
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (this.#writing === undefined && this.#gathering !== undefined)
        this.#write(this.#gathering);
    });
  }

  #write(group: LogGroup): void {
    this.#writing = group;
    this.#gathering = undefined;
    const { pieces, after } = group.close(this.#synced.turn);
    this.#end = after;
    this.#options.onGroup(after, group.durable);
    this.#store(group, pieces, after).then(
      () => {
        this.#writing = undefined;
        this.#durable = after;
        this.#spare.push(group.buffer);
        if (this.#gathering !== undefined) this.#write(this.#gathering);
        group.resolve();
      },
      (cause) => this.fail(cause),
    );
  }

  async #store(group: LogGroup, pieces: readonly Uint8Array[], after: LogPosition): Promise<void> {
    const { sync, assertWriter, room } = this.#options;
    await room(group.before);
    if (group.newSegment !== undefined) await this.#beginSegment(group.newSegment, group.shared);
    const { file, header, name } = this.segments.at(-1) as Segment;
    if (!file.isInPlace()) throw new Error(`${name} has been removed`);
    await file.write(pieces, group.start - header.start);
    const segment = this.segments.at(-1) as Segment;
    segment.lastLogged = after.lastLogged;
    segment.index?.add({ ...group.before, at: group.start });
    if (sync === true) {
      await file.sync();
      this.#synced = after;
    } else if (typeof sync === 'object') this.#syncWithin(sync.everyMs);
    assertWriter();
  }

  async #beginSegment(header: SegmentHeader, shared: SharedTexts): Promise<void> {
    const { folder, segmentBytes } = this.#options;
    // So that at most one segment has groups that are not on disk.
    const last = this.segments.at(-1);
    if (last !== undefined && this.#synced.at < header.start)
      await this.#syncSegment(this.#durable);
    const file = folder.create(DRAFT, segmentBytes);
    try {
      await file.write([encodeHeader(header)], 0);
      await file.sync();
      const name = segmentName(header.segment);
      folder.rename(DRAFT, name);
      file.renamed(name);
      await folder.sync();
      const { lastLogged } = header;
      this.segments.push({ header, name, file, shared, index: new LoggedIndex(), lastLogged });
    } catch (error) {
      file.close();
      throw error;
    }
  }

  #syncWithin(everyMs: number): void {
    this.#syncTimer ??= setTimeout(() => {
      this.#syncTimer = undefined;
      this.sync().catch(() => {});
    }, everyMs).unref();
  }

  async #syncSegment(end: LogPosition): Promise<void> {
    try {
      // Earlier segments are on disk since the last one was begun.
      await this.segments.at(-1)?.file.sync();
    } catch (cause) {
      this.fail(cause);
      throw this.#failure?.cause;
    }
    if (this.#synced.at < end.at) this.#synced = end;
  }

  /** Writes nothing any more. The groups stay readable: the engine stops, but its reads go on. */
  fail(cause: unknown): void {
    if (this.#failure !== undefined) return;
    const failure = this.#options.describeFailure(cause);
    this.#failure = { cause: failure };
    for (const group of [this.#writing, this.#gathering]) {
      group?.durable.catch(() => {}); // No caller may be waiting for it.
      group?.reject(failure);
    }
  }
}

const DONE = Promise.resolve();

/** A group of this length is written at once, so that the changes of one tick take bounded memory. */
const MAX_GROUP_BYTES = 4 * 1024 * 1024;

function isLoggedPut(change: Change | RecordChange): boolean {
  return 'form' in change && change.form.isLogged && change.op === 'put';
}
