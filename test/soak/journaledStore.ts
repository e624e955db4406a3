import type { Change, Store } from '../../src/index.ts';

export interface Journal {
  /** Called before the batch goes to the store. */
  batch(changes: readonly Change[]): void;
  /** Called when so many batches are durable. */
  durable(batches: number): void;
}

/** The store, with every batch told to the journal. */
export class JournaledStore implements Store {
  readonly #inner: Store;
  readonly #journal: Journal;
  /** How many there were so far. */
  batches = 0;

  constructor(inner: Store, journal: Journal) {
    this.#inner = inner;
    this.#journal = journal;
  }

  get: Store['get'] = (key) => this.#inner.get(key);
  range: Store['range'] = (range) => this.#inner.range(range);

  commit(batch: readonly Change[]): void | Promise<void> {
    const number = ++this.batches;
    this.#journal.batch(batch);
    const committed = this.#inner.commit(batch);
    if (committed === undefined) this.#journal.durable(number);
    else
      committed.then(
        () => this.#journal.durable(number),
        () => {}, // The engine hears of it, too.
      );
    return committed;
  }

  close(): void | Promise<void> {
    return this.#inner.close();
  }
}
