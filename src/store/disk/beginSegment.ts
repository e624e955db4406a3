import { randomUUID } from 'node:crypto';
import type { LogFolder } from './logFolder.ts';
import { LoggedIndex } from './loggedIndex.ts';
import type { LogPosition, Segment } from './segment.ts';
import { encodeHeader, LOG_FORMAT, type SegmentHeader, segmentName } from './segmentHeader.ts';

/**
 * The first name of a new segment, which gets its own when its header is on disk. No two have the same one:
 * a writer that was replaced may begin a segment while its successor does.
 */
const DRAFT = /^draft-.*\.log$/;

/** The header of a segment that begins at a place. @param last that of the segment before. */
export function headerAfter(
  { at, chain, turn, lastLogged }: LogPosition,
  { shop, last }: { readonly shop: string; readonly last: SegmentHeader | undefined },
): SegmentHeader {
  const segment = (last?.segment ?? 0) + 1;
  return { format: LOG_FORMAT, shop, segment, start: at, firstTurn: turn + 1, chain, lastLogged };
}

export interface BeginOptions {
  readonly folder: LogFolder;
  /** The length that the file will have. */
  readonly bytes: number;
  /** @throws Error if another opening may write now. */
  readonly assertWriter: () => void;
}

/** Makes a segment without groups. @throws Error if it cannot be written, or there is one of its number. */
export async function beginSegment(
  header: SegmentHeader,
  { folder, bytes, assertWriter }: BeginOptions,
): Promise<Omit<Segment, 'shared'>> {
  const draft = `draft-${randomUUID()}.log`;
  const file = folder.create(draft, bytes);
  try {
    await file.write([encodeHeader(header)], 0);
    await file.sync();
    assertWriter();
    const name = segmentName(header.segment);
    folder.rename(draft, name);
    file.renamed(name);
    await folder.sync();
    const { lastLogged } = header;
    return {
      header,
      name,
      file,
      index: new LoggedIndex(),
      lastLogged,
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

/** Removes what crashes have left of segments that were being begun. */
export function removeDrafts(folder: LogFolder): void {
  for (const name of folder.list()) if (DRAFT.test(name)) folder.remove(name);
}
