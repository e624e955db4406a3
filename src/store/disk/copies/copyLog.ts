import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { FILE_MODE, FOLDER_MODE } from '../../lmdb/databaseFile.ts';
import type { Forms } from '../changeReader.ts';
import { segmentStart } from '../readGroups.ts';
import { assertWhole, groupsUpTo } from '../readLog.ts';
import { LOG_START, type LogPosition, type Segment } from '../segment.ts';
import { cutGroup } from './cutGroup.ts';

/** Bytes that are copied at once. */
const CHUNK_BYTES = 1024 * 1024;

export interface CopyLogOptions {
  /** Those to copy, in their order. */
  readonly segments: readonly Segment[];
  /** The new folder of the copy. */
  readonly to: string;
  /** The last turn that the copy has; all when left out. */
  readonly until?: number;
  readonly forms: Forms;
}

/**
 * Copies a log up to a turn, or up to its last intact group. Nothing after that is in the copy.
 *
 * @returns the end of the copy.
 * @throws Error with file and offset, if a group before that is damaged.
 */
export async function copyLog({ segments, to, ...cut }: CopyLogOptions): Promise<LogPosition> {
  const { until = Number.POSITIVE_INFINITY } = cut;
  mkdirSync(to, { mode: FOLDER_MODE });
  let end = LOG_START;
  for (const [index, segment] of segments.entries()) {
    if (index > 0 && end.turn >= until) break;
    const copied = endOf(segment, segments[index + 1], { ...cut, until });
    await writeSegment(segment, copied, join(to, segment.name));
    end = copied.end;
    if (copied.isCut) break;
  }
  return end;
}

interface CopiedEnd {
  /** Bytes that are copied as they are. */
  readonly bytes: number;
  /** What is written after them: the first turns of a group. */
  readonly rest: readonly Uint8Array[];
  readonly end: LogPosition;
  /** True when the segment has later turns. */
  readonly isCut: boolean;
}

function endOf(
  segment: Segment,
  next: Segment | undefined,
  { until, forms }: { readonly until: number; readonly forms: Forms },
): CopiedEnd {
  let end = segmentStart(segment);
  const bytes = () => end.at - segment.header.start;
  for (const group of groupsUpTo(segment, next)) {
    if (group.after.turn > until) {
      if (group.before.turn >= until) return { bytes: bytes(), rest: [], end, isCut: true };
      const { pieces, after } = cutGroup(group, segment, { until, forms });
      return { bytes: bytes(), rest: pieces, end: after, isCut: true };
    }
    end = group.after;
  }
  // Damage after the last turn that is wanted does not matter.
  if (end.turn < until) assertUndamaged(segment, end, next);
  return { bytes: bytes(), rest: [], end, isCut: false };
}

function assertUndamaged(segment: Segment, end: LogPosition, next: Segment | undefined): void {
  try {
    assertWhole(segment, end, next);
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`${message}, after turn ${end.turn}`, { cause: error });
  }
}

async function writeSegment(
  { file }: Segment,
  { bytes, rest }: CopiedEnd,
  target: string,
): Promise<void> {
  const handle = await open(target, 'wx', FILE_MODE);
  try {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, bytes));
    for (let position = 0; position < bytes; ) {
      const wanted = chunk.subarray(0, Math.min(chunk.length, bytes - position));
      const count = file.read(wanted, position);
      if (count < wanted.length) throw new Error(`${target} has been cut while it was copied`);
      await handle.writeFile(wanted);
      position += count;
    }
    for (const piece of rest) await handle.writeFile(piece);
  } finally {
    await handle.close();
  }
}
