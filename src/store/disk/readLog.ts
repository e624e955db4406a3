import { damage } from './damage.ts';
import type { LogFile, LogFolder } from './logFolder.ts';
import {
  findGroupAfter,
  loadSegment,
  readGroups,
  type StoredGroup,
  segmentStart,
} from './readGroups.ts';
import { LOG_START, type LogPosition, type Segment, segmentAt } from './segment.ts';
import { decodeHeader, SEGMENT_HEADER_BYTES, segmentNumber } from './segmentHeader.ts';

/** A part of the log is not there. Beside a running shop, it may have been removed meanwhile. */
export class MissingLogError extends Error {
  override readonly name = 'MissingLogError';
}

/** The files of segments in a folder, in the order of their numbers. */
export function listSegments(folder: LogFolder): { name: string; number: number }[] {
  return folder
    .list()
    .map((name) => ({ name, number: segmentNumber(name) }))
    .filter((found): found is { name: string; number: number } => found.number !== undefined)
    .sort((a, b) => a.number - b.number);
}

/** Opens the segments of a log, in their order, and reads their headers. @throws Error if one is missing or damaged. */
export function openSegments(folder: LogFolder): Segment[] {
  const segments: Segment[] = [];
  try {
    for (const { name, number } of listSegments(folder)) {
      segments.push(openSegment(folder, name, number));
    }
    assertSequence(segments);
  } catch (error) {
    closeSegments(segments);
    throw error;
  }
  return segments;
}

/**
 * Also says of each segment but the last how far its records go.
 *
 * @throws Error if the segments do not follow one another.
 */
export function assertSequence(segments: readonly Segment[]): void {
  for (const [index, { header, name }] of segments.entries()) {
    const before = segments[index - 1];
    if (before === undefined) continue;
    if (header.segment !== before.header.segment + 1) {
      throw new MissingLogError(`the segment ${before.header.segment + 1} of its log is missing`);
    }
    if (header.shop !== before.header.shop) {
      throw new Error(`${name} is of the log of another shop`);
    }
    before.lastLogged = header.lastLogged;
    before.end = header.start;
  }
}

export function closeSegments(segments: readonly Segment[]): void {
  for (const { file } of segments) file.close();
}

/** Opens a segment and reads its header. @throws Error if that is damaged. */
export function openSegment(folder: LogFolder, name: string, number: number): Segment {
  const file = folder.open(name);
  try {
    const header = decodeHeader(readStart(file));
    if (header?.segment !== number) throw damage(name, 0);
    return {
      header,
      name,
      file,
      shared: undefined,
      index: undefined,
      lastLogged: header.lastLogged,
      end: undefined,
      syncedAt: 0,
      readers: 0,
      isRemoved: false,
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

function readStart(file: LogFile): Buffer {
  const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES);
  return bytes.subarray(0, file.read(bytes, 0));
}

/**
 * Reads a log from a place on, and verifies what it reads.
 *
 * @param from where to begin.
 * @param onGroup called with each group after that, in order.
 * @returns the end of the log: the place after the last intact group. What a crash has torn lies after it.
 * @throws Error with file and offset, if a group is damaged that has been on disk, or the log does not
 * reach the place.
 */
export function readLog(
  segments: readonly Segment[],
  from: LogPosition,
  onGroup: (group: StoredGroup, segment: Segment) => void,
): LogPosition {
  const groups = logGroups(segments, from);
  let next = groups.next();
  for (; next.done !== true; next = groups.next()) onGroup(...next.value);
  return next.value;
}

/** Yields the groups that {@link readLog} reads, each with its segment. @returns the end of the log. */
export function* logGroups(
  segments: readonly Segment[],
  from: LogPosition,
): Generator<readonly [StoredGroup, Segment], LogPosition> {
  const first = segmentAt(segments, from.at);
  if (first === undefined) {
    if (segments.length === 0 && from.at === 0) return LOG_START;
    throw new MissingLogError(
      segments.length === 0
        ? 'its log is missing'
        : `its log begins at ${segments[0]?.header.start}, and is needed from ${from.at} on`,
    );
  }
  let end = from;
  // A place at the start of a segment stands before its first group.
  let isReached = from.at - first.header.start <= SEGMENT_HEADER_BYTES;
  if (isReached && first.header.chain !== from.chain) throw otherHistory(first);
  for (let index = segments.indexOf(first); index < segments.length; index++) {
    const segment = segments[index] as Segment;
    const next = segments[index + 1];
    end = segmentStart(segment);
    for (const group of groupsUpTo(segment, next)) {
      const { at, chain } = group.after;
      if (at > from.at) yield [group, segment];
      end = group.after;
      if (at !== from.at) continue;
      isReached = true;
      if (chain !== from.chain) throw otherHistory(segment);
    }
    assertWhole(segment, end, next);
  }
  if (isReached && end.at >= from.at) return end;
  if (end.at > from.at) throw otherHistory(first);
  throw new Error(`its log ends at ${end.at}, and is needed up to ${from.at}`);
}

/**
 * Yields the groups of a segment up to the next one. What a writer that had been replaced has written
 * after that does not belong to the log.
 */
export function* groupsUpTo(
  segment: Segment,
  next: Pick<Segment, 'header'> | undefined,
): Generator<StoredGroup, void> {
  for (const group of loadSegment(segment)) {
    if (next !== undefined && group.after.at > next.header.start) {
      segment.lastLogged = next.header.lastLogged;
      return;
    }
    yield group;
  }
}

/** @throws Error if a group after the end has been on disk. */
export function assertWhole(segment: Segment, end: LogPosition, next: Segment | undefined): void {
  const offset = end.at - segment.header.start;
  if (next !== undefined) {
    const { start, chain } = next.header;
    if (start === end.at && chain === end.chain) return;
  } else {
    if (findGroupAfter(segment.file, offset, end.turn + 1) === undefined) return;
    // A running shop may have written both groups since the end was read.
    if (readGroups(segment, end).next().done !== true) return;
  }
  throw damage(segment.name, offset);
}

function otherHistory({ name }: Segment): Error {
  return new Error(
    `its log has ${name}, which is of another history of the shop than its checkpoint`,
  );
}
