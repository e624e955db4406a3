/** Over how many readings, one a second, a rate is told. */
const READINGS = 3;

/** Counts something, and tells how often it happens. */
export class Count {
  count = 0;
  readonly #before: number[] = [];

  /** To be called once a second. */
  read(): void {
    this.#before.push(this.count);
    if (this.#before.length > READINGS + 1) this.#before.shift();
  }

  /** Per second, over the last three seconds; fewer if it has not been read as often. */
  get perSecond(): number {
    const last = this.#before.at(-1);
    if (last === undefined) return 0;
    return (last - (this.#before[0] as number)) / Math.max(1, this.#before.length - 1);
  }
}
