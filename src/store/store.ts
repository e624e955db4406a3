/**
 * Orders element by element: numbers by size, before strings in the order of their code points.
 * A key comes before those that begin with it. Its first element names the kind of entry.
 * Takes at most 1,900 bytes as UTF-8. Numbers are finite.
 */
export type Key = readonly (string | number)[];

export type Change =
  | { readonly op: 'put'; readonly key: Key; readonly value: string }
  | { readonly op: 'delete'; readonly key: Key };

export interface Range {
  /** Only keys that begin with these elements. */
  readonly prefix: Key;
  /** Only keys after this one. */
  readonly after?: Key;
  /** Only keys before this one (in a reverse range: the place to go on from). */
  readonly before?: Key;
  /** Last key first. */
  readonly reverse?: boolean;
}

/**
 * The port to wherever records are kept: an ordered key-value map of well-formed texts.
 * Reads are synchronous and see every batch whose `commit` has been called.
 */
export interface Store {
  get(key: Key): string | undefined;
  /** Is not to be gone on with once a batch has been committed since. */
  range(range: Range): Iterable<readonly [Key, string]>;
  /**
   * Applies all changes or none, in order. Returns nothing when they are durable on return,
   * otherwise a promise that resolves when they are. It throws or rejects when they, or those of a
   * batch before, could not be kept, and from then on always: a later batch may build on them.
   * A batch is plain data: nothing in it means something to the writing process alone.
   */
  commit(batch: readonly Change[]): void | Promise<void>;
  /** Resolves when everything committed is durable, or has failed to become so. */
  close(): void | Promise<void>;
}
