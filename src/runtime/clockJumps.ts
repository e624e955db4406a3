import { MAX_CLOCK_JUMPS } from '../base/limits.ts';
import { type ClockJump, clockRecord } from '../schema/clock.ts';
import type { RecordSource } from '../schema/record.ts';
import type { AnyChange } from '../store/store.ts';

/**
 * The jumps of the wall clock over the lifetime of a store.
 *
 * Every time that is stored or shown is one of the wall clock. When that jumps, what is in memory moves
 * at once: timers, and the deadlines in the contexts of actors. What is in the store does not: a record
 * with due times says how far the clock had jumped in all when it was written, and moves by the rest
 * when it is read. A jump thus writes one record, however many carts and orders wait, and a crash in
 * between leaves nothing half moved.
 */
export class ClockJumps {
  #jumps: readonly ClockJump[];
  #offsetMs: number;

  constructor(store: RecordSource) {
    this.#jumps = clockRecord.get(store, clockRecord.key()) ?? [];
    this.#offsetMs = this.#jumps.reduce((sum, { byMs }) => sum + byMs, 0);
  }

  /** How far the clock has jumped in all, in milliseconds: what a record with due times notes. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** True when the clock has ever jumped. */
  get hasAny(): boolean {
    return this.#jumps.length > 0;
  }

  /** How far the clock has jumped since a fact, in milliseconds. @param seq the number of the fact. */
  since(seq: number): number {
    let byMs = 0;
    for (let index = this.#jumps.length - 1; index >= 0; index--) {
      const jump = this.#jumps[index] as ClockJump;
      if (jump.seq <= seq) break;
      byMs += jump.byMs;
    }
    return byMs;
  }

  /** @returns the change that notes the jump in the store. */
  add(jump: ClockJump): AnyChange {
    const [oldest, second, ...newer] = [...this.#jumps, jump];
    const isFull = this.#jumps.length === MAX_CLOCK_JUMPS;
    if (isFull && oldest !== undefined && second !== undefined) {
      // The oldest ones count as one, so that the sum stays right.
      this.#jumps = [{ seq: second.seq, byMs: oldest.byMs + second.byMs }, ...newer];
    } else {
      this.#jumps = [...this.#jumps, jump];
    }
    this.#offsetMs += jump.byMs;
    return clockRecord.put(clockRecord.key(), this.#jumps);
  }
}
