/**
 * The name of a record. Its first element names the kind of record. Keys are ordered element by
 * element: numbers by size, before strings in the order of their code points; a key comes before
 * those that begin with it. Numbers are finite. A key takes at most 1,900 bytes as UTF-8.
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
  /** Only keys before this one; in a reverse range, the key after which to continue. */
  readonly before?: Key;
  /** True when the last key comes first; false when left out. */
  readonly reverse?: boolean;
}

/**
 * The port to where records are kept: an ordered key-value map of well-formed texts.
 * Reads are synchronous and see every batch whose `commit` has been called.
 */
export interface Store {
  get(key: Key): string | undefined;
  /** The entries of a range, in order. The iterable is invalid after the next `commit`. */
  range(range: Range): Iterable<readonly [Key, string]>;
  /**
   * Applies all changes or none, in order. Returns nothing when they are durable on return,
   * otherwise a promise that resolves when they are. It throws or rejects when these changes, or
   * those of an earlier batch, could not be written, and from then on always: a later batch may
   * depend on them. A batch is plain data: nothing in it has a meaning in the writing process alone.
   */
  commit(batch: readonly Change[]): void | Promise<void>;
  /** Resolves when everything committed is durable, or has failed to become durable. */
  close(): void | Promise<void>;
}
