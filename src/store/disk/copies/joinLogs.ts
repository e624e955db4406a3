import { segmentStart } from '../readGroups.ts';
import { assertSequence, groupsUpTo, MissingLogError } from '../readLog.ts';
import type { LogPosition, Segment } from '../segment.ts';

/**
 * Makes one log of the segments of a copy and of those that were written since. A segment that both have
 * is taken from where it goes further: the copy may have been made while it was being written.
 *
 * @throws Error if the two do not fit together, or segments between them are missing.
 */
export function joinLogs(copied: readonly Segment[], later: readonly Segment[]): Segment[] {
  const [first, last] = [copied[0], copied.at(-1)];
  if (first === undefined || last === undefined) return [...later];
  if (later.some(({ header }) => header.shop !== first.header.shop)) {
    throw new Error('the later segments are of the log of another shop');
  }
  const same = later.find(({ header }) => header.segment === last.header.segment);
  if (same !== undefined) assertSameHeader(last, same);
  const before = later.filter(({ header }) => header.segment < first.header.segment);
  const after = later.filter(({ header }) => header.segment > last.header.segment);
  const joined = [...before, ...copied.slice(0, -1), longerOf(last, same, after[0]), ...after];
  assertSequence(joined);
  return joined;
}

function assertSameHeader(a: Segment, b: Segment): void {
  const { start, chain, firstTurn } = b.header;
  const { header } = a;
  const isSame = header.start === start && header.chain === chain && header.firstTurn === firstTurn;
  if (!isSame) throw otherHistory(a);
}

function otherHistory({ name }: Segment): Error {
  return new Error(`the two have ${name} of different histories of the shop`);
}

/** @param next the segment that follows, if there is one. */
function longerOf(copied: Segment, later: Segment | undefined, next: Segment | undefined): Segment {
  const ends = endsOf(copied, next);
  const end = ends.at(-1) as LogPosition;
  if (later !== undefined) {
    const laterEnds = endsOf(later, next);
    if ((laterEnds.at(-1) as LogPosition).at < end.at) return copied;
    const isSame = laterEnds.some(({ at, chain }) => at === end.at && chain === end.chain);
    if (isSame) return later;
    throw otherHistory(copied);
  }
  const isGap =
    next?.header.segment === copied.header.segment + 1 && next.header.firstTurn > end.turn + 1;
  if (!isGap) return copied;
  throw new MissingLogError(
    `the turns ${end.turn + 1} to ${next.header.firstTurn - 1} of the log are missing`,
  );
}

/** The place before the first group of a segment, and those after each of its groups. */
function endsOf(segment: Segment, next: Segment | undefined): LogPosition[] {
  const ends = [segmentStart(segment)];
  for (const { after } of groupsUpTo(segment, next)) ends.push(after);
  return ends;
}
