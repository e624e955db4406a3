import {
  type Chunk,
  ChunkMemory,
  COUNT_BITS,
  COUNT_MASK,
  HEADER,
  LARGEST_SIZE,
  offsetOf,
  roomOf,
} from './chunkMemory.ts';
import { grown } from './grown.ts';

/** A row and the weight of the field that has the term, as `row * 4 + weight`. */
export type Posting = number;

/**
 * The posting list of each term, in the order in which postings were added: linked chunks, the newest
 * first, each twice as large as the one before it. Postings of deleted rows stay until a sweep removes
 * them, chunk by chunk.
 */
export class Postings {
  readonly #memory = new ChunkMemory();
  /** By term, its newest chunk. */
  #newest = new Uint32Array();

  add(term: number, posting: Posting): void {
    if (term >= this.#newest.length) {
      this.#newest = grown(this.#newest, new Uint32Array(Math.max(1024, term * 2)));
    }
    const chunk = this.#chunkWithRoom(term);
    const page = this.#memory.page(chunk);
    const at = offsetOf(chunk);
    const header = page[at + 1] as number;
    page[at + HEADER + (header & COUNT_MASK)] = posting;
    page[at + 1] = header + 1;
  }

  /** Calls `visit` for each range of a page that holds postings of the term. */
  visit(term: number, visit: (page: Uint32Array, from: number, to: number) => void): void {
    let chunk = (this.#newest[term] ?? 0) as Chunk;
    while (chunk !== 0) {
      const page = this.#memory.page(chunk);
      const at = offsetOf(chunk);
      const from = at + HEADER;
      visit(page, from, from + ((page[at + 1] as number) & COUNT_MASK));
      chunk = page[at] as Chunk;
    }
  }

  /**
   * Sweeps one chunk of a term: the one that follows `previous`, or the newest if `previous` is 0.
   * Removes postings that are not alive, and moves the others into the previous chunk if they fit.
   */
  sweep(term: number, previous: Chunk, isAlive: (posting: Posting) => boolean): SweepStep {
    const memory = this.#memory;
    const chunk = previous === 0 ? ((this.#newest[term] ?? 0) as Chunk) : memory.next(previous);
    if (chunk === 0) return { previous: 0, isLast: true, seen: 0 };
    const seen = memory.count(chunk);
    this.#removeDead(chunk, isAlive);
    const next = memory.next(chunk);
    const isEmpty =
      memory.count(chunk) === 0 || (previous !== 0 && memory.moveAll(chunk, previous));
    if (isEmpty) {
      if (previous === 0) this.#newest[term] = next;
      else memory.setNext(previous, next);
      memory.free(chunk);
    }
    return { previous: isEmpty ? previous : chunk, isLast: next === 0, seen };
  }

  #chunkWithRoom(term: number): Chunk {
    const newest = this.#newest[term] as Chunk;
    const header = newest === 0 ? 0 : this.#memory.header(newest);
    const size = header >>> COUNT_BITS;
    if (newest !== 0 && (header & COUNT_MASK) < roomOf(size)) return newest;
    const nextSize = newest === 0 ? 0 : Math.min(size + 1, LARGEST_SIZE);
    const chunk = this.#memory.allocate(nextSize, newest);
    this.#newest[term] = chunk;
    return chunk;
  }

  #removeDead(chunk: Chunk, isAlive: (posting: Posting) => boolean): void {
    const page = this.#memory.page(chunk);
    const from = offsetOf(chunk) + HEADER;
    const count = this.#memory.count(chunk);
    let kept = 0;
    for (let at = from; at < from + count; at++) {
      const posting = page[at] as Posting;
      if (isAlive(posting)) page[from + kept++] = posting;
    }
    this.#memory.setCount(chunk, kept);
  }
}

/** What one call of {@link Postings.sweep} did. */
export interface SweepStep {
  /** The chunk to continue from. */
  readonly previous: Chunk;
  /** True when the chunk was the last one of the term. */
  readonly isLast: boolean;
  /** The number of postings that were read. */
  readonly seen: number;
}
