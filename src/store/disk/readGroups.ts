import { PackReader } from '../packed/packReader.ts';
import { SharedTexts } from '../packed/sharedTexts.ts';
import {
  GROUP_HEADER_BYTES,
  GROUP_MAGIC,
  type GroupHeader,
  isIntact,
  readGroupHeader,
} from './groupHeader.ts';
import type { LogFile } from './logFolder.ts';
import { LoggedIndex } from './loggedIndex.ts';
import type { LogPosition, Segment } from './segment.ts';
import { SEGMENT_HEADER_BYTES } from './segmentHeader.ts';

/** Bytes that are read at once; more for a longer group. */
const WINDOW_BYTES = 1024 * 1024;

/** A group of a segment. Its bytes are valid until the next one is asked for. */
export interface StoredGroup {
  readonly header: GroupHeader;
  /** The place of its first change. */
  readonly at: number;
  readonly bytes: Buffer;
  /** Where its changes begin and end in the bytes. */
  readonly start: number;
  readonly end: number;
  /** The place before the group, and the one after. */
  readonly before: LogPosition;
  readonly after: LogPosition;
}

/** The place before the first group of a segment. */
export function segmentStart({ header }: Pick<Segment, 'header'>): LogPosition {
  const { start, chain, firstTurn, lastLogged } = header;
  return { at: start + SEGMENT_HEADER_BYTES, chain, turn: firstTurn - 1, lastLogged };
}

/**
 * Yields the groups of a segment, each of them verified.
 *
 * @param from the place before the first of them.
 * @param bytesAtOnce how much is read at once, unless a group is longer; 1 MiB at most.
 * @returns the place after the last intact group.
 */
export function* readGroups(
  segment: Segment,
  from: LogPosition,
  bytesAtOnce: number = WINDOW_BYTES,
): Generator<StoredGroup, LogPosition> {
  const { start } = segment.header;
  const window = new FileWindow(segment.file, Math.min(bytesAtOnce, WINDOW_BYTES));
  for (let before = from; ; ) {
    if (before.at >= (segment.end ?? Number.POSITIVE_INFINITY)) return before;
    const offset = before.at - start;
    const header = window.groupAt(offset, before);
    if (header === undefined) return before;
    const contents = offset + GROUP_HEADER_BYTES;
    const first = contents - window.start;
    const { chain, lastLogged, bytes, changeBytes, turns } = header;
    const after = { at: start + contents + bytes, chain, turn: before.turn + turns, lastLogged };
    yield {
      header,
      at: start + contents,
      bytes: window.bytes,
      start: first,
      end: first + changeBytes,
      before,
      after,
    };
    before = after;
  }
}

/** Yields all groups of a segment as {@link readGroups} does, and loads its texts and its index. */
export function* loadSegment(segment: Segment): Generator<StoredGroup, LogPosition> {
  const shared = new SharedTexts();
  const index = new LoggedIndex();
  const unproven: LogPosition[] = [];
  Object.assign(segment, { shared, index });
  const groups = readGroups(segment, segmentStart(segment));
  let next = groups.next();
  for (; next.done !== true; next = groups.next()) {
    const { bytes, start, end, header, before, after } = next.value;
    readTexts(new PackReader(bytes, end, start + header.bytes, shared), shared);
    index.add(before);
    unproven.push(after);
    while (unproven[0] !== undefined && unproven[0].turn <= header.syncedTurn) {
      segment.syncedAt = unproven.shift()?.at ?? 0;
    }
    yield next.value;
  }
  segment.lastLogged = next.value.lastLogged;
  return next.value;
}

function readTexts(reader: PackReader, shared: SharedTexts): void {
  while (reader.hasMore) shared.add(reader.readText());
}

/** A part of a file, in memory. */
class FileWindow {
  readonly #file: LogFile;
  readonly #bytesAtOnce: number;
  bytes: Buffer = Buffer.alloc(0);
  /** The offset in the file of the first byte. */
  start = 0;

  constructor(file: LogFile, bytes: number) {
    this.#file = file;
    this.#bytesAtOnce = bytes;
  }

  /** The header of the group at the offset, whose bytes are in the window then; undefined if it is not intact. */
  groupAt(offset: number, before: LogPosition): GroupHeader | undefined {
    this.#show(offset, GROUP_HEADER_BYTES);
    const header = readGroupHeader(this.bytes, offset - this.start);
    if (header === undefined || header.firstTurn !== before.turn + 1) return undefined;
    this.#show(offset, GROUP_HEADER_BYTES + header.bytes);
    const at = offset - this.start;
    return isIntact(header, this.bytes, { at, before: before.chain }) ? header : undefined;
  }

  #show(offset: number, count: number): void {
    if (offset >= this.start && offset + count <= this.start + this.bytes.length) return;
    const wanted = Math.max(count, this.#bytesAtOnce);
    const bytes = Buffer.allocUnsafeSlow(Math.min(wanted, Math.max(0, this.#file.size - offset)));
    this.bytes = bytes.subarray(0, this.#file.read(bytes, offset));
    this.start = offset;
  }
}

/**
 * Looks for a group that was written when a turn was already on disk: then the turn's own group has been
 * there, and is damaged. A group that a crash has torn has no such group after it.
 *
 * @returns the offset of the group in the file; undefined if there is none.
 */
export function findGroupAfter(file: LogFile, from: number, turn: number): number | undefined {
  const { size } = file;
  const bytes = Buffer.allocUnsafeSlow(WINDOW_BYTES);
  const step = WINDOW_BYTES - GROUP_HEADER_BYTES;
  for (let offset = from; offset < size; offset += step) {
    const window = bytes.subarray(0, file.read(bytes, offset));
    for (let at = window.indexOf(GROUP_MAGIC); at >= 0; at = window.indexOf(GROUP_MAGIC, at + 1)) {
      const header = readGroupHeader(window, at);
      if (header !== undefined && header.firstTurn > turn && header.syncedTurn >= turn) {
        return offset + at;
      }
    }
  }
  return undefined;
}
