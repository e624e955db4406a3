import type { DatabaseFile } from '../lmdb/databaseFile.ts';
import type { RecordForm } from '../store.ts';
import { ChangeReader, type Forms, formsByCode } from './changeReader.ts';
import type { CheckpointRecord } from './checkpointRecord.ts';
import { DiskState } from './diskState.ts';
import type { LogFolder } from './logFolder.ts';
import { Overlay } from './overlay.ts';
import { closeSegments, openSegments } from './readLog.ts';
import { replayTurn } from './replayLog.ts';
import { loadSegment, type ScannedGroup } from './scanSegment.ts';
import { type Segment, segmentAt } from './segment.ts';
import { LARGE_SLICES, writeCheckpoint } from './writeCheckpoint.ts';

/** Bytes of log whose changes are in memory at a time: a record that changes often is written once for them. */
const STRETCH_BYTES = 16 * 1024 * 1024;

export interface CopyLogOptions {
  readonly files: LogFolder;
  readonly forms: Iterable<RecordForm>;
  readonly database: DatabaseFile;
  /** The token of the opening that may write. */
  readonly token: number;
  /** What the database says now. */
  readonly from: CheckpointRecord;
  /** What it is to say. The log is on disk up to there. */
  readonly to: CheckpointRecord;
}

/**
 * Brings the changes of a stretch of log to the database, as another thread than that of the store does.
 *
 * @throws Error if the log or the database cannot be read or written.
 */
export async function copyLog(options: CopyLogOptions): Promise<void> {
  const { from, to } = options;
  const forms = formsByCode(options.forms);
  const segments = openSegments(options.files);
  try {
    let copy = new Stretch(segments, forms, from);
    for (const [group, segment] of groupsBetween(segments, from, to)) {
      copy.add(group, segment);
      if (copy.bytes < STRETCH_BYTES) continue;
      await copy.write(options, { ...to, firstLogged: from.firstLogged, position: group.after });
      copy = new Stretch(segments, forms, { ...to, position: group.after });
    }
    if (copy.end !== to.position.at) {
      throw new Error(`its log ends at ${copy.end}, and is needed up to ${to.position.at}`);
    }
    await copy.write(options, to);
  } finally {
    closeSegments(segments);
  }
}

function* groupsBetween(
  segments: readonly Segment[],
  from: CheckpointRecord,
  to: CheckpointRecord,
): Generator<readonly [ScannedGroup, Segment]> {
  const first = segmentAt(segments, from.position.at);
  for (const segment of segments.slice(first === undefined ? 0 : segments.indexOf(first))) {
    if (segment.header.start >= to.position.at) return;
    for (const group of loadSegment(segment)) {
      if (group.after.at > to.position.at) return;
      if (group.after.at > from.position.at) yield [group, segment];
    }
  }
}

/** The last change of each key in a stretch of log. */
class Stretch {
  readonly #overlay: Overlay;
  readonly #forms: Forms;
  readonly #start: number;
  readonly #segments: readonly Segment[];
  #end: number;

  constructor(segments: readonly Segment[], forms: Forms, { position }: CheckpointRecord) {
    this.#segments = segments;
    this.#forms = forms;
    this.#start = position.at;
    this.#end = position.at;
    this.#overlay = new Overlay(position.at);
  }

  get end(): number {
    return this.#end;
  }

  get bytes(): number {
    return this.#end - this.#start;
  }

  add({ bytes, start, end, at, header, after }: ScannedGroup, { shared }: Segment): void {
    if (shared === undefined) throw new Error('the texts of a segment are not loaded');
    const reader = new ChangeReader({ bytes, start, end }, { forms: this.#forms, shared });
    for (let turn = 0; turn < header.turns; turn++) {
      replayTurn(reader, at - start, { overlay: this.#overlay, logged: [] });
    }
    this.#end = after.at;
  }

  async write({ database, token }: CopyLogOptions, record: CheckpointRecord): Promise<void> {
    const { records } = database;
    const state = new DiskState({
      records,
      log: { read: (at, length) => this.#read(at, length) },
      overlay: this.#overlay,
      forms: this.#forms,
      logged: [],
    });
    this.#overlay.freeze(this.#end);
    const changes = state.frozenChanges();
    await writeCheckpoint({ ...database, token, changes, record, limits: LARGE_SLICES });
  }

  #read(at: number, length: number) {
    const segment = segmentAt(this.#segments, at);
    if (segment === undefined) throw new Error(`its log does not have the place ${at} any more`);
    const bytes = Buffer.allocUnsafe(length);
    const count = segment.file.read(bytes, at - segment.header.start);
    return { bytes: bytes.subarray(0, count), segment, shared: segment.shared };
  }
}
