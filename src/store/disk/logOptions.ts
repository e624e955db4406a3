import type { LogFolder } from './logFolder.ts';
import type { LogPosition, Segment } from './segment.ts';

/** When a commit counts as durable: see {@link DiskStoreOptions.sync}. */
export type SyncMode =
  | boolean
  | {
      /** The most milliseconds until a commit is on disk; 1 or more. */
      readonly everyMs: number;
    };

export interface LogOptions {
  readonly folder: LogFolder;
  readonly shop: string;
  /** A segment that has reached this length gets no further group. */
  readonly segmentBytes: number;
  /** So many bytes at its end are kept although the checkpoint has them; more, up to a whole segment. */
  readonly keptBytes: number;
  readonly sync: SyncMode;
  readonly segments: Segment[];
  /** The end of the log. The next group begins a new segment there. */
  readonly end: LogPosition;
  /** Called before a group counts as durable. @throws Error if another opening may write now. */
  readonly assertWriter: () => void;
  /**
   * Called when a group is closed: later changes are in later groups. @param durable that of the group.
   */
  readonly onGroup: (end: LogPosition, durable: Promise<void>) => void;
  /** A promise to wait for before a group is written after this place; undefined if there is room. */
  readonly room: (end: LogPosition) => Promise<void> | undefined;
  /** Makes the error of all commits from the first failure on. */
  readonly describeFailure: (cause: unknown) => Error;
}
