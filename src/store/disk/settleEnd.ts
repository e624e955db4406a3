import type { LogFolder } from './logFolder.ts';
import type { LogPosition, Segment } from './segment.ts';
import { SEGMENT_HEADER_BYTES } from './segmentHeader.ts';

/** Bytes that are written at once. */
const CHUNK_BYTES = 1024 * 1024;

export interface SettleOptions {
  readonly folder: LogFolder;
  /** The place up to which the log is on disk. */
  readonly from: LogPosition;
  /** The end of the log. */
  readonly end: LogPosition;
}

/**
 * Brings the end of a log to disk that an earlier process has left. It is written again: after a sync that
 * has failed, the system shows what it could not write, and does not try to write it any more.
 */
export async function settleEnd(
  segments: readonly Segment[],
  { folder, from, end }: SettleOptions,
): Promise<void> {
  const last = segments.at(-1);
  if (last === undefined) return;
  // This opening writes into segments of its own.
  last.end = end.at;
  const { start } = last.header;
  const first = Math.max(start + SEGMENT_HEADER_BYTES, from.at, last.syncedAt) - start;
  const file = folder.openForWriting(last.name);
  try {
    const bytes = Buffer.alloc(Math.min(CHUNK_BYTES, Math.max(0, end.at - start - first)));
    for (let at = first; at < end.at - start; at += bytes.length) {
      const chunk = bytes.subarray(0, Math.min(bytes.length, end.at - start - at));
      file.read(chunk, at);
      await file.write([chunk], at);
    }
    await file.sync();
  } finally {
    file.close();
  }
  await folder.sync();
}
