import { compareKeys } from '../compareKeys.ts';
import type { Key, Range, RecordForm } from '../store.ts';
import { ChangeReader, type Forms, type LoggedChange } from './changeReader.ts';
import { damage } from './damage.ts';
import type { Log } from './log.ts';
import type { LogGroup } from './logGroup.ts';
import { loadSegment, readGroups } from './readGroups.ts';
import { closeIfUnused, type LogPosition, type Segment } from './segment.ts';

type Entry = readonly [Key, string];

/** A stretch of the log in which the records after `lastLogged` are, up to those of the next one. */
interface Block {
  readonly lastLogged: number;
  read(): readonly LoggedChange[];
}

export interface LoggedRecordsOptions {
  readonly log: Pick<Log, 'segments' | 'pending'>;
  readonly forms: Forms;
  readonly first: () => number;
}

/** The records of a segment that are wanted. */
interface Stretch {
  /** Their smallest number, and the largest one. */
  readonly low: number;
  readonly high: number;
  /** The place at which pending groups begin, whose records are read from memory; undefined if there are none. */
  readonly end: number | undefined;
}

/** Old segments whose texts and index are kept in memory: a consumer reads one after the other. */
const MAX_LOADED = 2;

/**
 * The logged records of one form, the facts: those that the checkpoint does not have yet are read from the log. Those
 * among them that have been deleted are read, too.
 */
export class LoggedRecords {
  readonly form: RecordForm;
  readonly #log: Pick<Log, 'segments' | 'pending'>;
  readonly #forms: Forms;
  readonly #first: () => number;
  readonly #loaded: Segment[] = [];
  #lastBlock:
    | {
        readonly segment: Segment;
        readonly at: number;
        readonly changes: readonly LoggedChange[];
      }
    | undefined;

  /** @param first the number from which on records are in the log. */
  constructor(form: RecordForm, { log, forms, first }: LoggedRecordsOptions) {
    this.form = form;
    this.#log = log;
    this.#forms = forms;
    this.#first = first;
  }

  /** True when the key is one of such a record. */
  readonly has = (key: Key): boolean => {
    const { prefix } = this.form;
    const number = key.at(-1);
    return (
      key.length === prefix.length + 1 &&
      Number.isSafeInteger(number) &&
      (number as number) > 0 &&
      prefix.every((element, index) => element === key[index])
    );
  };

  get(key: Key): string | undefined {
    for (const [, text] of this.range({ prefix: key })) return text;
    return undefined;
  }

  /** The records of a range, which may be one of all records. */
  *range(range: Range): Generator<Entry> {
    const { reverse = false } = range;
    const [low, high] = this.#boundsOf(range);
    if (low > high) return;
    for (const block of this.#blocks(low, high, reverse)) {
      const found = block.read();
      for (const { key, text } of reverse ? found.toReversed() : found) {
        const number = key.at(-1) as number;
        if (number < low || number > high) continue;
        if (isInside(key, range)) yield [key, text()];
      }
    }
  }

  /** The smallest and the largest number that a record of the range may have. */
  #boundsOf({ prefix, after, before }: Range): readonly [number, number] {
    const number = this.form.prefix.length;
    const isWithin = (key: Key | undefined): key is Key =>
      key !== undefined && this.form.prefix.every((element, index) => key[index] === element);
    const shared = Math.min(prefix.length, number);
    for (let index = 0; index < shared; index++) {
      if (prefix[index] !== this.form.prefix[index]) return [1, 0];
    }
    let low = this.#first();
    let high = Number.POSITIVE_INFINITY;
    const exact = prefix[number];
    if (typeof exact === 'number') [low, high] = [Math.max(low, exact), exact];
    const [from, to] = [
      isWithin(after) ? after[number] : undefined,
      isWithin(before) ? before[number] : undefined,
    ];
    if (typeof from === 'number') low = Math.max(low, from);
    if (typeof to === 'number') high = Math.min(high, to);
    return [low, high];
  }

  /** The blocks that may have records from `low` to `high`. Segments are loaded one after the other. */
  *#blocks(low: number, high: number, reverse: boolean): Generator<Block> {
    const segments = this.#log.segments.filter(
      ({ header, lastLogged }) => header.lastLogged < high && lastLogged >= low,
    );
    // While a range is read, what is pending may be written, the checkpoint may get it, and the log may lose it.
    const pending = this.#log.pending();
    const end = pending[0]?.before.at;
    const parts = [
      ...segments.map((segment) => () => this.#blocksOf(segment, { low, high, end })),
      () => pending.map((group) => this.#pendingBlock(group)),
    ];
    if (reverse) parts.reverse();
    for (const segment of segments) segment.readers++;
    try {
      for (const part of parts) {
        const blocks = part();
        yield* reverse ? blocks.reverse() : blocks;
      }
    } finally {
      for (const segment of segments) {
        segment.readers--;
        closeIfUnused(segment);
      }
    }
  }

  #blocksOf(segment: Segment, { low, high, end }: Stretch): Block[] {
    if (segment.index === undefined) this.#load(segment);
    const entries = segment.index?.entries ?? [];
    const first = lastBefore(entries, low);
    return entries.slice(first, lastBefore(entries, high) + 1).map((from, index) => ({
      lastLogged: from.lastLogged,
      read: () => this.#readBlock(segment, from, entries[first + index + 1], end),
    }));
  }

  #pendingBlock({ buffer, before, shared }: LogGroup): Block {
    return {
      lastLogged: before.lastLogged,
      read: () => {
        const { bytes, length } = buffer.changes;
        const piece = { bytes: Buffer.from(bytes.buffer, 0, length), start: 0, end: length };
        return this.#changesOf(new ChangeReader(piece, { forms: this.#forms, shared }));
      },
    };
  }

  /** Keeps the last block that was read: records are read, and deleted, one after the other. */
  #readBlock(
    segment: Segment,
    from: LogPosition,
    to: LogPosition | undefined,
    end: number | undefined,
  ): readonly LoggedChange[] {
    const last = this.#lastBlock;
    if (last?.segment === segment && last.at === from.at) return last.changes;
    const changes = this.#read(segment, from, to?.at ?? segment.end ?? end);
    // The last block of a segment may get longer.
    if (to !== undefined) this.#lastBlock = { segment, at: from.at, changes };
    return changes;
  }

  /** @param limit the place up to which to read; the end of the file when undefined. */
  #read(segment: Segment, from: LogPosition, limit: number | undefined): LoggedChange[] {
    if (segment.shared === undefined) this.#load(segment);
    const { shared } = segment;
    if (shared === undefined) throw new Error(`${segment.name} cannot be read`);
    const changes: LoggedChange[] = [];
    let reached = from.at;
    const bytesAtOnce = limit === undefined ? undefined : Math.max(0, limit - from.at);
    for (const group of readGroups(segment, from, bytesAtOnce)) {
      const { bytes, start, end, before, after } = group;
      if (limit !== undefined && before.at >= limit) break;
      reached = after.at;
      const reader = new ChangeReader({ bytes, start, end }, { forms: this.#forms, shared });
      for (const change of this.#changesOf(reader)) changes.push(change);
    }
    if (limit !== undefined && reached < limit)
      throw damage(segment.name, reached - segment.header.start);
    return changes;
  }

  #load(segment: Segment): void {
    for (const _ of loadSegment(segment));
    this.#loaded.push(segment);
    const oldest = this.#loaded.length > MAX_LOADED ? this.#loaded.shift() : undefined;
    if (oldest !== undefined) Object.assign(oldest, { shared: undefined, index: undefined });
  }

  #changesOf(reader: ChangeReader): LoggedChange[] {
    const changes: LoggedChange[] = [];
    while (reader.hasMore) {
      for (let left = reader.readCount(); left > 0; left--) {
        const change = reader.next();
        if (change.form === this.form && change.op === 'put') changes.push(change);
      }
    }
    return changes;
  }
}

/** The kinds of logged records. @param first as that of {@link LoggedRecords}. */
export function loggedKinds(
  forms: Forms,
  log: Pick<Log, 'segments' | 'pending'>,
  first: () => number,
): LoggedRecords[] {
  return forms
    .filter((form) => form?.isLogged === true)
    .map((form) => new LoggedRecords(form as RecordForm, { log, forms, first }));
}

/** The index of the last place before the record of a number; 0 if there is none. */
function lastBefore(places: readonly { readonly lastLogged: number }[], number: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] as Block).lastLogged < number) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

function isInside(key: Key, { prefix, after, before }: Range): boolean {
  return (
    prefix.every((element, index) => key[index] === element) &&
    (after === undefined || compareKeys(key, after) > 0) &&
    (before === undefined || compareKeys(key, before) < 0)
  );
}
