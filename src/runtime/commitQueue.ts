import { commitChanges } from '../store/commitChanges.ts';
import type { AnyChange, Store } from '../store/store.ts';
import type { MonotonicNow } from './timeSlice.ts';

/** Batches that become durable together, after all earlier ones. */
interface Group {
  /** When its first batch was committed, milliseconds of the monotonic clock. */
  readonly beganAt: number;
  /** The promise that the store returned for each of its batches. */
  readonly committed: Promise<void> | undefined;
  readonly durable: Promise<void>;
  readonly onDurable: (() => void)[];
  /** The group after it, if there is one. */
  next: Group | undefined;
}

/** Commits batches in order. A batch counts as durable when it and all earlier ones are. */
export class CommitQueue {
  readonly #store: Store;
  readonly #now: MonotonicNow;
  readonly #onFailure: (cause: unknown) => void;
  /** The first group that is not durable. */
  #oldest: Group | undefined;
  /** The last group, until it is durable. */
  #pending: Group | undefined;

  /**
   * @param onFailure is called with the cause before the promise of any batch rejects.
   * @param now measures how long groups wait.
   */
  constructor(store: Store, onFailure: (cause: unknown) => void, now: MonotonicNow) {
    this.#store = store;
    this.#onFailure = onFailure;
    this.#now = now;
  }

  /** True when all batches so far are durable. */
  get isIdle(): boolean {
    return this.#pending === undefined;
  }

  /** The number of turns that wait until they are durable. */
  get waiting(): number {
    let count = 0;
    for (let group = this.#oldest; group !== undefined; group = group.next) {
      count += group.onDurable.length;
    }
    return count;
  }

  /** How long the oldest batch has waited that is not durable, in milliseconds; 0 if all are. */
  oldestAgeMs(now: number): number {
    return this.#oldest === undefined ? 0 : now - this.#oldest.beganAt;
  }

  /**
   * Commits the changes, if there are any, and calls `onDurable` when they are durable.
   *
   * @returns undefined if they are durable already; otherwise a promise that resolves when they are,
   * and rejects with the store's error when they or earlier changes could not be written.
   * @throws what the store throws.
   */
  commit(changes: readonly AnyChange[], onDurable: () => void): Promise<void> | undefined {
    const committed = changes.length === 0 ? undefined : commitChanges(this.#store, changes);
    const pending = this.#pending;
    if (committed === undefined && pending === undefined) {
      onDurable();
      return undefined;
    }
    // A store with group commit returns the same promise for all batches of a group.
    const isSame = committed === undefined || committed === pending?.committed;
    if (pending !== undefined && isSame) {
      pending.onDurable.push(onDurable);
      return pending.durable;
    }
    const group = this.#begin(committed as Promise<void>, pending, onDurable);
    this.#pending = group;
    return group.durable;
  }

  /** Resolves when all batches so far are durable or have failed. */
  async flushed(): Promise<void> {
    await this.#pending?.durable.catch(() => {});
  }

  #begin(committed: Promise<void>, before: Group | undefined, first: () => void): Group {
    const onDurable = [first];
    // Waits for both even if one has failed: the store must not be closed while it writes the other.
    const durable = Promise.allSettled([before?.durable, committed]).then((results) => {
      for (const result of results) {
        if (result.status === 'fulfilled') continue;
        this.#onFailure(result.reason);
        throw result.reason;
      }
      // A callback may commit an empty batch: it joins this group, after the callbacks already in it.
      for (const call of onDurable) call();
      if (this.#pending?.durable === durable) this.#pending = undefined;
      this.#oldest = group.next;
    });
    const group: Group = { beganAt: this.#now(), committed, durable, onDurable, next: undefined };
    if (before === undefined) this.#oldest = group;
    else before.next = group;
    return group;
  }
}
