import type { SharedTexts } from '../packed/sharedTexts.ts';
import type { LogFile } from './logFolder.ts';
import type { LoggedIndex } from './loggedIndex.ts';
import type { SegmentHeader } from './segmentHeader.ts';

/** A file of a log: its header, then groups. */
export interface Segment {
  readonly header: SegmentHeader;
  readonly name: string;
  readonly file: LogFile;
  /** Those of its groups; undefined until they are needed. */
  shared: SharedTexts | undefined;
  index: LoggedIndex<LogPosition> | undefined;
  /** The largest number of a logged record, up to its end. */
  lastLogged: number;
  /**
   * The place at which the next segment begins; undefined for the last one. What is in the file after that does
   * not belong to the log: a writer that was replaced may have written it.
   */
  end: number | undefined;
  /** The place up to which a later group says that it has been on disk; 0 if none does, or it is not loaded. */
  syncedAt: number;
  /** Ranges that are being read from it. */
  readers: number;
  /** True when its file has been removed, and is open for its readers alone. */
  isRemoved: boolean;
}

/** Closes the file of a segment that has been removed, unless it is being read. */
export function closeIfUnused({ file, readers, isRemoved }: Segment): void {
  if (isRemoved && readers === 0) file.close();
}

/** Bytes of a log, and what is needed to read them. */
export interface LogBytes {
  readonly bytes: Buffer;
  /** Undefined for bytes that are in memory. */
  readonly segment: Segment | undefined;
  readonly shared: SharedTexts | undefined;
}

/** A place between two groups, and what is known there. */
export interface LogPosition {
  /** Bytes of the log before it, those of removed segments included. */
  readonly at: number;
  /** The chained checksum of the group before it. */
  readonly chain: number;
  /** The number of the last turn before it. */
  readonly turn: number;
  /** The largest number of a logged record, before it; 0 if none. */
  readonly lastLogged: number;
}

/** The start of a log. */
export const LOG_START: LogPosition = { at: 0, chain: 0, turn: 0, lastLogged: 0 };

/** The last of the segments, in the order of their numbers, that does not begin after the place. */
export function segmentAt<Placed extends { readonly header: { readonly start: number } }>(
  segments: readonly Placed[],
  at: number,
): Placed | undefined {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((segments[middle] as Placed).header.start <= at) low = middle + 1;
    else high = middle;
  }
  return segments[low - 1];
}

/** The bytes from a place on, at most `length` of them. @throws Error if no segment has the place. */
export function readSegments(segments: readonly Segment[], at: number, length: number): LogBytes {
  const segment = segmentAt(segments, at);
  if (segment === undefined) throw new Error(`its log does not have the place ${at}`);
  const bytes = Buffer.allocUnsafe(length);
  const count = segment.file.read(bytes, at - segment.header.start);
  return { bytes: bytes.subarray(0, count), segment, shared: segment.shared };
}
