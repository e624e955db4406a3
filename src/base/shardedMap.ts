/** Below this size there are no shards, which would cost a small map memory. */
const SMALL = 2 ** 10;

const SHARDS = 256;

/**
 * A map of strings that may have millions of entries. V8 rehashes a whole `Map` at once when it grows,
 * which takes 100 ms for a million entries, and allows 2^24 of them. Here the first entries are in one map,
 * and the others in 256 shards, of which each grows by itself.
 *
 * Iteration yields the first entries in the order of insertion, then shard by shard, in the order of
 * insertion within each. Entries may be deleted and replaced during an iteration, but not added.
 */
export class ShardedMap<Value> {
  readonly #first = new Map<string, Value>();
  readonly #firstSize: number;
  /** Undefined until there are too many entries for the first map. */
  #shards: Map<string, Value>[] | undefined = undefined;
  /** The number of entries in the shards. */
  #sharded = 0;

  /**
   * @param firstSize the number of entries in the first map. A look-up there takes less time than in the
   * shards; a map of 2^17 entries is rehashed in about 10 ms.
   */
  constructor(firstSize: number = SMALL) {
    this.#firstSize = firstSize;
  }

  get size(): number {
    return this.#first.size + this.#sharded;
  }

  get(key: string): Value | undefined {
    const value = this.#first.get(key);
    return value === undefined && this.#shards !== undefined
      ? this.#shards[shardOf(key)]?.get(key)
      : value;
  }

  has(key: string): boolean {
    if (this.#first.has(key)) return true;
    return this.#shards !== undefined && this.#shards[shardOf(key)]?.has(key) === true;
  }

  set(key: string, value: Value): this {
    const first = this.#first;
    if (this.#shards === undefined) {
      if (first.size < this.#firstSize || first.has(key)) {
        first.set(key, value);
        return this;
      }
      this.#shards = Array.from({ length: SHARDS }, () => new Map<string, Value>());
    }
    if (first.has(key)) {
      first.set(key, value);
      return this;
    }
    const shard = this.#shards[shardOf(key)] as Map<string, Value>;
    const before = shard.size;
    shard.set(key, value);
    this.#sharded += shard.size - before;
    return this;
  }

  /** @returns true when there was such an entry. */
  delete(key: string): boolean {
    if (this.#first.delete(key)) return true;
    if (this.#shards?.[shardOf(key)]?.delete(key) !== true) return false;
    this.#sharded--;
    return true;
  }

  clear(): void {
    this.#first.clear();
    this.#shards = undefined;
    this.#sharded = 0;
  }

  *keys(): Generator<string> {
    for (const map of this.#maps()) yield* map.keys();
  }

  *values(): Generator<Value> {
    for (const map of this.#maps()) yield* map.values();
  }

  *entries(): Generator<[key: string, value: Value]> {
    for (const map of this.#maps()) yield* map.entries();
  }

  [Symbol.iterator](): Generator<[key: string, value: Value]> {
    return this.entries();
  }

  *#maps(): Generator<Map<string, Value>> {
    yield this.#first;
    if (this.#shards !== undefined) yield* this.#shards;
  }
}

/** The last characters choose the shard, unrolled since a look-up waits for it. */
export function shardOf(key: string): number {
  const { length } = key;
  let hash = length;
  if (length >= 8) {
    hash = key.charCodeAt(length - 8) * 7 + key.charCodeAt(length - 7);
    hash = hash * 31 + key.charCodeAt(length - 6);
    hash = hash * 31 + key.charCodeAt(length - 5);
    hash = hash * 31 + key.charCodeAt(length - 4);
  }
  for (let index = Math.max(0, length - 3); index < length; index++) {
    hash = (hash * 31 + key.charCodeAt(index)) | 0;
  }
  return (hash ^ (hash >>> 8)) & (SHARDS - 1);
}
