import type { Transaction } from 'lmdb';
import { compareKeys } from '../compareKeys.ts';
import type { Key, Range } from '../store.ts';
import { verifyChecksum } from './checksum.ts';
import { keyOf, type Records } from './databaseFile.ts';

/** Comes after every element that a key can have. */
const AFTER_ALL = Buffer.from([0xff]);

/**
 * Yields the entries of a range as LMDB has them.
 *
 * @param transaction the read transaction to use; the newest committed state when left out.
 */
export function* readRange(
  records: Records,
  range: Range,
  transaction?: Transaction,
): Generator<readonly [Key, string]> {
  const { prefix, after, before, reverse = false } = range;
  const options = { ...startOf(range), reverse, ...(transaction !== undefined && { transaction }) };
  for (const { key: found, value } of records.getRange(options)) {
    const key = keyOf(found);
    const isInside = prefix.every((element, depth) => key[depth] === element);
    const isBelow = after !== undefined && compareKeys(key, after) <= 0;
    const isAbove = before !== undefined && compareKeys(key, before) >= 0;
    // LMDB starts at the bound itself, which does not belong to the range.
    if (isInside && (reverse ? isAbove : isBelow)) continue;
    if (!isInside || isBelow || isAbove) return;
    yield [key, verifyChecksum(key, value)];
  }
}

/** LMDB starts at the bound if the bound has the prefix, otherwise at that end of the prefix. */
function startOf({ prefix, after, before, reverse }: Range): { start?: (string | number)[] } {
  const bound = reverse === true ? before : after;
  const isInside = bound !== undefined && prefix.every((element, at) => bound[at] === element);
  if (isInside) return { start: [...bound] };
  if (prefix.length === 0) return {};
  return { start: reverse === true ? [...prefix, AFTER_ALL as never] : [...prefix] };
}
