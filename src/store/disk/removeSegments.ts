import type { LogFolder } from './logFolder.ts';
import type { Segment } from './segment.ts';

export interface RemoveOptions {
  readonly folder: LogFolder;
  /** The place that the checkpoint has reached. */
  readonly at: number;
  /** The number of the first record that is kept in the log only and has not been deleted. */
  readonly firstLogged: number;
}

/** Removes the first segments of a log, up to one that is needed. */
export async function removeSegments(
  segments: Segment[],
  { folder, at, firstLogged }: RemoveOptions,
): Promise<void> {
  // The last segment stays: it says where the log ends.
  while (segments.length > 1) {
    const [{ header, file, name }, next] = segments as [Segment, Segment];
    const hasLogged = next.header.lastLogged > header.lastLogged;
    if (next.header.start > at || (hasLogged && next.header.lastLogged >= firstLogged)) return;
    segments.shift();
    file.close();
    folder.remove(name);
    // Before the next one is removed: a crash must not keep an older segment and lose a later one.
    await folder.sync();
  }
}
