interface Timeout {
  readonly dueAt: number;
  readonly run: () => void;
}

/** The number of timeouts of one clock: two that set each other would loop for ever. */
const MOST_TIMEOUTS = 100;

/** A clock for `createActor` that moves only when `advance` is called. */
export class VirtualClock {
  readonly #timeouts = new Map<number, Timeout>();
  #now = 0;
  #lastId = 0;

  setTimeout(run: () => void, ms: number): number {
    const id = ++this.#lastId;
    if (id <= MOST_TIMEOUTS) this.#timeouts.set(id, { dueAt: this.#now + ms, run });
    return id;
  }

  clearTimeout(id: number): void {
    this.#timeouts.delete(id);
  }

  /** Runs the timeouts that fall due, the earliest first, and of equal ones the one set first. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const [next] = [...this.#timeouts]
        .filter(([, { dueAt }]) => dueAt <= end)
        .sort(([id, { dueAt }], [otherId, other]) => dueAt - other.dueAt || id - otherId);
      if (next === undefined) break;
      const [id, { dueAt, run }] = next;
      this.#timeouts.delete(id);
      this.#now = Math.max(this.#now, dueAt);
      run();
    }
    this.#now = end;
  }
}
