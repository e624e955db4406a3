import type { Contents, WaitingTimer } from './contents.ts';

/** The number of timers that are named. */
const NAMED_TIMERS = 5;

/** Counts timers and keeps the next few of them. */
export class WaitingTimers {
  readonly #now: number;
  #next: WaitingTimer[] = [];
  #waiting = 0;
  #overdue = 0;

  /** @param now epoch milliseconds. */
  constructor(now: number) {
    this.#now = now;
  }

  add(timer: WaitingTimer): void {
    this.#waiting++;
    if (timer.dueAt <= this.#now) this.#overdue++;
    const last = this.#next.at(-1);
    if (this.#next.length === NAMED_TIMERS && last !== undefined && timer.dueAt >= last.dueAt) {
      return;
    }
    this.#next = [...this.#next, timer].sort((a, b) => a.dueAt - b.dueAt).slice(0, NAMED_TIMERS);
  }

  summary(): Contents['timers'] {
    return { waiting: this.#waiting, overdue: this.#overdue, next: this.#next };
  }
}
