/** Numbers per page of memory: 256 KB. */
const PAGE_BITS = 16;
const PAGE_SIZE = 2 ** PAGE_BITS;

/** Chunks have 4, 8, ... 512 numbers: none is ever copied to grow, and rare terms take little room. */
const SMALLEST_BITS = 2;
const SIZES = 8;

/** Chunks have sizes from 0 to this one; each size is twice the one before. */
export const LARGEST_SIZE = SIZES - 1;

/** A unit is as large as the smallest chunk. */
const UNITS_PER_PAGE = 2 ** (PAGE_BITS - SMALLEST_BITS);

/** The header of a chunk: the next chunk of its list; its size, and the number of its values. */
export const HEADER = 2;
export const COUNT_BITS = 16;
export const COUNT_MASK = 2 ** COUNT_BITS - 1;

/** The address of a chunk, in units; 0 is no chunk. */
export type Chunk = number;

/** Pages of numbers from which the chunks of linked lists are allocated. A chunk lies within one page. */
export class ChunkMemory {
  readonly #pages: Uint32Array[] = [];
  /** By size, the chunks that are not in use. */
  readonly #free: Chunk[][] = Array.from({ length: SIZES }, () => []);
  /** The first unit that has never been used. Unit 0 is left out, since address 0 is no chunk. */
  #end = 1;

  /** @returns an empty chunk, linked to `next`. */
  allocate(size: number, next: Chunk): Chunk {
    const chunk = this.#free[size]?.pop() ?? this.#extend(size);
    this.setNext(chunk, next);
    this.page(chunk)[offsetOf(chunk) + 1] = size << COUNT_BITS;
    return chunk;
  }

  free(chunk: Chunk): void {
    this.#free[this.#size(chunk)]?.push(chunk);
  }

  /** @returns false, having done nothing, if the values do not all fit into `target`. */
  moveAll(chunk: Chunk, target: Chunk): boolean {
    const count = this.count(chunk);
    const before = this.count(target);
    if (before + count > roomOf(this.#size(target))) return false;
    const from = offsetOf(chunk) + HEADER;
    const moved = this.page(chunk).subarray(from, from + count);
    this.page(target).set(moved, offsetOf(target) + HEADER + before);
    this.setCount(target, before + count);
    return true;
  }

  page(chunk: Chunk): Uint32Array {
    return this.#pages[chunk >>> (PAGE_BITS - SMALLEST_BITS)] as Uint32Array;
  }

  next(chunk: Chunk): Chunk {
    return this.page(chunk)[offsetOf(chunk)] as Chunk;
  }

  setNext(chunk: Chunk, next: Chunk): void {
    this.page(chunk)[offsetOf(chunk)] = next;
  }

  /** The size and the number of values: `size << COUNT_BITS | count`. */
  header(chunk: Chunk): number {
    return this.page(chunk)[offsetOf(chunk) + 1] as number;
  }

  count(chunk: Chunk): number {
    return this.header(chunk) & COUNT_MASK;
  }

  setCount(chunk: Chunk, count: number): void {
    this.page(chunk)[offsetOf(chunk) + 1] = (this.#size(chunk) << COUNT_BITS) | count;
  }

  #size(chunk: Chunk): number {
    return this.header(chunk) >>> COUNT_BITS;
  }

  #extend(size: number): Chunk {
    const units = 2 ** size;
    // A remainder of a page that is too small for the chunk is left unused.
    const inPage = this.#end % UNITS_PER_PAGE;
    if (inPage + units > UNITS_PER_PAGE) this.#end += UNITS_PER_PAGE - inPage;
    const chunk = this.#end;
    this.#end += units;
    while (this.#pages.length * UNITS_PER_PAGE < this.#end) {
      this.#pages.push(new Uint32Array(PAGE_SIZE));
    }
    return chunk;
  }
}

/** Values that fit into a chunk of a size. */
export function roomOf(size: number): number {
  return (1 << (size + SMALLEST_BITS)) - HEADER;
}

/** The index of a chunk's header in its page. */
export function offsetOf(chunk: Chunk): number {
  return (chunk & (UNITS_PER_PAGE - 1)) << SMALLEST_BITS;
}
