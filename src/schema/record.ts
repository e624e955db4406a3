import type { PackReader } from '../store/packed/packReader.ts';
import type { PackWriter } from '../store/packed/packWriter.ts';
import type { AnyChange, Key, Range, RecordForm, Store } from '../store/store.ts';
import { type ElementsOf, type KeyElement, KeyForm, type KeyOf } from './keyForm.ts';
import { RecordDelete, RecordPut } from './recordChanges.ts';

/** How the value of a record is written. */
export interface RecordCodec<Value, Written = Value> {
  /** `text` for plain texts, which must not be taken for JSON even where they look like it. */
  readonly syntax: 'json' | 'text';
  encode(written: Written): string;
  /** As that of a {@link RecordForm}; left out when the values of a kind have no packed form. */
  pack?(writer: PackWriter, written: Written): boolean;
  /** Reads what `pack` has written as the text that `encode` makes. */
  unpack?(reader: PackReader): string;
  /**
   * Trusts the text where a check would take time: a shop has written it.
   *
   * @throws Error that says what was expected and what came.
   */
  decode(text: string, key: Key): Value;
  /** Checks every member of a decoded value. @throws as `decode` does. */
  check(value: Value, key: Key): void;
}

/** Changes that rewrite the records of a kind, from one version to the next. */
export type Upgrade = (store: Store) => Iterable<AnyChange>;

/** A form that records of a kind had in earlier formats. */
export interface EarlierVersion {
  /** The format of the store since which records had this form. */
  readonly version: number;
  /**
   * How they become records of the next version: `decode` reads them as they are, or they are
   * rewritten when a store is opened. Left out when neither is possible: such a store is refused.
   */
  readonly upgrade?: 'none needed' | Upgrade;
}

export interface RecordDefinition<
  Prefix extends readonly string[],
  Elements extends readonly KeyElement[],
  Value,
  Written,
> {
  /** A plural, as the tools print it. */
  readonly name: string;
  /** The first elements of every key. No other kind has the same ones and the same `elements`. */
  readonly prefix: Prefix;
  readonly elements: Elements;
  /** The format of the store since which records have the present form. */
  readonly version: number;
  /** The forms before, oldest first; none when left out. */
  readonly earlier?: readonly EarlierVersion[];
  /**
   * The code of the kind in packed changes, 1 to 63, never that of another kind, not even of one that is gone.
   * When left out, the changes of the kind are made as texts.
   */
  readonly logCode?: number;
  /** As that of a {@link RecordForm}; false when left out. */
  readonly isLogged?: boolean;
  readonly codec: RecordCodec<Value, Written>;
}

/** What the tools and the migration know of a kind of record. */
export interface AnyRecordKind<Keys extends Key = Key, Value = unknown> extends RecordForm {
  readonly name: string;
  readonly prefix: readonly string[];
  readonly elements: readonly KeyElement[];
  readonly version: number;
  readonly earlier: readonly EarlierVersion[];
  readonly syntax: 'json' | 'text';
  /** True when the key is one of this kind. */
  matches(key: Key): key is Keys;
  /** Decodes and checks. @throws Error that says what was expected and what came. */
  read(text: string, key: Key): Value;
}

/** A store, or a snapshot of one, to read records from. */
export type RecordSource = Pick<Store, 'get' | 'range'>;

/** One kind of record: how its keys are made, and how its values are written and read. */
export class RecordKind<
  Prefix extends readonly string[],
  Elements extends readonly (string | number)[],
  Value,
  Written = Value,
> implements AnyRecordKind<KeyOf<Prefix, Elements>, Value>
{
  readonly name: string;
  readonly prefix: Prefix;
  readonly elements: readonly KeyElement[];
  readonly version: number;
  readonly earlier: readonly EarlierVersion[];
  /** 0 without a form. */
  readonly code: number;
  readonly isLogged: boolean;
  /** The key of one record. */
  readonly key: (...elements: Elements) => KeyOf<Prefix, Elements>;
  readonly #codec: RecordCodec<Value, Written>;
  readonly #keys: KeyForm;

  constructor(definition: RecordDefinition<Prefix, readonly KeyElement[], Value, Written>) {
    const { name, prefix, elements, version, earlier = [], codec } = definition;
    const { logCode = 0, isLogged = false } = definition;
    this.name = name;
    this.prefix = prefix;
    this.elements = elements;
    this.version = version;
    this.earlier = earlier;
    this.code = logCode;
    this.isLogged = isLogged;
    this.#keys = new KeyForm(prefix, elements);
    this.key = this.#keys.make as unknown as typeof this.key;
    this.#codec = codec;
  }

  get syntax(): 'json' | 'text' {
    return this.#codec.syntax;
  }

  encode(value: Written): string {
    return this.#codec.encode(value);
  }

  /** Trusts the text: see {@link RecordCodec.decode}. */
  decode(text: string, key: KeyOf<Prefix, Elements>): Value {
    return this.#codec.decode(text, key);
  }

  /**
   * The change that writes a record.
   *
   * @param value must not change before the commit, which writes it, unless it is written now.
   * @param isWrittenNow true for a value that JSON may not be able to hold: this then throws the error.
   */
  put(key: KeyOf<Prefix, Elements>, value: Written, isWrittenNow = false): AnyChange {
    if (isWrittenNow || !this.#hasForm(key)) return { op: 'put', key, value: this.encode(value) };
    return new RecordPut(key, this, value);
  }

  delete(key: KeyOf<Prefix, Elements>): AnyChange {
    return this.#hasForm(key) ? new RecordDelete(key, this) : { op: 'delete', key };
  }

  packKey(writer: PackWriter, key: Key): void {
    this.#keys.pack(writer, key);
  }

  unpackKey(reader: PackReader): KeyOf<Prefix, Elements> {
    return this.#keys.unpack(reader) as KeyOf<Prefix, Elements>;
  }

  pack(writer: PackWriter, value: Written): boolean {
    return this.#codec.pack?.(writer, value) ?? false;
  }

  unpack(reader: PackReader): string {
    const { unpack } = this.#codec;
    if (unpack === undefined) throw new Error(`${this.name} have no packed form`);
    return unpack(reader);
  }

  get(source: RecordSource, key: KeyOf<Prefix, Elements>): Value | undefined {
    const text = source.get(key);
    return text === undefined ? undefined : this.#codec.decode(text, key);
  }

  has(source: RecordSource, key: KeyOf<Prefix, Elements>): boolean {
    return source.get(key) !== undefined;
  }

  /** The records of the kind, or some of them, in the order of their keys. */
  *range(
    source: RecordSource,
    range: Partial<Range> = {},
  ): Generator<readonly [key: KeyOf<Prefix, Elements>, value: Value]> {
    for (const [key, text] of source.range({ prefix: this.prefix, ...range })) {
      yield [key as KeyOf<Prefix, Elements>, this.#codec.decode(text, key)];
    }
  }

  /** The keys of these records, whose values are not read. */
  *keys(source: RecordSource, range: Partial<Range> = {}): Generator<KeyOf<Prefix, Elements>> {
    for (const [key] of source.range({ prefix: this.prefix, ...range })) {
      yield key as KeyOf<Prefix, Elements>;
    }
  }

  matches(key: Key): key is KeyOf<Prefix, Elements> {
    return this.#keys.matches(key);
  }

  /** Checks every member of a decoded value. @throws Error that says what was expected and what came. */
  check(value: Value, key: Key): void {
    this.#codec.check(value, key);
  }

  read(text: string, key: Key): Value {
    const value = this.#codec.decode(text, key);
    this.#codec.check(value, key);
    return value;
  }

  #hasForm(key: Key): boolean {
    return this.code !== 0 && this.#keys.packs(key);
  }
}

export function recordKind<
  const Prefix extends readonly string[],
  const Elements extends readonly KeyElement[],
  Value,
  Written = Value,
>(
  definition: RecordDefinition<Prefix, Elements, Value, Written>,
): RecordKind<Prefix, ElementsOf<Elements>, Value, Written> {
  return new RecordKind(definition);
}
