import type { LogFolder } from './logFolder.ts';
import { closeIfUnused, type Segment } from './segment.ts';

export interface RemoveOptions {
  readonly folder: LogFolder;
  /** The place up to which the log is not needed. */
  readonly upTo: number;
}

/** Removes the first segments of a log, up to one that is needed. */
export async function removeSegments(
  segments: Segment[],
  { folder, upTo }: RemoveOptions,
): Promise<void> {
  // The last segment stays: it says where the log ends.
  while (segments.length > 1) {
    const [first, next] = segments as [Segment, Segment];
    if (next.header.start > upTo) return;
    segments.shift();
    first.isRemoved = true;
    closeIfUnused(first);
    folder.remove(first.name);
    // Before the next one is removed: a crash must not keep an older segment and lose a later one.
    await folder.sync();
  }
}
