/** Users whose buckets are made together: 32 kB. */
const CHUNK_SIZE = 4096;

/** What a command takes out of a bucket, which gets `maxPerSecond` of these parts per millisecond: all are integers. */
const COMMAND = 1000;

/**
 * Limits the commands of each user: a token bucket that holds one second's worth, is full at first and refilled
 * continuously. It is kept as the time at which it is full again (the generic cell rate algorithm), which is eight
 * bytes for each user, in chunks that are made when one of their users gives a command.
 */
export class CommandRate {
  readonly #perMs: number;
  readonly #capacity: number;
  /** By the number of the user: when the bucket is full again, in parts after the epoch. */
  readonly #fullAt: (Float64Array | undefined)[] = [];
  /** The first time, so that parts are counted exactly. */
  #epoch: number | undefined = undefined;

  /** @param options `maxPerSecond` is 1 or more. */
  constructor({ maxPerSecond }: { readonly maxPerSecond: number }) {
    this.#perMs = maxPerSecond;
    this.#capacity = maxPerSecond * COMMAND;
  }

  /**
   * Counts a command of the user, unless there were too many before it.
   *
   * @param user a number that no other user has, such as that of `KnownUser.index`: memory is taken up to the
   * largest.
   * @param now milliseconds, of a clock that may be set.
   * @returns 0 when the command may run. Otherwise whole milliseconds: it may run after these, unless others of the user
   * come before.
   */
  retryAfterMs(user: number, now: number): number {
    this.#epoch ??= now;
    const time = (now - this.#epoch) * this.#perMs;
    const chunk = this.#chunkOf(user);
    const at = user % CHUNK_SIZE;
    // A bucket is full within a second, also if the clock has been set back.
    const missing = Math.min(Math.max(0, (chunk[at] as number) - time), this.#capacity);
    const excess = missing + COMMAND - this.#capacity;
    const isTaken = excess <= 0;
    chunk[at] = time + missing + (isTaken ? COMMAND : 0);
    return isTaken ? 0 : Math.ceil(excess / this.#perMs);
  }

  #chunkOf(user: number): Float64Array {
    const index = Math.floor(user / CHUNK_SIZE);
    let chunk = this.#fullAt[index];
    if (chunk === undefined) {
      chunk = new Float64Array(CHUNK_SIZE).fill(Number.NEGATIVE_INFINITY);
      this.#fullAt[index] = chunk;
    }
    return chunk;
  }
}
