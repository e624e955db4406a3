import { commitChanges } from '../store/commitChanges.ts';
import type { AnyChange, Store } from '../store/store.ts';

/** Batches that become durable together, after all earlier ones. */
interface Group {
  /** The promise that the store returned for each of its batches. */
  readonly committed: Promise<void> | undefined;
  readonly durable: Promise<void>;
  /** One for each of its batches. */
  readonly onDurable: (() => void)[];
  /** When its first batch was committed, on the clock of the queue. */
  readonly since: number;
  /** The group after it. */
  next: Group | undefined;
}

/** Commits batches in order. A batch counts as durable when it and all earlier ones are. */
export class CommitQueue {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #onFailure: (cause: unknown) => void;
  /** The last group, until it is durable. */
  #pending: Group | undefined;
  /** The first group that is not durable. */
  #oldest: Group | undefined;
  #waiting = 0;

  /**
   * @param now milliseconds of a clock that does not jump.
   * @param onFailure is called with the cause before the promise of any batch rejects.
   */
  constructor(store: Store, now: () => number, onFailure: (cause: unknown) => void) {
    this.#store = store;
    this.#now = now;
    this.#onFailure = onFailure;
  }

  /** True when all batches so far are durable. */
  get isIdle(): boolean {
    return this.#pending === undefined;
  }

  /** The number of batches that are not durable yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** How long the oldest of them has waited, in milliseconds; 0 without any. @param now on the clock of the queue. */
  oldestAgeMs(now: number): number {
    return this.#oldest === undefined ? 0 : Math.max(0, now - this.#oldest.since);
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
    this.#waiting++;
    // A store with group commit returns the same promise for all batches of a group.
    const isSame = committed === undefined || committed === pending?.committed;
    if (pending !== undefined && isSame) {
      pending.onDurable.push(onDurable);
      return pending.durable;
    }
    const group = this.#begin(committed as Promise<void>, pending, onDurable);
    if (pending !== undefined) pending.next = group;
    this.#oldest ??= group;
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
      this.#oldest = group.next;
      for (const result of results) {
        if (result.status === 'fulfilled') continue;
        this.#waiting -= onDurable.length;
        this.#onFailure(result.reason);
        throw result.reason;
      }
      // A callback may commit an empty batch: it joins this group, after the callbacks already in it.
      for (const call of onDurable) {
        this.#waiting--;
        call();
      }
      if (this.#pending?.durable === durable) this.#pending = undefined;
    });
    const group: Group = { committed, durable, onDurable, since: this.#now(), next: undefined };
    return group;
  }
}
