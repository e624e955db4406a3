import type { RecordForm } from '../../store.ts';
import { ChangeReader, type Forms, formsByCode, type LoggedChange } from '../changeReader.ts';
import { logFolder } from '../diskFolder.ts';
import type { LogFolder } from '../logFolder.ts';
import { type StoredGroup, segmentStart } from '../readGroups.ts';
import { assertWhole, closeSegments, groupsUpTo, listSegments, openSegment } from '../readLog.ts';
import type { Segment } from '../segment.ts';
import { systemFolder } from '../systemFolder.ts';

/** A turn of a log. Its changes can be read until the next turn is asked for. */
export interface LoggedTurn {
  readonly number: number;
  readonly changes: readonly LoggedChange[];
}

export interface TurnsOptions {
  /** The store's folder. */
  readonly path: string;
  readonly forms: Iterable<RecordForm>;
  /** Called for each part that is damaged or missing, with what is wrong. */
  readonly onDamage: (problem: string) => void;
}

/** The turns of a log, as they are while a shop may be writing it. The checkpoint is not read. */
export class LogTurns {
  readonly #options: TurnsOptions;
  readonly #segments: readonly Segment[];

  /** Opens the segments. */
  constructor(options: TurnsOptions) {
    this.#options = options;
    this.#segments = openReadable(systemFolder(logFolder(options.path)), options.onDamage);
  }

  /** The oldest turn that is there; undefined if there is none. */
  get oldest(): number | undefined {
    return this.#segments[0]?.header.firstTurn;
  }

  /** Yields turns, of which the memory has one group at a time. */
  *read({ from, until }: { readonly from: number; readonly until: number }): Generator<LoggedTurn> {
    const forms = formsByCode(this.#options.forms);
    for (const [index, segment] of this.#segments.entries()) {
      const next = this.#segments[index + 1];
      if (segment.header.firstTurn > until) return;
      if (next !== undefined && next.header.firstTurn <= from) continue;
      yield* this.#readSegment(segment, next, { from, until, forms });
      // Its texts are not needed any more.
      segment.shared = undefined;
    }
  }

  close(): void {
    closeSegments(this.#segments);
  }

  *#readSegment(
    segment: Segment,
    next: Segment | undefined,
    range: { readonly from: number; readonly until: number; readonly forms: Forms },
  ): Generator<LoggedTurn> {
    const follows = next?.header.segment === segment.header.segment + 1 ? next : undefined;
    let end = segmentStart(segment);
    for (const group of groupsUpTo(segment, follows)) {
      if (group.before.turn >= range.until) return;
      end = group.after;
      if (end.turn >= range.from) yield* turnsOf(group, segment, range);
    }
    if (end.turn >= range.until) return;
    try {
      assertWhole(segment, end, follows);
    } catch (error) {
      this.#options.onDamage((error as Error).message);
    }
    if (next !== undefined && follows === undefined) {
      this.#options.onDamage(`the segment ${segment.header.segment + 1} of its log is missing`);
    }
  }
}

/** Opens all segments that can be read. */
function openReadable(folder: LogFolder, onDamage: (problem: string) => void): Segment[] {
  const segments: Segment[] = [];
  for (const { name, number } of listSegments(folder)) {
    try {
      segments.push(openSegment(folder, name, number));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        onDamage((error as Error).message);
        continue;
      }
      // A running shop has just removed it, and all before.
      closeSegments(segments);
      segments.length = 0;
    }
  }
  return segments;
}

function* turnsOf(
  { bytes, start, end, before, header }: StoredGroup,
  { shared }: Segment,
  { from, until, forms }: { readonly from: number; readonly until: number; readonly forms: Forms },
): Generator<LoggedTurn> {
  if (shared === undefined) return;
  const reader = new ChangeReader({ bytes, start, end }, { forms, shared });
  for (let turn = 1; turn <= header.turns; turn++) {
    const changes: LoggedChange[] = [];
    for (let left = reader.readCount(); left > 0; left--) changes.push(reader.next());
    const number = before.turn + turn;
    if (number > until) return;
    if (number >= from) yield { number, changes };
  }
}
