import type { Change, Store } from '../store/store.ts';

/** Batches that became durable together, and all before them. */
interface Group {
  /** What the store has answered for each of its batches. */
  readonly committed: Promise<void> | undefined;
  readonly durable: Promise<void>;
  readonly onDurable: (() => void)[];
}

/** Commits batches in order: one is durable when it and all before it are. */
export class CommitQueue {
  readonly #store: Store;
  readonly #failed: (cause: unknown) => void;
  /** The last group, as long as it is not durable. */
  #pending: Group | undefined;

  /** @param failed is called with the cause before anybody else hears of a failure. */
  constructor(store: Store, failed: (cause: unknown) => void) {
    this.#store = store;
    this.#failed = failed;
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
    const pending = this.#pending;
    if (committed === undefined && pending === undefined) {
      onDurable();
      return undefined;
    }
    // A store that commits in groups answers all batches of one alike: one promise is enough then.
    const isSame = committed === undefined || committed === pending?.committed;
    if (pending !== undefined && isSame) {
      pending.onDurable.push(onDurable);
      return pending.durable;
    }
    const group = this.#begin(committed as Promise<void>, pending, onDurable);
    this.#pending = group;
    return group.durable;
  }

  /** Resolves when everything so far is durable, or cannot become so any more. */
  async flushed(): Promise<void> {
    await this.#pending?.durable.catch(() => {});
  }

  #begin(committed: Promise<void>, before: Group | undefined, first: () => void): Group {
    const onDurable = [first];
    // Both are awaited, also when one has failed: the store must not be closed under the other.
    const durable = Promise.allSettled([before?.durable, committed]).then((results) => {
      for (const result of results) {
        if (result.status === 'fulfilled') continue;
        this.#failed(result.reason);
        throw result.reason;
      }
      // What is told now may lead to commits that change nothing: they join, behind those before.
      for (const call of onDurable) call();
      if (this.#pending?.durable === durable) this.#pending = undefined;
    });
    return { committed, durable, onDurable };
  }
}
