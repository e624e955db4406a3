/** What happened in one second of a run. */
export class Second {
  /** Shoppers who arrived, those who came back after a refusal not counted. */
  arrived = 0;
  /** Orders that were placed. */
  placed = 0;
  /** Refusals `overloaded`, by class. */
  refusedBrowse = 0;
  refusedBuy = 0;
  refusedRelease = 0;
  /** Other refusals. */
  refusedElse = 0;
  /** The time from the call of a checkout that was admitted to its answer, in milliseconds. */
  readonly checkoutMs: number[] = [];
  /** The same of adds. */
  readonly addMs: number[] = [];
  heapBytes = 0;
}

/** Counts what happens in a run by the second. */
export class Timeline {
  readonly #seconds: Second[] = [];

  /** The second at a time in milliseconds since the beginning. */
  at(ms: number): Second {
    const index = Math.max(0, Math.floor(ms / 1000));
    while (this.#seconds.length <= index) this.#seconds.push(new Second());
    return this.#seconds[index] as Second;
  }

  /** Those that begin between two times. */
  between(from: number, until: number): Second[] {
    return this.#seconds.slice(Math.floor(from / 1000), Math.floor(until / 1000));
  }
}

export function sumOf(seconds: readonly Second[], of: (second: Second) => number): number {
  return seconds.reduce((sum, second) => sum + of(second), 0);
}

/** The value that a share of the values does not exceed; 0 without values. */
export function percentileOf(values: readonly number[], percentile: number): number {
  const sorted = Float64Array.from(values).sort();
  const index = Math.ceil((percentile / 100) * sorted.length) - 1;
  return sorted[Math.max(0, index)] ?? 0;
}
