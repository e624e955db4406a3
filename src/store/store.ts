import type { PackReader } from './packed/packReader.ts';
import type { PackWriter } from './packed/packWriter.ts';

/**
 * The name of a record. Its first element names the kind of record. Keys are ordered element by
 * element: numbers by size, before strings in the order of their code points; a key comes before
 * those that begin with it. Numbers are finite. A key takes at most 1,900 bytes as UTF-8.
 */
export type Key = readonly (string | number)[];

/** A change of one record. */
export type Change =
  /** The record has this text from now on, whether it existed or not. */
  | {
      readonly op: 'put';
      /** The name of the record. */
      readonly key: Key;
      /** Its text: well-formed Unicode of any length. */
      readonly value: string;
    }
  /** The record exists no longer. Nothing happens if it did not. */
  | {
      readonly op: 'delete';
      /** The name of the record. */
      readonly key: Key;
    };

/** How the records of one kind are written, as text and packed into bytes. */
export interface RecordForm {
  /** Stands for the kind in packed records: 1 to 63, never used for another one. */
  readonly code: number;
  /** The first elements of each key. */
  readonly prefix: readonly string[];
  /**
   * True for logged records: they are rarely read for a turn, their keys end with a number, which rises from put to
   * put, and they never change. A store with a log reads them from there until its checkpoint has them.
   */
  readonly isLogged: boolean;
  /** The text of contents. @param contents what a record of this kind has. */
  encode(contents: unknown): string;
  /** Writes a key as bytes. @param writer takes them. @param key one with the prefix. */
  packKey(writer: PackWriter, key: Key): void;
  /** Reads a key that `packKey` has written. @param reader has its bytes. */
  unpackKey(reader: PackReader): Key;
  /**
   * Writes contents as bytes.
   *
   * @param writer takes them.
   * @param contents what a record of this kind has.
   * @returns false if the contents have no packed form; what was written is to be dropped then.
   */
  pack(writer: PackWriter, contents: unknown): boolean;
  /** Reads packed contents as the text that `encode` makes of them. @param reader has their bytes. */
  unpack(reader: PackReader): string;
}

/** The largest code of a {@link RecordForm}: a byte has room for it beside the kind of change. */
export const MAX_FORM_CODE = 63;

/** A change of a record whose kind is known. Its text is made when it is read. */
export type RecordChange =
  /** The record has these contents from now on. */
  | {
      readonly op: 'put';
      /** The name of the record. */
      readonly key: Key;
      /** Its text. */
      readonly value: string;
      /** How its kind is written. */
      readonly form: RecordForm;
      /** What `form` writes. Whoever has made it may change it after the commit. */
      readonly contents: unknown;
    }
  /** The record exists no longer. */
  | {
      readonly op: 'delete';
      /** The name of the record. */
      readonly key: Key;
      /** How its kind is written. */
      readonly form: RecordForm;
    };

/** A change as the records make it: one whose kind is known, unless that has no form. */
export type AnyChange = Change | RecordChange;

/** Which entries of a store are read. */
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
  /** The text of a record; undefined if there is none. @param key the name of the record. */
  get(key: Key): string | undefined;
  /**
   * The entries of a range, in order. The iterable is invalid after the next `commit`.
   *
   * @param range a prefix, and where in it to begin and end.
   */
  range(range: Range): Iterable<readonly [Key, string]>;
  /**
   * Applies all changes or none, in order. Returns nothing when they are durable on return,
   * otherwise a promise that resolves when they are. It throws or rejects when these changes, or
   * those of an earlier batch, could not be written, and from then on always: a later batch may
   * depend on them. A batch is plain data: nothing in it has a meaning in the writing process alone.
   *
   * @param batch changes in order; a later one of the same key wins.
   */
  commit(batch: readonly Change[]): void | Promise<void>;
  /**
   * The same for a batch whose changes may be {@link RecordChange}s, so that a store can pack them. It
   * has to read them before it returns: the list is used again then, and contents change. `commit` gets
   * their texts when this is left out.
   *
   * @param batch changes in order; a later one of the same key wins.
   */
  commitRecords?(batch: readonly AnyChange[]): void | Promise<void>;
  /** Resolves when everything committed is durable, or has failed to become durable. */
  close(): void | Promise<void>;
}
