import { damage } from './damage.ts';
import type { LogFile, LogFolder } from './logFolder.ts';
import { findGroupAfter, loadSegment, type ScannedGroup } from './scanSegment.ts';
import { type LogPosition, type Segment, segmentAt } from './segment.ts';
import { decodeHeader, SEGMENT_HEADER_BYTES, segmentNumber } from './segmentHeader.ts';

/** The start of a log. */
export const LOG_START: LogPosition = { at: 0, chain: 0, turn: 0, lastLogged: 0 };

/** Opens the segments of a log, in their order, and reads their headers. @throws Error if one is missing or damaged. */
export function openSegments(folder: LogFolder): Segment[] {
  const numbered = folder
    .list()
    .map((name) => ({ name, number: segmentNumber(name) }))
    .filter((found): found is { name: string; number: number } => found.number !== undefined)
    .sort((a, b) => a.number - b.number);
  const segments: Segment[] = [];
  try {
    for (const { name, number } of numbered) segments.push(openSegment(folder, name, number));
    for (const [index, { header, name }] of segments.entries()) {
      const before = segments[index - 1]?.header;
      if (before === undefined) continue;
      if (header.segment !== before.segment + 1) {
        throw new Error(`the segment ${before.segment + 1} of its log is missing`);
      }
      if (header.shop !== before.shop) throw new Error(`${name} is of the log of another shop`);
      (segments[index - 1] as Segment).end = header.start;
    }
  } catch (error) {
    closeSegments(segments);
    throw error;
  }
  return segments;
}

export function closeSegments(segments: readonly Segment[]): void {
  for (const { file } of segments) file.close();
}

function openSegment(folder: LogFolder, name: string, number: number): Segment {
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
  onGroup: (group: ScannedGroup, segment: Segment) => void,
): LogPosition {
  const first = segmentAt(segments, from.at);
  if (first === undefined) {
    if (segments.length === 0 && from.at === 0) return LOG_START;
    throw new Error(
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
    const groups = loadSegment(segment);
    let next = groups.next();
    for (; next.done !== true; next = groups.next()) {
      const { at, chain } = next.value.after;
      if (at > from.at) onGroup(next.value, segment);
      if (at !== from.at) continue;
      isReached = true;
      if (chain !== from.chain) throw otherHistory(segment);
    }
    end = next.value;
    assertWhole(segment, end, segments[index + 1]);
  }
  if (isReached && end.at >= from.at) return end;
  throw new Error(`its log ends at ${end.at}, and is needed up to ${from.at}`);
}

/** @throws Error if a group after the end has been on disk. */
function assertWhole(segment: Segment, end: LogPosition, next: Segment | undefined): void {
  const offset = end.at - segment.header.start;
  if (next === undefined) {
    if (findGroupAfter(segment.file, offset, end.turn + 1) === undefined) return;
  } else if (next.header.start === end.at && next.header.chain === end.chain) return;
  throw damage(segment.name, offset);
}

function otherHistory({ name }: Segment): Error {
  return new Error(`${name} is of another history of the shop than its checkpoint`);
}
