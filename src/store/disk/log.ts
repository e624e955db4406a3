import { SharedTexts } from '../packed/sharedTexts.ts';
import type { AnyChange } from '../store.ts';
import { beginSegment, headerAfter } from './beginSegment.ts';
import { isLoggedPut, writeChange } from './changeWriter.ts';
import { type ClosedGroup, GroupBuffer, LogGroup, MAX_GROUP_BYTES } from './logGroup.ts';
import type { LogOptions } from './logOptions.ts';
import { removeSegments } from './removeSegments.ts';
import { type LogBytes, type LogPosition, readSegments, type Segment } from './segment.ts';
import type { SegmentHeader } from './segmentHeader.ts';
import { SyncQueue } from './syncQueue.ts';

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
  /** The newest segment that a group which is closed belongs to; undefined before the first one. */
  #newest: { readonly header: SegmentHeader; readonly shared: SharedTexts } | undefined;
  /** Resolves when no file is being written or synced. */
  #quiet: Promise<unknown> = Promise.resolve();
  readonly #syncs = new SyncQueue();
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
    batch: readonly AnyChange[],
    onChange: (change: AnyChange, at: number) => void,
  ): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure.cause);
    if (batch.length === 0) return (this.#gathering ?? this.#writing)?.durable ?? DONE;
    this.#gathering ??= this.#newGroup();
    const group = this.#gathering;
    const { changes } = group.buffer;
    const places = this.#pack(group, batch);
    for (let index = 0; index < batch.length; index++) {
      onChange(batch[index] as AnyChange, places[index] as number);
    }
    group.turns++;
    if (changes.length > MAX_GROUP_BYTES && this.#writing === undefined) this.#write(group);
    else if (this.#writing === undefined) this.#schedule();
    return group.durable;
  }

  /** Packs a turn, all of it or nothing. @returns the places of its changes. */
  #pack(group: LogGroup, batch: readonly AnyChange[]): readonly number[] {
    const { changes } = group.buffer;
    const start = changes.length;
    const texts = group.shared.size;
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
      // A group that is dropped would never write the texts that it has added to its segment.
      group.shared.rewind(texts);
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
  read(at: number, length: number): LogBytes {
    for (const group of [this.#gathering, this.#writing]) {
      if (group === undefined || at < group.start) continue;
      const { bytes } = group.buffer.changes;
      const from = at - group.contents;
      const all = Buffer.from(bytes.buffer, from, group.buffer.changes.length - from);
      return { bytes: all, segment: undefined, shared: group.shared };
    }
    return readSegments(this.segments, at, length);
  }

  /** The groups that are not in a segment yet, oldest first. */
  pending(): LogGroup[] {
    return [this.#writing, this.#gathering].filter((group) => group !== undefined);
  }

  /** Resolves when everything added has been written, or writing has failed and has ended. */
  async flushed(): Promise<void> {
    while (this.#failure === undefined && (this.#writing ?? this.#gathering) !== undefined) {
      await (this.#writing ?? this.#gathering)?.durable.catch(() => {});
    }
    await this.#quiet;
  }

  /** Resolves when what is durable now also survives a crash of the machine. @returns its end. */
  async sync(): Promise<LogPosition> {
    const end = this.#durable;
    if (this.#synced.at < end.at) await this.#syncSegment(end);
    return end;
  }

  /** Closes the files. To be called when nothing is added any more. */
  async close(): Promise<void> {
    clearTimeout(this.#syncTimer);
    // A file that is closed under a write may hand its number to another file, which then gets the bytes.
    await this.#quiet;
    for (const { file } of this.segments) file.close();
    this.segments.length = 0;
  }

  /** Drops what is in memory of segments before a place: records of theirs are read rarely from now on. */
  forgetBefore(at: number): void {
    for (const segment of this.segments) {
      if (segment.end === undefined || segment.end > at) return;
      segment.shared = undefined;
      segment.index = undefined;
    }
  }

  /** Removes the segments before a place, except for the last bytes of the log that are to be kept. */
  removeBefore(at: number): Promise<void> {
    const { folder, keptBytes } = this.#options;
    const upTo = Math.min(at, this.#end.at - keptBytes);
    return removeSegments(this.segments, { folder, upTo });
  }

  #newGroup(): LogGroup {
    const { segmentBytes, shop } = this.#options;
    const before = this.#end;
    // Its file may not be there yet: the group that begins it may just be written.
    const current = this.#newest;
    const isFull = current !== undefined && before.at - current.header.start >= segmentBytes;
    const last = current?.header ?? this.segments.at(-1)?.header;
    const isNew = current === undefined || isFull;
    const newSegment = isNew ? headerAfter(before, { shop, last }) : undefined;
    const shared = isNew ? new SharedTexts() : current.shared;
    return new LogGroup({ buffer: this.#spare.pop() as GroupBuffer, before, shared, newSegment });
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
    const { newSegment, shared } = group;
    if (newSegment !== undefined) this.#newest = { header: newSegment, shared };
    // A checkpoint that begins with this group waits for it, so the group must not wait for that one.
    const room = this.#options.room(group.before);
    this.#options.onGroup(after, group.durable);
    const stored = this.#store(group, { pieces, after, room }).then(
      () => {
        if (this.#failure !== undefined) return;
        this.#writing = undefined;
        this.#durable = after;
        this.#spare.push(group.buffer);
        if (this.#gathering !== undefined) this.#write(this.#gathering);
        group.resolve();
      },
      (cause) => this.fail(cause),
    );
    this.#keepBusy(stored);
  }

  async #store(group: LogGroup, { pieces, after, room }: ClosedGroup): Promise<void> {
    const { sync, assertWriter } = this.#options;
    await room;
    if (this.#failure !== undefined) return;
    if (group.newSegment !== undefined) await this.#beginSegment(group.newSegment, group.shared);
    const segment = this.segments.at(-1) as Segment;
    const { file, header, name } = segment;
    if (!file.isInPlace()) throw new Error(`${name} has been removed`);
    await file.write(pieces, group.start - header.start);
    segment.lastLogged = after.lastLogged;
    segment.index?.add({ ...group.before, at: group.start });
    if (sync === true) {
      await this.#syncs.sync(file);
      this.#synced = after;
    } else if (typeof sync === 'object') this.#syncWithin(sync.everyMs);
    assertWriter();
  }

  async #beginSegment(header: SegmentHeader, shared: SharedTexts): Promise<void> {
    const { folder, segmentBytes, assertWriter } = this.#options;
    const last = this.segments.at(-1);
    // So that at most one segment has groups that are not on disk.
    if (last !== undefined && this.#synced.at < header.start)
      await this.#syncSegment(this.#durable);
    const segment = await beginSegment(header, { folder, bytes: segmentBytes, assertWriter });
    this.segments.push({ ...segment, shared });
    if (last !== undefined) last.end = header.start;
  }

  #syncWithin(everyMs: number): void {
    this.#syncTimer ??= setTimeout(() => {
      this.#syncTimer = undefined;
      this.#keepBusy(this.sync().catch(() => {}));
    }, everyMs).unref();
  }

  #keepBusy(work: Promise<unknown>): void {
    this.#quiet = Promise.all([this.#quiet, work]).then(() => {});
  }

  async #syncSegment(end: LogPosition): Promise<void> {
    try {
      // Earlier segments are on disk since the last one was begun.
      await this.#syncs.sync(this.segments.at(-1)?.file);
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
