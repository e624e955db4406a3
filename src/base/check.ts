import { inspect } from 'node:util';
import { MAX_ID_LENGTH, MAX_TEXT_LENGTH } from './limits.ts';

/**
 * Checks of what callers pass in. Each answers the value with its type, or throws a TypeError (the
 * wrong kind of thing) or RangeError (the right kind, but out of range) that names the argument,
 * what was expected and what came.
 */

/** An id: a non-empty string of at most {@link MAX_ID_LENGTH} characters. */
export function id(name: string, value: unknown): string {
  return text(name, value, { min: 1, max: MAX_ID_LENGTH });
}

export function text(
  name: string,
  value: unknown,
  { min = 1, max = MAX_TEXT_LENGTH }: { min?: number; max?: number } = {},
): string {
  if (typeof value !== 'string') throw wrongType(name, 'a string', value);
  if (value.length < min) throw outOfRange(name, 'a string that is not empty', value);
  if (value.length > max) {
    throw outOfRange(name, `at most ${max} characters`, `${value.length} characters`);
  }
  return value;
}

/** A number of units: 1, 2, 3, ... up to 2^53 - 1. */
export function quantity(name: string, value: unknown): number {
  return integer(name, value, { min: 1, expected: 'a positive safe integer' });
}

/** An amount of money in minor units, or any other count that may be 0. */
export function count(name: string, value: unknown): number {
  return integer(name, value, { min: 0, expected: 'a non-negative safe integer' });
}

function integer(
  name: string,
  value: unknown,
  { min, expected }: { min: number; expected: string },
): number {
  if (typeof value !== 'number') throw wrongType(name, expected, value);
  if (!Number.isSafeInteger(value) || value < min) throw outOfRange(name, expected, value);
  return value + 0; // Turns -0 into 0.
}

/** A number within bounds, whole or not. */
export function number(
  name: string,
  value: unknown,
  { min, max }: { min: number; max: number },
): number {
  const expected = `a number from ${min} to ${max}`;
  if (typeof value !== 'number') throw wrongType(name, expected, value);
  if (!(value >= min && value <= max)) throw outOfRange(name, expected, value);
  return value;
}

export function boolean(name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw wrongType(name, 'true or false', value);
  return value;
}

export function callable<T>(name: string, value: T): T & ((...args: never[]) => unknown) {
  if (typeof value !== 'function') throw wrongType(name, 'a function', value);
  return value as T & ((...args: never[]) => unknown);
}

export function oneOf<const T extends string>(
  name: string,
  value: unknown,
  allowed: readonly T[],
): T {
  const expected = `one of ${allowed.map((word) => `'${word}'`).join(', ')}`;
  if (typeof value !== 'string') throw wrongType(name, expected, value);
  if (!allowed.includes(value as T)) throw outOfRange(name, expected, value);
  return value as T;
}

/** An object with no members but the `known` ones, so that a misspelt option is not ignored. */
export function fields<T extends object>(
  name: string,
  value: T,
  known: readonly (keyof T & string)[],
): T {
  if (!isPlainObject(value)) throw wrongType(name, 'a plain object', value);
  for (const key of Object.keys(value)) {
    if (!(known as readonly string[]).includes(key)) {
      throw new TypeError(`${name}: expected only ${known.join(', ')}; got ${show(key)}`);
    }
  }
  return value;
}

/** Checks a member that may be left out. Members that are undefined count as left out. */
export function optional<T>(value: unknown, check: (value: unknown) => T): T | undefined {
  return value === undefined ? undefined : check(value);
}

export function wrongType(name: string, expected: string, value: unknown): TypeError {
  return new TypeError(`${name}: expected ${expected}, got ${show(value)}`);
}

export function outOfRange(name: string, expected: string, value: unknown): RangeError {
  return new RangeError(`${name}: expected ${expected}, got ${show(value)}`);
}

/** `{ ... }`, also from another realm, as tests that run in a VM context pass them. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * A deep copy of data that JSON can hold: null, booleans, finite numbers, strings, arrays and plain
 * objects. Members that are undefined are left out.
 */
export function plainData(name: string, value: unknown, path: readonly unknown[] = []): unknown {
  const isScalar = value === null || typeof value === 'boolean' || typeof value === 'string';
  if (isScalar || (typeof value === 'number' && Number.isFinite(value))) return value;
  if (path.includes(value))
    throw wrongType(name, 'plain data that JSON can hold, so no circle', value);
  const inside = [...path, value];
  if (Array.isArray(value)) {
    return value.map((item, index) => plainData(`${name}[${index}]`, item, inside));
  }
  if (!isPlainObject(value)) throw wrongType(name, 'plain data that JSON can hold', value);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, plainData(`${name}.${key}`, member, inside)]),
  );
}

/** How much of a value an error message shows. */
const SHOWN_LENGTH = 120;

/** A value as a short piece of text, whatever it is: never its own code's, never long. */
export function show(value: unknown): string {
  try {
    if (value instanceof Error) return `${value.name}: ${value.message}`.slice(0, SHOWN_LENGTH);
    const shown = inspect(value, {
      depth: 0,
      customInspect: false,
      maxArrayLength: 3,
      maxStringLength: 60,
      breakLength: Number.POSITIVE_INFINITY,
    });
    return shown.length > SHOWN_LENGTH ? `${shown.slice(0, SHOWN_LENGTH)}...` : shown;
  } catch {
    return `some ${typeof value}`;
  }
}
