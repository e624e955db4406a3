/** Orders element by element; numbers come before strings. Its first element names the kind of entry. */
export type Key = readonly (string | number)[];

export type Change =
  | { readonly op: 'put'; readonly key: Key; readonly value: string }
  | { readonly op: 'delete'; readonly key: Key };

export interface Range {
  /** Only keys that begin with these elements. */
  readonly prefix: Key;
  /** Only keys before this one (in a reverse range: the place to go on from). */
  readonly before?: Key;
  /** Last key first. */
  readonly reverse?: boolean;
}

/**
 * The port to wherever records are kept: an ordered key-value map of JSON texts.
 * Reads are synchronous and see every batch whose `commit` has been called.
 */
export interface Store {
  get(key: Key): string | undefined;
  range(range: Range): Iterable<readonly [Key, string]>;
  /**
   * Applies all changes or none, in order. Returns nothing when they are durable on return,
   * otherwise a promise that resolves when they are and rejects when nothing was applied.
   * A batch is plain data: nothing in it means something to the writing process alone.
   */
  commit(batch: readonly Change[]): void | Promise<void>;
  close(): void | Promise<void>;
}
