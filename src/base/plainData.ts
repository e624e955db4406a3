import { outOfRange, wrongType } from './check.ts';
import { isPlainObject } from './isPlainObject.ts';
import { MAX_DATA_DEPTH, MAX_DATA_SIZE } from './limits.ts';

/**
 * A deep copy of data that JSON can represent: null, booleans, finite numbers, strings, arrays and
 * plain objects. Omits members that are undefined.
 *
 * @throws TypeError if the data contains anything else, or contains itself; RangeError if it is larger than
 * {@link MAX_DATA_SIZE} or nested deeper than {@link MAX_DATA_DEPTH}. Takes time in proportion to these at most.
 */
export function plainData(name: string, value: unknown): unknown {
  return new PlainCopy(name, value).copy(name, value, []);
}

class PlainCopy {
  readonly #root: string;
  readonly #given: unknown;
  #size = 0;

  constructor(root: string, given: unknown) {
    this.#root = root;
    this.#given = given;
  }

  /** @param path the objects that contain `value`, to find circles. */
  copy(name: string, value: unknown, path: readonly unknown[]): unknown {
    if (typeof value === 'string') this.#count(value.length);
    const isScalar = value === null || typeof value === 'boolean' || typeof value === 'string';
    if (isScalar || (typeof value === 'number' && Number.isFinite(value))) return value;
    if (path.includes(value)) {
      throw wrongType(name, 'plain data that JSON can hold, so no circle', value);
    }
    if (path.length === MAX_DATA_DEPTH) {
      throw this.#tooLarge(`at most ${MAX_DATA_DEPTH} levels of arrays and objects`);
    }
    const inside = [...path, value];
    if (Array.isArray(value)) {
      this.#count(value.length);
      return value.map((item, index) => this.copy(`${name}[${index}]`, item, inside));
    }
    if (!isPlainObject(value)) throw wrongType(name, 'plain data that JSON can hold', value);
    const keys = Object.keys(value);
    this.#count(keys.length);
    for (const key of keys) this.#count(key.length);
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([key, member]) => [key, this.copy(`${name}.${key}`, member, inside)]),
    );
  }

  #count(size: number): void {
    this.#size += size;
    if (this.#size > MAX_DATA_SIZE) {
      throw this.#tooLarge(`at most ${MAX_DATA_SIZE} characters, names and values`);
    }
  }

  #tooLarge(expected: string): Error {
    return outOfRange(this.#root, expected, this.#given);
  }
}
