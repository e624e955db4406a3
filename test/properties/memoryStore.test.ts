import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Change, type Key, memoryStore, type Range } from '../../src/index.ts';
import { runs } from './runs.ts';

const element = fc.oneof(
  fc.constantFrom('', 'a', 'b', 'ä', 'ab', '1'),
  fc.constantFrom(-2, 0, 0.5, 1, 2, 10, Number.MAX_SAFE_INTEGER),
);
const key: fc.Arbitrary<Key> = fc.array(element, { minLength: 1, maxLength: 3 });
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ op: fc.constant('put'), key, value: fc.string() }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('delete'), key }) },
);
const batches = fc.array(fc.array(change, { maxLength: 20 }), { maxLength: 5 });
const prefix: fc.Arbitrary<Key> = fc.array(element, { maxLength: 2 });

/** Compares element by element: numbers before strings, and a key after every prefix of it. */
function compare(a: Key, b: Key): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    if (left === right) continue;
    if (typeof left === typeof right) return left < right ? -1 : 1;
    return typeof left === 'number' ? -1 : 1;
  }
  return a.length - b.length;
}

type Entry = readonly [Key, string];

/** The same store as a plain sorted array. */
function apply(changes: readonly Change[]): Entry[] {
  const entries: Entry[] = [];
  for (const it of changes) {
    const index = entries.findIndex(([known]) => compare(known, it.key) === 0);
    if (index >= 0) entries.splice(index, 1);
    if (it.op === 'put') entries.push([it.key, it.value]);
  }
  return entries.sort(([a], [b]) => compare(a, b));
}

function rangeOf(entries: readonly Entry[], { prefix, before, reverse }: Range): Entry[] {
  const found = entries.filter(
    ([key]) =>
      prefix.every((element, index) => key[index] === element) &&
      (before === undefined || compare(key, before) < 0),
  );
  return reverse ? found.reverse() : found;
}

describe('a memory store is a list of entries that stays sorted by key', () => {
  test('get finds what was put last and not deleted since', () => {
    fc.assert(
      fc.property(batches, key, (written, wanted) => {
        const store = memoryStore();
        for (const batch of written) store.commit(batch);
        const entries = apply(written.flat());
        for (const [known, value] of entries) expect(store.get(known)).toBe(value);
        const value = entries.find(([known]) => compare(known, wanted) === 0)?.[1];
        expect(store.get(wanted)).toBe(value);
      }),
    );
  });

  test('a range has every key that begins with the prefix, in order or reversed', () => {
    fc.assert(
      fc.property(batches, prefix, fc.boolean(), (written, prefix, reverse) => {
        const store = memoryStore();
        for (const batch of written) store.commit(batch);
        const range = { prefix, reverse };
        expect([...store.range(range)]).toEqual(rangeOf(apply(written.flat()), range));
      }),
      { numRuns: runs(300) },
    );
  });

  test('a range goes on from a key within it', () => {
    fc.assert(
      fc.property(batches, prefix, key, fc.boolean(), (written, prefix, rest, reverse) => {
        const store = memoryStore();
        for (const batch of written) store.commit(batch);
        const range = { prefix, before: [...prefix, ...rest], reverse };
        expect([...store.range(range)]).toEqual(rangeOf(apply(written.flat()), range));
      }),
      { numRuns: runs(300) },
    );
  });

  test('a range ends before a key that lies outside of the prefix', () => {
    fc.assert(
      fc.property(batches, prefix, key, fc.boolean(), (written, prefix, before, reverse) => {
        const store = memoryStore();
        for (const batch of written) store.commit(batch);
        const range = { prefix, before, reverse };
        expect([...store.range(range)]).toEqual(rangeOf(apply(written.flat()), range));
      }),
      { numRuns: runs(300) },
    );
  });
});
