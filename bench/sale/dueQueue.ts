import type { Outcome } from './requestStream.ts';

/** Entries that are taken out before the rest moves up. */
const COMPACT_AT = 4096;

/**
 * What is due, in order: each entry is due no earlier than the one before it. Three plain arrays,
 * so that an entry is no object.
 */
export class DueQueue {
  readonly #dueAt: number[] = [];
  readonly #ids: string[] = [];
  readonly #outcomes: Outcome[] = [];
  #head = 0;

  get size(): number {
    return this.#ids.length - this.#head;
  }

  /** When the first is due, in milliseconds of the run; Infinity if there is none. */
  get dueAt(): number {
    return this.#dueAt[this.#head] ?? Number.POSITIVE_INFINITY;
  }

  /** Of the first: an order's id, or a user's. */
  get id(): string {
    return this.#ids[this.#head] as string;
  }

  get outcome(): Outcome {
    return this.#outcomes[this.#head] as Outcome;
  }

  push(dueAt: number, id: string, outcome: Outcome): void {
    this.#dueAt.push(dueAt);
    this.#ids.push(id);
    this.#outcomes.push(outcome);
  }

  /** Drops the first. */
  shift(): void {
    this.#head++;
    if (this.#head < COMPACT_AT || this.#head * 2 < this.#ids.length) return;
    this.#dueAt.splice(0, this.#head);
    this.#ids.splice(0, this.#head);
    this.#outcomes.splice(0, this.#head);
    this.#head = 0;
  }
}
