/** Cells begin at multiples of this many bytes, so that a freed one has room for a link. */
const UNIT = 8;

/** Bytes of a cell for the length of its record. */
const HEADER = 4;
const WORD = 4;

const FIRST_CHUNK = 4 * 1024;
const LARGEST_CHUNK = 1024 * 1024;
const UNITS_PER_CHUNK = LARGEST_CHUNK / UNIT;

/** Larger cells get a chunk of their own, which bounds what is left unused at the end of a chunk. */
const LARGEST_UNITS = (64 * 1024) / UNIT;

/** Up to here, in units, each size of cells has a class of its own; above, four share a doubling. */
const EXACT_UNITS = 64;
const STEPS = 4;

/** A loop copies up to this many bytes faster, and allocates no view of the source. */
const LONGEST_LOOP = 512;

/** No cell: ends a list. */
const NONE = -1;

interface Chunk {
  readonly bytes: Buffer;
  /** The same bytes: a cell in use begins with the length of its record. */
  readonly words: Uint32Array;
  /** The same bytes: a freed cell begins with the handle of the next one of its class. */
  readonly links: Float64Array;
}

/** Where the bytes of a record are. */
export interface ByteRange {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/**
 * Keeps records of bytes in a few large buffers, outside of the garbage collector's heap. A record is
 * a cell: its length and its bytes, rounded up to the size of its class. A freed cell is used again
 * for a record of the same class.
 *
 * A handle is a count of units, and less than 2^32 up to 32 GiB.
 */
export class ByteArena {
  readonly #chunks: (Chunk | undefined)[] = [];
  /** By class, the first cell of the list of those that are not in use. */
  readonly #free: number[] = [];
  /** Indexes of chunks that held one large record and are gone. */
  readonly #vacant: number[] = [];
  /** The index of the chunk that is being filled, and its first unit that has never been used. */
  #filling = NONE;
  #end = 0;
  #usedBytes = 0;
  #reservedBytes = 0;

  /** The bytes of all cells in use. */
  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** The bytes of all chunks. */
  get reservedBytes(): number {
    return this.#reservedBytes;
  }

  /** Copies the first `length` bytes. @returns the handle of the record. */
  allocate(source: Uint8Array, length: number): number {
    const handle = this.#allocateCell(length);
    const start = unitOf(handle) * UNIT + HEADER;
    this.#chunkOf(handle).bytes.set(source.subarray(0, length), start);
    return handle;
  }

  /** As {@link ByteArena.allocate}, for bytes that are words, which short records are copied by. */
  allocateWords(words: Uint32Array, length: number): number {
    if (length > LONGEST_LOOP) return this.allocate(bytesOf(words, length), length);
    const handle = this.#allocateCell(length);
    const { words: target } = this.#chunkOf(handle);
    const start = (unitOf(handle) * UNIT + HEADER) / WORD;
    // Cells are whole words, so that the last word does not reach into the next cell.
    const count = Math.ceil(length / WORD);
    for (let index = 0; index < count; index++) target[start + index] = words[index] as number;
    return handle;
  }

  /** The record, until it is freed. */
  read(handle: number): ByteRange {
    const { bytes, words } = this.#chunkOf(handle);
    const offset = unitOf(handle) * UNIT;
    const start = offset + HEADER;
    return { bytes, start, end: start + (words[offset / WORD] as number) };
  }

  free(handle: number): void {
    const { bytes, words, links } = this.#chunkOf(handle);
    const unit = unitOf(handle);
    const units = cellUnits(words[(unit * UNIT) / WORD] as number);
    this.#usedBytes -= units * UNIT;
    if (units > LARGEST_UNITS) {
      const index = chunkIndexOf(handle);
      this.#reservedBytes -= bytes.length;
      this.#chunks[index] = undefined;
      this.#vacant.push(index);
      return;
    }
    const list = classOf(units);
    links[unit] = this.#free[list] as number;
    this.#free[list] = handle;
  }

  /** @returns the handle of a cell that has room for this many bytes, and has them as its length. */
  #allocateCell(length: number): number {
    const units = cellUnits(length);
    const handle = this.#reserve(units);
    this.#usedBytes += units * UNIT;
    this.#chunkOf(handle).words[(unitOf(handle) * UNIT) / WORD] = length;
    return handle;
  }

  #reserve(units: number): number {
    if (units > LARGEST_UNITS) {
      return this.#addChunk(units * UNIT, this.#vacant.pop() ?? this.#chunks.length);
    }
    const list = classOf(units);
    while (this.#free.length <= list) this.#free.push(NONE);
    const freed = this.#free[list] as number;
    if (freed === NONE) return this.#extend(units);
    this.#free[list] = this.#chunkOf(freed).links[unitOf(freed)] as number;
    return freed;
  }

  #extend(units: number): number {
    let size = this.#chunks[this.#filling]?.bytes.length ?? FIRST_CHUNK / 2;
    if (this.#filling === NONE || this.#end + units > size / UNIT) {
      do size = Math.min(size * 2, LARGEST_CHUNK);
      while (size < units * UNIT);
      this.#filling = this.#chunks.length;
      this.#end = 0;
      this.#addChunk(size, this.#filling);
    }
    const handle = this.#filling * UNITS_PER_CHUNK + this.#end;
    this.#end += units;
    return handle;
  }

  /** @returns the handle of its first cell. */
  #addChunk(size: number, index: number): number {
    const buffer = new ArrayBuffer(size);
    this.#chunks[index] = {
      bytes: Buffer.from(buffer),
      words: new Uint32Array(buffer),
      links: new Float64Array(buffer),
    };
    this.#reservedBytes += size;
    return index * UNITS_PER_CHUNK;
  }

  #chunkOf(handle: number): Chunk {
    return this.#chunks[chunkIndexOf(handle)] as Chunk;
  }
}

function chunkIndexOf(handle: number): number {
  return Math.floor(handle / UNITS_PER_CHUNK);
}

/** The first unit of a cell in its chunk. */
function unitOf(handle: number): number {
  return handle % UNITS_PER_CHUNK;
}

/** The units of the cell for a record of this length: all cells of a class have the same size. */
function cellUnits(length: number): number {
  const units = Math.ceil((HEADER + length) / UNIT);
  if (units <= EXACT_UNITS || units > LARGEST_UNITS) return units;
  const step = stepOf(units);
  return Math.ceil(units / step) * step;
}

/** The class of cells of a size, as {@link cellUnits} gives it. */
function classOf(units: number): number {
  if (units <= EXACT_UNITS) return units;
  const step = stepOf(units);
  const doublings = Math.log2((step * STEPS) / EXACT_UNITS);
  return EXACT_UNITS + doublings * STEPS + units / step - STEPS;
}

/** Sizes above {@link EXACT_UNITS} are multiples of a quarter of the power of two below them. */
function stepOf(units: number): number {
  return 2 ** (31 - Math.clz32(units - 1)) / STEPS;
}

function bytesOf({ buffer, byteOffset }: Uint32Array, length: number): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}
