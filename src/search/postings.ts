import { grown } from './columns.ts';

/** A row and where the word stands in it, as `row * 4 + place`. */
export type Posting = number;

/** A page of the memory has so many numbers: 256 KB. */
const PAGE_BITS = 16;
const PAGE_SIZE = 2 ** PAGE_BITS;

/** Chunks of 4, 8, ... 512 numbers: none is ever copied, and rare words take little room. */
const SMALLEST_BITS = 2;
const SIZES = 8;

const STEPS_OF_PAGE = 2 ** (PAGE_BITS - SMALLEST_BITS);

/** In front of a chunk: where the next one is; which of the sizes it has, and how many postings. */
const HEAD = 2;
const COUNT_BITS = 16;
const COUNT_MASK = 2 ** COUNT_BITS - 1;

/** Chunks are addressed in steps of the smallest one; 0 is none. */
type Chunk = number;

/**
 * The rows of each word, in the order in which they came, in chunks that double from a memory of
 * their own. Rows that are gone stay until they are swept out, chunk by chunk.
 */
export class Postings {
  readonly #pages: Uint32Array[] = [];
  /** By size, the chunks that nobody uses. */
  readonly #free: Chunk[][] = Array.from({ length: SIZES }, () => []);
  /** The first step of the last page that has not been used. Step 0 stands for none. */
  #end = 1;
  /** By word, its newest chunk. */
  #heads = new Uint32Array();

  add(word: number, posting: Posting): void {
    if (word >= this.#heads.length) {
      this.#heads = grown(this.#heads, new Uint32Array(Math.max(1024, word * 2)));
    }
    const chunk = this.#chunkWithRoom(word);
    const page = this.#page(chunk);
    const at = offset(chunk);
    const head = page[at + 1] as number;
    page[at + HEAD + (head & COUNT_MASK)] = posting;
    page[at + 1] = head + 1;
  }

  /** Calls `visit` with each stretch of numbers that holds postings of the word. */
  visit(word: number, visit: (page: Uint32Array, from: number, to: number) => void): void {
    let chunk = (this.#heads[word] ?? 0) as Chunk;
    while (chunk !== 0) {
      const page = this.#page(chunk);
      const at = offset(chunk);
      const from = at + HEAD;
      visit(page, from, from + ((page[at + 1] as number) & COUNT_MASK));
      chunk = page[at] as Chunk;
    }
  }

  /**
   * Sweeps one chunk of a word: the one behind `before`, or its newest when that is 0. Postings that
   * are not alive go, and what is left moves into the chunk before if that has the room.
   */
  sweep(word: number, before: Chunk, isAlive: (posting: Posting) => boolean): Swept {
    const chunk = before === 0 ? ((this.#heads[word] ?? 0) as Chunk) : this.#next(before);
    if (chunk === 0) return { before: 0, isDone: true, seen: 0 };
    const seen = this.#count(chunk);
    this.#keepAlive(chunk, isAlive);
    const next = this.#next(chunk);
    const isEmpty = this.#count(chunk) === 0 || (before !== 0 && this.#moveInto(before, chunk));
    if (isEmpty) {
      if (before === 0) this.#heads[word] = next;
      else this.#write(before, 0, next);
      this.#free[this.#size(chunk)]?.push(chunk);
    }
    return { before: isEmpty ? before : chunk, isDone: next === 0, seen };
  }

  #chunkWithRoom(word: number): Chunk {
    const newest = this.#heads[word] as Chunk;
    const head = newest === 0 ? 0 : this.#read(newest, 1);
    const size = head >>> COUNT_BITS;
    if (newest !== 0 && (head & COUNT_MASK) < roomOf(size)) return newest;
    const nextSize = newest === 0 ? 0 : Math.min(size + 1, SIZES - 1);
    const chunk = this.#take(nextSize);
    this.#write(chunk, 0, newest);
    this.#write(chunk, 1, nextSize << COUNT_BITS);
    this.#heads[word] = chunk;
    return chunk;
  }

  #keepAlive(chunk: Chunk, isAlive: (posting: Posting) => boolean): void {
    const page = this.#page(chunk);
    const from = offset(chunk) + HEAD;
    const count = this.#count(chunk);
    let kept = 0;
    for (let at = from; at < from + count; at++) {
      const posting = page[at] as Posting;
      if (isAlive(posting)) page[from + kept++] = posting;
    }
    this.#setCount(chunk, kept);
  }

  /** @returns false, having done nothing, if there is no room for all. */
  #moveInto(before: Chunk, chunk: Chunk): boolean {
    const count = this.#count(chunk);
    const there = this.#count(before);
    if (there + count > roomOf(this.#size(before))) return false;
    const from = offset(chunk) + HEAD;
    const moved = this.#page(chunk).subarray(from, from + count);
    this.#page(before).set(moved, offset(before) + HEAD + there);
    this.#setCount(before, there + count);
    return true;
  }

  #take(size: number): Chunk {
    const free = this.#free[size]?.pop();
    if (free !== undefined) return free;
    const steps = 2 ** size;
    // A chunk lies within one page; what is too little for it at the end of a page is left.
    const inPage = this.#end % STEPS_OF_PAGE;
    if (inPage + steps > STEPS_OF_PAGE) this.#end += STEPS_OF_PAGE - inPage;
    const chunk = this.#end;
    this.#end += steps;
    while (this.#pages.length * STEPS_OF_PAGE < this.#end) {
      this.#pages.push(new Uint32Array(PAGE_SIZE));
    }
    return chunk;
  }

  #page(chunk: Chunk): Uint32Array {
    return this.#pages[chunk >>> (PAGE_BITS - SMALLEST_BITS)] as Uint32Array;
  }

  #read(chunk: Chunk, at: number): number {
    return this.#page(chunk)[offset(chunk) + at] as number;
  }

  #write(chunk: Chunk, at: number, value: number): void {
    this.#page(chunk)[offset(chunk) + at] = value;
  }

  #next(chunk: Chunk): Chunk {
    return this.#read(chunk, 0);
  }

  #size(chunk: Chunk): number {
    return this.#read(chunk, 1) >>> COUNT_BITS;
  }

  #count(chunk: Chunk): number {
    return this.#read(chunk, 1) & COUNT_MASK;
  }

  #setCount(chunk: Chunk, count: number): void {
    this.#write(chunk, 1, (this.#size(chunk) << COUNT_BITS) | count);
  }
}

/** What {@link Postings.sweep} has done. */
export interface Swept {
  /** Where to go on in the word. */
  readonly before: number;
  /** Has it been the last chunk of the word? */
  readonly isDone: boolean;
  /** Postings that were looked at. */
  readonly seen: number;
}

/** Postings that fit into a chunk of a size. */
function roomOf(size: number): number {
  return (1 << (size + SMALLEST_BITS)) - HEAD;
}

function offset(chunk: Chunk): number {
  return (chunk & (STEPS_OF_PAGE - 1)) << SMALLEST_BITS;
}
