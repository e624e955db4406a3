import type { Log } from './log.ts';
import type { LogFile } from './logFolder.ts';
import { closeSegments } from './readLog.ts';
import { type LogBytes, type LogPosition, readSegments, type Segment } from './segment.ts';

/** A log that is only read here: that of a shop which may be running, or of none. */
export class StoredLog implements Pick<Log, 'read' | 'segments' | 'pending'> {
  readonly segments: Segment[];

  /** @param segments open; {@link close} closes them. */
  constructor(segments: Segment[]) {
    this.segments = segments;
  }

  /** Bytes of the segments up to a place. */
  bytesUpTo(end: LogPosition): number {
    const [first] = this.segments;
    return first === undefined ? 0 : Math.max(0, end.at - first.header.start);
  }

  read(at: number, length: number): LogBytes {
    return readSegments(this.segments, at, length);
  }

  /** All groups are in the segments. */
  pending(): [] {
    return [];
  }

  /** Makes the log end at a place in its last segment, whatever is appended to the file. */
  endAt(end: LogPosition): void {
    const last = this.segments.at(-1);
    if (last === undefined) return;
    const size = Math.max(0, end.at - last.header.start);
    this.segments[this.segments.length - 1] = { ...last, file: shortened(last.file, size) };
  }

  close(): void {
    closeSegments(this.segments);
    this.segments.length = 0;
  }
}

/** The first bytes of a file, as a file that is only read. */
function shortened(file: LogFile, size: number): LogFile {
  return {
    size,
    read: (target, position) =>
      file.read(
        target.subarray(0, Math.max(0, Math.min(target.length, size - position))),
        position,
      ),
    write: () => Promise.reject(new Error('the file is only read')),
    sync: () => Promise.resolve(),
    renamed: () => {},
    isInPlace: () => file.isInPlace(),
    close: () => file.close(),
  };
}
