import type { Change, Key, Range, Store } from '../store/store.ts';

/** One element of a key, after the prefix. */
export interface KeyElement {
  readonly name: string;
  readonly type: 'string' | 'number';
}

/** The types of a key's elements, from their description. */
export type ElementsOf<Elements extends readonly KeyElement[]> = {
  [Index in keyof Elements]: Elements[Index]['type'] extends 'number' ? number : string;
};

/** How the value of a record is written. */
export interface RecordCodec<Value, Written = Value> {
  /** `text` for plain texts, which must not be taken for JSON even where they look like it. */
  readonly syntax: 'json' | 'text';
  encode(written: Written): string;
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
export type Upgrade = (store: Store) => Iterable<Change>;

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
  readonly codec: RecordCodec<Value, Written>;
}

/** What the tools and the migration know of a kind of record. */
export interface AnyRecordKind<Keys extends Key = Key, Value = unknown> {
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
> implements AnyRecordKind<readonly [...Prefix, ...Elements], Value>
{
  readonly name: string;
  readonly prefix: Prefix;
  readonly elements: readonly KeyElement[];
  readonly version: number;
  readonly earlier: readonly EarlierVersion[];
  /** The key of one record. */
  readonly key: (...elements: Elements) => readonly [...Prefix, ...Elements];
  readonly #codec: RecordCodec<Value, Written>;

  constructor(definition: RecordDefinition<Prefix, readonly KeyElement[], Value, Written>) {
    const { name, prefix, elements, version, earlier = [], codec } = definition;
    this.name = name;
    this.prefix = prefix;
    this.elements = elements;
    this.version = version;
    this.earlier = earlier;
    this.key = keyMaker(prefix, elements.length) as unknown as typeof this.key;
    this.#codec = codec;
  }

  get syntax(): 'json' | 'text' {
    return this.#codec.syntax;
  }

  encode(value: Written): string {
    return this.#codec.encode(value);
  }

  /** Trusts the text: see {@link RecordCodec.decode}. */
  decode(text: string, key: readonly [...Prefix, ...Elements]): Value {
    return this.#codec.decode(text, key);
  }

  put(key: readonly [...Prefix, ...Elements], value: Written): Change {
    return { op: 'put', key, value: this.#codec.encode(value) };
  }

  delete(key: readonly [...Prefix, ...Elements]): Change {
    return { op: 'delete', key };
  }

  get(source: RecordSource, key: readonly [...Prefix, ...Elements]): Value | undefined {
    const text = source.get(key);
    return text === undefined ? undefined : this.#codec.decode(text, key);
  }

  has(source: RecordSource, key: readonly [...Prefix, ...Elements]): boolean {
    return source.get(key) !== undefined;
  }

  /** The records of the kind, or some of them, in the order of their keys. */
  *range(
    source: RecordSource,
    range: Partial<Range> = {},
  ): Generator<readonly [key: readonly [...Prefix, ...Elements], value: Value]> {
    for (const [key, text] of source.range({ prefix: this.prefix, ...range })) {
      yield [key as readonly [...Prefix, ...Elements], this.#codec.decode(text, key)];
    }
  }

  /** The keys of these records, whose values are not read. */
  *keys(
    source: RecordSource,
    range: Partial<Range> = {},
  ): Generator<readonly [...Prefix, ...Elements]> {
    for (const [key] of source.range({ prefix: this.prefix, ...range })) {
      yield key as readonly [...Prefix, ...Elements];
    }
  }

  matches(key: Key): key is readonly [...Prefix, ...Elements] {
    const { prefix, elements } = this;
    const { length } = prefix;
    return (
      key.length === length + elements.length &&
      prefix.every((element, index) => key[index] === element) &&
      elements.every(({ type }, index) => isElement(type, key[length + index]))
    );
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

/** Writes values as the JSON that they are. */
export function jsonCodec<Value>(check: (value: unknown) => void): RecordCodec<Value> {
  return {
    syntax: 'json',
    encode: (value) => JSON.stringify(value),
    decode: (text) => JSON.parse(text) as Value,
    check,
  };
}

type KeyMaker = (a: string | number, b: string | number) => Key;

/** Every turn makes keys. An array literal is the fastest way, and its array has no spare capacity. */
function keyMaker(prefix: readonly string[], elements: number): KeyMaker {
  const [first = '', second = ''] = prefix;
  switch (`${prefix.length} ${elements}`) {
    case '1 0':
      return () => [first];
    case '1 1':
      return (a) => [first, a];
    case '1 2':
      return (a, b) => [first, a, b];
    case '2 1':
      return (a) => [first, second, a];
    default:
      throw new Error(`no kind of record has had ${elements} elements after ${prefix.join()} yet`);
  }
}

function isElement(type: KeyElement['type'], given: Key[number] | undefined): boolean {
  return type === 'number' ? Number.isSafeInteger(given) : typeof given === 'string';
}
