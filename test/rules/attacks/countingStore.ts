import { type Key, memoryStore, type Store } from '../../../src/index.ts';

/** A store in memory that counts what is in it. */
export interface CountingStore {
  readonly store: Store;
  /** The characters of all keys and values. */
  size(): number;
  /** The number of records whose key begins so. */
  count(...prefix: Key): number;
  /** The number of batches that were committed. */
  batches(): number;
  /** The characters of the longest value that was ever written. */
  longest(): number;
}

/** @param maxSize a commit that makes it larger throws, as a disk does that is full. */
export function countingStore(maxSize: number = Number.POSITIVE_INFINITY): CountingStore {
  const inner = memoryStore();
  let size = 0;
  let longest = 0;
  let batches = 0;
  const sizeOf = (key: Key) => {
    const value = inner.get(key);
    return value === undefined ? 0 : key.join('').length + value.length;
  };
  const store: Store = {
    ...inner,
    commit(batch) {
      batches++;
      for (const change of batch) {
        size -= sizeOf(change.key);
        inner.commit([change]);
        size += sizeOf(change.key);
        if (change.op === 'put') longest = Math.max(longest, change.value.length);
      }
      if (size > maxSize) throw new Error('the store is full');
    },
  };
  return {
    store,
    size: () => size,
    count: (...prefix) => [...inner.range({ prefix })].length,
    batches: () => batches,
    longest: () => longest,
  };
}
