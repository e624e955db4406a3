import type { Change, Store } from '../store/store.ts';

/** Commits batches in order: one is durable when it and all before it are. */
export class CommitQueue {
  readonly #store: Store;
  /** Resolves when everything so far is durable; undefined when it is. */
  #pending: Promise<void> | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Commits the changes, if there are any, and calls `onDurable` when they are durable.
   *
   * @returns nothing if they are durable already; otherwise a promise that rejects with the store's
   * error when they, or changes before them, could not be written.
   * @throws what the store throws.
   */
  commit(changes: readonly Change[], onDurable: () => void): Promise<void> | undefined {
    const committed = changes.length === 0 ? undefined : this.#store.commit(changes);
    if (committed === undefined && this.#pending === undefined) {
      onDurable();
      return undefined;
    }
    // Both are awaited, also when one has failed: the store must not be closed under the other.
    const durable = Promise.allSettled([this.#pending, committed]).then((results) => {
      for (const result of results) if (result.status === 'rejected') throw result.reason;
      if (this.#pending === durable) this.#pending = undefined;
      onDurable();
    });
    this.#pending = durable;
    return durable;
  }

  /** Resolves when everything so far is durable, or cannot become so any more. */
  async settled(): Promise<void> {
    await this.#pending?.catch(() => {});
  }
}
