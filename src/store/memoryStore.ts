import SortedTree from 'sorted-btree';
import type { Change, Key, Range, Store } from './store.ts';

/** Keeps everything in this process and nothing longer: the default. */
export function memoryStore(): Store {
  const entries = new SortedTree.default<End, string>(undefined, compareKeys);
  return {
    get: (key) => entries.get(key),
    *range({ prefix, before, reverse = false }: Range) {
      if (reverse) {
        const last: End = [...prefix, AFTER_ALL];
        const end = before === undefined || compareKeys(before, last) > 0 ? last : before;
        for (const [key, value] of entries.entriesReversed(end, undefined, true)) {
          if (!startsWith(key, prefix)) return;
          yield [key as Key, value] as const;
        }
        return;
      }
      for (const [key, value] of entries.entries(prefix)) {
        if (!startsWith(key, prefix)) return;
        if (before !== undefined && compareKeys(key, before) >= 0) return;
        yield [key as Key, value] as const;
      }
    },
    commit(batch: readonly Change[]) {
      for (const change of batch) {
        if (change.op === 'put') entries.set(change.key, change.value);
        else entries.delete(change.key);
      }
    },
    close() {},
  };
}

/** As the last element of a bound: sorts behind every key that begins with the ones before it. */
const AFTER_ALL = Symbol('after all');
type Element = string | number | typeof AFTER_ALL;
type End = readonly Element[];

function startsWith(key: End, prefix: Key): boolean {
  return prefix.every((element, index) => key[index] === element);
}

function compareKeys(a: End, b: End): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const order = compareElements(a[index] as Element, b[index] as Element);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

const RANK = { number: 0, string: 1, symbol: 2 } as const;

function compareElements(a: Element, b: Element): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return RANK[typeof a as keyof typeof RANK] - RANK[typeof b as keyof typeof RANK];
}
