import type { Change, Store } from '../../src/index.ts';

export interface BatchListener {
  /** Called before the batch is committed to the store. */
  onBatch(changes: readonly Change[]): void;
  /** Called when the first `batches` batches are durable. */
  onDurable(batches: number): void;
}

/** Passes everything to the inner store, and reports every batch. */
export class JournaledStore implements Store {
  readonly #inner: Store;
  readonly #listener: BatchListener;
  /** The number of batches so far. */
  batches = 0;

  constructor(inner: Store, listener: BatchListener) {
    this.#inner = inner;
    this.#listener = listener;
  }

  get: Store['get'] = (key) => this.#inner.get(key);
  range: Store['range'] = (range) => this.#inner.range(range);

  commit(batch: readonly Change[]): void | Promise<void> {
    const number = ++this.batches;
    this.#listener.onBatch(batch);
    const committed = this.#inner.commit(batch);
    if (committed === undefined) this.#listener.onDurable(number);
    else {
      committed.then(
        () => this.#listener.onDurable(number),
        () => {}, // The engine gets the same rejection.
      );
    }
    return committed;
  }

  close(): void | Promise<void> {
    return this.#inner.close();
  }
}
