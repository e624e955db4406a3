import type { PackReader } from '../store/packed/packReader.ts';
import type { PackWriter } from '../store/packed/packWriter.ts';
import type { Key } from '../store/store.ts';

/** One element of a key, after the prefix. */
export interface KeyElement {
  readonly name: string;
  readonly type: 'string' | 'number';
  /** True when the same text comes in many keys or records, so that a packed key refers to it by number. */
  readonly isShared?: true;
}

/** The types of a key's elements, from their description. */
export type ElementsOf<Elements extends readonly KeyElement[]> = {
  [Index in keyof Elements]: Elements[Index]['type'] extends 'number' ? number : string;
};

export type KeyOf<
  Prefix extends readonly string[],
  Elements extends readonly (string | number)[],
> = readonly [...Prefix, ...Elements];

type KeyMaker = (a: string | number, b: string | number) => Key;

/** How the keys of one kind of record are made, recognized and packed. */
export class KeyForm {
  /** Makes a key of its elements. */
  readonly make: KeyMaker;
  readonly #prefix: readonly string[];
  readonly #elements: readonly KeyElement[];
  /** The places of numbers in keys. */
  readonly #numbers: readonly number[];

  constructor(prefix: readonly string[], elements: readonly KeyElement[]) {
    this.#prefix = prefix;
    this.#elements = elements;
    this.#numbers = elements.flatMap(({ type }, index) =>
      type === 'number' ? [prefix.length + index] : [],
    );
    this.make = keyMaker(prefix, elements.length);
  }

  matches(key: Key): boolean {
    const prefix = this.#prefix;
    const elements = this.#elements;
    const { length } = prefix;
    return (
      key.length === length + elements.length &&
      prefix.every((element, index) => key[index] === element) &&
      elements.every(({ type }, index) => isElement(type, key[length + index]))
    );
  }

  /** True when {@link KeyForm.pack} can write a key of the kind: its numbers are safe integers from 0 on. */
  packs(key: Key): boolean {
    for (const place of this.#numbers) {
      const number = key[place] as number;
      if (!Number.isSafeInteger(number) || number < 0) return false;
    }
    return true;
  }

  pack(writer: PackWriter, key: Key): void {
    const elements = this.#elements;
    const { length } = this.#prefix;
    for (let index = 0; index < elements.length; index++) {
      const { type, isShared } = elements[index] as KeyElement;
      const element = key[length + index];
      if (type === 'number') writer.writeVarint(element as number);
      else if (isShared === true) writer.writeShared(element as string);
      else writer.writeText(element as string);
    }
  }

  /** Reads what {@link KeyForm.pack} has written. */
  unpack(reader: PackReader): Key {
    const [first, second] = this.#elements;
    const a = readElement(reader, first);
    return this.make(a, readElement(reader, second));
  }
}

function readElement(reader: PackReader, element: KeyElement | undefined): string | number {
  if (element === undefined) return '';
  if (element.type === 'number') return reader.readVarint();
  return element.isShared === true ? reader.readShared() : reader.readText();
}

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
