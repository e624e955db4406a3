/** V8 rehashes a map of this size in few milliseconds; to split it takes as long, once. */
const LARGEST_SINGLE = 2 ** 16;

const SHARDS = 256;

/**
 * A map of strings that may have millions of entries. V8 rehashes a whole `Map` at once when it grows,
 * which takes 100 ms for a million entries, and allows 2^24 of them. This one begins as a single map and is
 * then split into 256 shards, of which each grows by itself.
 *
 * Iteration follows the order of insertion as long as the map is small; afterwards it goes shard
 * by shard, in the order of insertion within each. Entries may be deleted and replaced during an iteration,
 * but not added.
 */
export class ShardedMap<Value> {
  /** All entries until there are too many for one map; undefined from then on. */
  #single: Map<string, Value> | undefined = new Map();
  #shards: Map<string, Value>[] = [];
  /** The number of entries in the shards. */
  #sharded = 0;

  get size(): number {
    return this.#single === undefined ? this.#sharded : this.#single.size;
  }

  get(key: string): Value | undefined {
    return this.#mapOf(key).get(key);
  }

  has(key: string): boolean {
    return this.#mapOf(key).has(key);
  }

  set(key: string, value: Value): this {
    const single = this.#single;
    if (single === undefined) {
      this.#setInShard(key, value);
    } else if (single.size < LARGEST_SINGLE || single.has(key)) {
      single.set(key, value);
    } else {
      this.#split(single);
      this.#setInShard(key, value);
    }
    return this;
  }

  /** @returns true when there was such an entry. */
  delete(key: string): boolean {
    const isDeleted = this.#mapOf(key).delete(key);
    if (isDeleted && this.#single === undefined) this.#sharded--;
    return isDeleted;
  }

  clear(): void {
    this.#single = new Map();
    this.#shards = [];
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

  #mapOf(key: string): Map<string, Value> {
    return this.#single ?? (this.#shards[shardOf(key)] as Map<string, Value>);
  }

  #setInShard(key: string, value: Value): void {
    const shard = this.#shards[shardOf(key)] as Map<string, Value>;
    const before = shard.size;
    shard.set(key, value);
    this.#sharded += shard.size - before;
  }

  #split(single: Map<string, Value>): void {
    this.#single = undefined;
    this.#shards = Array.from({ length: SHARDS }, () => new Map<string, Value>());
    for (const [key, value] of single) this.#setInShard(key, value);
  }

  *#maps(): Generator<Map<string, Value>> {
    if (this.#single !== undefined) yield this.#single;
    yield* this.#shards;
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
