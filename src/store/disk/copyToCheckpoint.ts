import type { DatabaseFile } from '../lmdb/databaseFile.ts';
import type { SharedTexts } from '../packed/sharedTexts.ts';
import type { RecordForm } from '../store.ts';
import { type Forms, formsByCode } from './changeReader.ts';
import type { CheckpointRecord } from './checkpointRecord.ts';
import { DiskState } from './diskState.ts';
import type { LogFolder } from './logFolder.ts';
import { Overlay } from './overlay.ts';
import { loadSegment, type StoredGroup } from './readGroups.ts';
import { closeSegments, openSegments } from './readLog.ts';
import { replayGroup } from './replayLog.ts';
import { type Segment, segmentAt } from './segment.ts';
import { LARGE_SLICES, writeCheckpoint } from './writeCheckpoint.ts';

/** Bytes of log whose changes are in memory at a time: a record that changes often is written once for them. */
const STRETCH_BYTES = 32 * 1024 * 1024;

export interface CopyToCheckpointOptions {
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
export async function copyToCheckpoint(options: CopyToCheckpointOptions): Promise<void> {
  const { from, to } = options;
  const forms = formsByCode(options.forms);
  const segments = openSegments(options.files);
  try {
    let copy = new Stretch(forms, from);
    for (const [group, segment] of groupsBetween(segments, from, to)) {
      copy.add(group, segment);
      if (copy.bytes < STRETCH_BYTES) continue;
      await copy.write(options, { ...to, position: group.after });
      copy = new Stretch(forms, { ...to, position: group.after });
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
): Generator<readonly [StoredGroup, Segment]> {
  const first = segmentAt(segments, from.position.at);
  for (const segment of segments.slice(first === undefined ? 0 : segments.indexOf(first))) {
    if (segment.header.start >= to.position.at) return;
    for (const group of loadSegment(segment)) {
      if (group.after.at > to.position.at) return;
      if (group.after.at > from.position.at) yield [group, segment];
    }
  }
}

/** A group of a stretch, in memory. */
interface CopiedGroup {
  /** The place of its first change. */
  readonly at: number;
  readonly changes: Buffer;
  readonly shared: SharedTexts;
}

/** The last change of each key in a stretch of log. */
class Stretch {
  readonly #overlay: Overlay;
  readonly #forms: Forms;
  readonly #start: number;
  /** In the order of the log. Their bytes stay in memory: they are read in the order of the keys. */
  readonly #groups: CopiedGroup[] = [];
  #end: number;

  constructor(forms: Forms, { position }: CheckpointRecord) {
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

  add(group: StoredGroup, segment: Segment): void {
    replayGroup(group, segment, { forms: this.#forms, overlay: this.#overlay, withLogged: true });
    const { at, bytes, start, end, after } = group;
    const shared = segment.shared as SharedTexts;
    this.#groups.push({ at, changes: bytes.subarray(start, end), shared });
    this.#end = after.at;
  }

  async write(
    { database, token }: CopyToCheckpointOptions,
    record: CheckpointRecord,
  ): Promise<void> {
    const { records } = database;
    const state = new DiskState({
      records,
      log: { read: (at) => this.#read(at) },
      overlay: this.#overlay,
      forms: this.#forms,
      logged: [],
    });
    this.#overlay.freeze(this.#end);
    const changes = state.frozenChanges(record.position.lastLogged);
    await writeCheckpoint({ ...database, token, changes, record, limits: LARGE_SLICES });
  }

  #read(at: number) {
    const groups = this.#groups;
    let [low, high] = [0, groups.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((groups[middle] as CopiedGroup).at <= at) low = middle + 1;
      else high = middle;
    }
    const group = groups[low - 1];
    if (group === undefined) throw new Error(`its log does not have the place ${at}`);
    const { changes, shared } = group;
    return { bytes: changes.subarray(at - group.at), segment: undefined, shared };
  }
}
