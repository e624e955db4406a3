/** What rows are sorted by. A class, so that all of them look alike to the loops below. */
export class Ranking {
  /** A figure of each row. */
  readonly key: Float64Array;
  readonly isDescending: boolean;
  /** For rows with the same key another figure, the smallest first. */
  readonly tie: Float64Array;
  /** For rows with both the same: below 0 if row `a` comes first. Never 0 for two rows. */
  readonly breakTie: (a: number, b: number) => number;

  constructor(
    { key, isDescending = false }: { key: Float64Array; isDescending?: boolean },
    { tie, breakTie }: Pick<Ranking, 'tie' | 'breakTie'>,
  ) {
    this.key = key;
    this.isDescending = isDescending;
    this.tie = tie;
    this.breakTie = breakTie;
  }
}

/** Rows that are kept so that the first ones in an order are found without looking at all. */
export interface KeptOrder {
  /** Offers rows until no other can be among the top ones. */
  offerTo(top: TopRows, passing: PassingRows): void;
}

/** The rows that pass, of some. To be read until the next call. */
export interface PassingRows {
  among(rows: Uint32Array): Uint32Array;
  /** Those of `rows`, whose facts are known already, one for each. */
  listed(rows: Uint32Array, facts: Uint32Array): Uint32Array;
  /** Those from a number on, up to another one that is not included. */
  between(from: number, end: number): Uint32Array;
}

/** A page so deep in the result that to sort it all costs less. */
const DEEP = 1 / 4;

/** The first `count` of `rows`, in order. `rows` may be in another order then. */
export function topRows(rows: Uint32Array, count: number, ranking: Ranking): Uint32Array {
  if (count > rows.length * DEEP) return sorted(rows, ranking).subarray(0, count);
  const top = new TopRows(count, ranking);
  top.offer(rows);
  return top.inOrder();
}

/**
 * The first so many of the rows that are offered: a heap with the last of them on top, which better
 * ones replace. By hand: the heaps of npm order by one number, or call back for each row, where
 * mostly one look is enough.
 */
export class TopRows {
  readonly #count: number;
  readonly #ranking: Ranking;
  readonly #heap: Uint32Array;
  #size = 0;

  constructor(count: number, ranking: Ranking) {
    this.#count = count;
    this.#ranking = ranking;
    this.#heap = new Uint32Array(count);
  }

  offer(rows: Uint32Array): void {
    const taken = Math.min(rows.length, this.#count - this.#size);
    if (taken > 0) this.#fill(rows.subarray(0, taken));
    if (taken === rows.length || this.#count === 0) return;
    const { key, isDescending, tie, breakTie } = this.#ranking;
    const heap = this.#heap;
    const sign = isDescending ? -1 : 1;
    let last = heap[0] as number;
    let lastKey = sign * (key[last] as number);
    for (let index = taken; index < rows.length; index++) {
      const row = rows[index] as number;
      const rowKey = sign * (key[row] as number);
      if (rowKey > lastKey) continue;
      if (rowKey === lastKey) {
        const difference = (tie[row] as number) - (tie[last] as number);
        if (difference > 0 || (difference === 0 && breakTie(row, last) > 0)) continue;
      }
      heap[0] = row;
      this.#sink(0);
      last = heap[0] as number;
      lastKey = sign * (key[last] as number);
    }
  }

  /** Have there been so many rows? */
  get isFull(): boolean {
    return this.#size === this.#count;
  }

  /** Would no row with such a key be among them, whatever else is offered? */
  excludes(key: number): boolean {
    if (!this.isFull) return false;
    const last = this.#ranking.key[this.#heap[0] as number] as number;
    return this.#ranking.isDescending ? key < last : key > last;
  }

  inOrder(): Uint32Array {
    return sorted(this.#heap.slice(0, this.#size), this.#ranking);
  }

  #fill(rows: Uint32Array): void {
    this.#heap.set(rows, this.#size);
    this.#size += rows.length;
    if (!this.isFull) return;
    for (let at = (this.#size >>> 1) - 1; at >= 0; at--) this.#sink(at);
  }

  /** Lets the row at a place go down until both below it are better. */
  #sink(from: number): void {
    const heap = this.#heap;
    const ranking = this.#ranking;
    const row = heap[from] as number;
    let at = from;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      const right = below + 1;
      const isRight =
        right < heap.length && compare(heap[right] as number, heap[below] as number, ranking) > 0;
      if (isRight) below = right;
      if (compare(heap[below] as number, row, ranking) < 0) break;
      heap[at] = heap[below] as number;
      at = below;
    }
    heap[at] = row;
  }
}

function sorted(rows: Uint32Array, ranking: Ranking): Uint32Array {
  return rows.sort((a, b) => compare(a, b, ranking));
}

function compare(a: number, b: number, { key, isDescending, tie, breakTie }: Ranking): number {
  const difference = (key[a] as number) - (key[b] as number);
  if (difference !== 0) return isDescending ? -difference : difference;
  if (a === b) return 0;
  return (tie[a] as number) - (tie[b] as number) || breakTie(a, b);
}
