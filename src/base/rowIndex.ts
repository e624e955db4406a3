import { hashText } from './hashText.ts';

/** A table with a text in each row, as far as its index has to know it. */
export interface TextRows {
  /** True when the row has this text. */
  hasText(row: number, text: string): boolean;
}

/** Of each slot: the hash of the text, and the row plus 1. */
const SLOT_ELEMENTS = 2;
const EMPTY = 0;
/** In place of a row: the slot had one, so that a search goes on behind it. */
const DELETED = 2 ** 32 - 1;

const SHARD_BITS = 8;
const FIRST_CAPACITY = 16;
/** Of all slots at most this share is used: then about two are looked at to find a text. */
const MAX_LOAD = 0.6;

/**
 * Finds the row of a text in a table that may have millions of rows. It is an open-addressing hash table with
 * linear probing, which keeps no texts, but 32 bits of the hash of each: other texts are passed over without
 * being read. It is divided into 256 shards, of which each grows by itself, so that no growth stops the shop.
 *
 * Written by hand in place of a `Map`, because the texts and entries of a large `Map` lie far apart in
 * memory: it fetches four places to see that an id is new, which took a fifth of a checkout, and this index one.
 * Its hash is no defence against texts that are made to collide: it is for ids that the shop itself makes.
 */
export class RowIndex {
  readonly #rows: TextRows;
  readonly #shards = Array.from({ length: 2 ** SHARD_BITS }, () => new Shard());
  #size = 0;
  /** The text that was hashed last: one that is not found is mostly added then. */
  #lastText = '';
  #lastHash = hashOf('');

  constructor(rows: TextRows) {
    this.#rows = rows;
  }

  get size(): number {
    return this.#size;
  }

  /** The row of the text; -1 if there is none. */
  find(text: string): number {
    const hash = this.#hashOf(text);
    const { slots, mask } = this.#shardOf(hash);
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const value = slots[slot * SLOT_ELEMENTS + 1] as number;
      if (value === EMPTY) return -1;
      const isCandidate = slots[slot * SLOT_ELEMENTS] === hash && value !== DELETED;
      if (isCandidate && this.#rows.hasText(value - 1, text)) return value - 1;
    }
  }

  /** Adds the row of a text that no other row has. @param row below 2^32 - 2. */
  add(text: string, row: number): void {
    const hash = this.#hashOf(text);
    this.#shardOf(hash).add(hash, row + 1);
    this.#size++;
  }

  /** Removes the row of a text. @returns false if there is none. */
  delete(text: string): boolean {
    const row = this.find(text);
    if (row < 0) return false;
    const hash = this.#hashOf(text);
    const { slots, mask } = this.#shardOf(hash);
    let slot = hash & mask;
    while (slots[slot * SLOT_ELEMENTS + 1] !== row + 1) slot = (slot + 1) & mask;
    slots[slot * SLOT_ELEMENTS + 1] = DELETED;
    this.#size--;
    return true;
  }

  #hashOf(text: string): number {
    if (text !== this.#lastText) {
      this.#lastHash = hashOf(text);
      this.#lastText = text;
    }
    return this.#lastHash;
  }

  #shardOf(hash: number): Shard {
    return this.#shards[hash >>> (32 - SHARD_BITS)] as Shard;
  }
}

class Shard {
  slots = new Uint32Array(FIRST_CAPACITY * SLOT_ELEMENTS);
  mask = FIRST_CAPACITY - 1;
  /** The number of slots that are not empty. */
  #used = 0;

  add(hash: number, value: number): void {
    if (this.#used + 1 > MAX_LOAD * (this.mask + 1)) this.#rebuild();
    this.#put(hash, value);
  }

  #put(hash: number, value: number): void {
    const { slots, mask } = this;
    let slot = hash & mask;
    while (slots[slot * SLOT_ELEMENTS + 1] !== EMPTY) slot = (slot + 1) & mask;
    slots[slot * SLOT_ELEMENTS] = hash;
    slots[slot * SLOT_ELEMENTS + 1] = value;
    this.#used++;
  }

  /** Puts all rows into a table with at least twice the room for them, without the deleted ones. */
  #rebuild(): void {
    const before = this.slots;
    let live = 0;
    for (let at = 1; at < before.length; at += SLOT_ELEMENTS) {
      if (before[at] !== EMPTY && before[at] !== DELETED) live++;
    }
    let capacity = FIRST_CAPACITY;
    while (2 * live > MAX_LOAD * capacity) capacity *= 2;
    this.slots = new Uint32Array(capacity * SLOT_ELEMENTS);
    this.mask = capacity - 1;
    this.#used = 0;
    for (let at = 0; at < before.length; at += SLOT_ELEMENTS) {
      const value = before[at + 1] as number;
      if (value !== EMPTY && value !== DELETED) this.#put(before[at] as number, value);
    }
  }
}

/** So that the same texts are not in the same order in every process. */
const SEED = (Math.random() * 2 ** 32) >>> 0;

/** All of its bits are good: the first ones choose the shard. */
export function hashOf(text: string): number {
  return hashText(text, SEED);
}
