import { assertSequence, groupsUpTo, MissingLogError } from '../readLog.ts';
import { segmentStart } from '../scanSegment.ts';
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
  const same = later.find(({ header }) => header.segment === last.header.segment);
  if (same !== undefined) assertSameHeader(last, same);
  const before = later.filter(({ header }) => header.segment < first.header.segment);
  const after = later.filter(({ header }) => header.segment > last.header.segment);
  const joined = [...before, ...copied.slice(0, -1), longerOf(last, same, after[0]), ...after];
  assertSequence(joined);
  return joined;
}

function assertSameHeader(a: Segment, b: Segment): void {
  const { shop, start, chain, firstTurn } = b.header;
  const { header, name } = a;
  if (header.shop !== shop) throw new Error(`${name} is of the log of another shop`);
  if (header.start === start && header.chain === chain && header.firstTurn === firstTurn) return;
  throw new Error(`${name} is of another history of the shop`);
}

/** @param next the segment that follows, if there is one. */
function longerOf(copied: Segment, later: Segment | undefined, next: Segment | undefined): Segment {
  const end = endOf(copied, next);
  const laterEnd = later === undefined ? undefined : endOf(later, next);
  if (later !== undefined && laterEnd !== undefined && laterEnd.at >= end.at) return later;
  const isGap =
    later === undefined &&
    next?.header.segment === copied.header.segment + 1 &&
    next.header.firstTurn > end.turn + 1;
  if (!isGap) return copied;
  throw new MissingLogError(
    `the turns ${end.turn + 1} to ${next.header.firstTurn - 1} of the log are missing`,
  );
}

function endOf(segment: Segment, next: Segment | undefined): LogPosition {
  let end = segmentStart(segment);
  for (const { after } of groupsUpTo(segment, next)) end = after;
  return end;
}
