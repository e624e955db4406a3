import type { Outcome } from './requestStream.ts';

/** Entries that are taken out before the others move to the front. */
const COMPACT_AT = 4096;

/**
 * A queue of steps in the order of their due times: each is due no earlier than the one before it.
 * It consists of three plain arrays, so that an entry is no object.
 */
export class DueQueue {
  readonly #dueAt: number[] = [];
  readonly #ids: string[] = [];
  readonly #outcomes: Outcome[] = [];
  #head = 0;

  get size(): number {
    return this.#ids.length - this.#head;
  }

  /** The due time of the first entry, in milliseconds of the run; Infinity without entries. */
  get dueAt(): number {
    return this.#dueAt[this.#head] ?? Number.POSITIVE_INFINITY;
  }

  /** The id of the order or user of the first entry. */
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

  /** Removes the first entry. */
  shift(): void {
    this.#head++;
    if (this.#head < COMPACT_AT || this.#head * 2 < this.#ids.length) return;
    this.#dueAt.splice(0, this.#head);
    this.#ids.splice(0, this.#head);
    this.#outcomes.splice(0, this.#head);
    this.#head = 0;
  }
}
