import type { PackReader } from './packed/packReader.ts';
import type { PackWriter } from './packed/packWriter.ts';

/**
 * The name of a record. Its first element names the kind of record. Keys are ordered element by
 * element: numbers by size, before strings in the order of their code points; a key comes before
 * those that begin with it. Numbers are finite. A key takes at most 1,900 bytes as UTF-8.
 */
export type Key = readonly (string | number)[];

export type Change =
  | { readonly op: 'put'; readonly key: Key; readonly value: string }
  | { readonly op: 'delete'; readonly key: Key };

/** How the records of one kind are written, as text and packed into bytes. */
export interface RecordForm {
  /** Stands for the kind in packed records: 1 to {@link MAX_FORM_CODE}, never used for another one. */
  readonly code: number;
  /** The first elements of each key. */
  readonly prefix: readonly string[];
  /**
   * True for logged records: they are rarely read for a turn, their keys end with a number, which rises from put to
   * put, and they never change. A store with a log reads them from there until its checkpoint has them.
   */
  readonly isLogged: boolean;
  encode(contents: unknown): string;
  packKey(writer: PackWriter, key: Key): void;
  unpackKey(reader: PackReader): Key;
  /** @returns false if the contents have no packed form; what was written is to be dropped then. */
  pack(writer: PackWriter, contents: unknown): boolean;
  /** Reads packed contents as the text that `encode` makes of them. */
  unpack(reader: PackReader): string;
}

/** The largest code of a {@link RecordForm}: a byte has room for it beside the kind of change. */
export const MAX_FORM_CODE = 63;

/** A change of a record whose kind is known. Its text is made when it is read. */
export type RecordChange =
  | {
      readonly op: 'put';
      readonly key: Key;
      readonly value: string;
      readonly form: RecordForm;
      /** What `form` writes. Whoever has made it may change it after the commit. */
      readonly contents: unknown;
    }
  | { readonly op: 'delete'; readonly key: Key; readonly form: RecordForm };

/** A change as the records make it: one whose kind is known, unless that has no form. */
export type AnyChange = Change | RecordChange;

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
  /**
   * The same for a batch whose changes may be {@link RecordChange}s, so that a store can pack them. It
   * has to read them before it returns: the list is used again then, and contents change. `commit` gets
   * their texts when this is left out.
   */
  commitRecords?(batch: readonly AnyChange[]): void | Promise<void>;
  /** Resolves when everything committed is durable, or has failed to become durable. */
  close(): void | Promise<void>;
}
