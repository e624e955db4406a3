import { ChangeReader, type Forms } from './changeReader.ts';
import type { Overlay } from './overlay.ts';
import type { StoredGroup } from './readGroups.ts';
import { readLog } from './readLog.ts';
import type { LogPosition, Segment } from './segment.ts';

export interface ReplayOptions {
  readonly segments: readonly Segment[];
  /** What the checkpoint has. */
  readonly from: LogPosition;
  readonly forms: Forms;
  readonly overlay: Overlay;
  /** True when the overlay gets logged records, too; false when they are read as records of the log. */
  readonly withLogged: boolean;
}

/** Puts the changes of a log after a place into the overlay. @returns the end of the log. */
export function replayLog(options: ReplayOptions): LogPosition {
  return readLog(options.segments, options.from, (group, segment) => {
    replayGroup(group, segment, options);
  });
}

/** Puts the changes of one group into the overlay. */
export function replayGroup(
  { bytes, start, end, at, header }: StoredGroup,
  { shared }: Segment,
  options: Omit<ReplayOptions, 'segments' | 'from'>,
): void {
  if (shared === undefined) throw new Error('the texts of a segment are not loaded');
  const { forms } = options;
  const reader = new ChangeReader({ bytes, start, end }, { forms, shared });
  for (let turn = 0; turn < header.turns; turn++) {
    replayTurn(reader, at - start, options);
  }
}

/** @param shift the place in the log of the reader's first byte. */
function replayTurn(
  reader: ChangeReader,
  shift: number,
  { overlay, withLogged }: Pick<ReplayOptions, 'overlay' | 'withLogged'>,
): void {
  for (let left = reader.readCount(); left > 0; left--) {
    const { key, form, op, offset } = reader.next();
    if (op === 'put' && form?.isLogged === true && !withLogged) continue;
    overlay.set(key, shift + offset, op === 'delete');
  }
}
