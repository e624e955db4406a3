import type { Transaction } from 'lmdb';
import { compareKeys } from '../compareKeys.ts';
import type { Key, Range } from '../store.ts';
import { unseal } from './checksum.ts';
import { keyOf, type Records } from './databaseFile.ts';

/** Comes behind every element that a key can have. */
const BEHIND_ALL = Buffer.from([0xff]);

/**
 * The stored entries of a range.
 *
 * @param transaction to read within; the state as of now when left out.
 */
export function* storedRange(
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
    // It starts at the bound itself, if that is inside.
    if (isInside && (reverse ? isAbove : isBelow)) continue;
    if (!isInside || isBelow || isAbove) return;
    yield [key, unseal(key, value)];
  }
}

/** Where LMDB has to begin: at the bound if it is inside, otherwise at the end of the prefix. */
function startOf({ prefix, after, before, reverse }: Range): { start?: (string | number)[] } {
  const bound = reverse === true ? before : after;
  const isInside = bound !== undefined && prefix.every((element, at) => bound[at] === element);
  if (isInside) return { start: [...bound] };
  if (prefix.length === 0) return {};
  return { start: reverse === true ? [...prefix, BEHIND_ALL as never] : [...prefix] };
}
