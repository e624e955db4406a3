import { ArgumentRangeError, ArgumentTypeError } from './argumentError.ts';
import { meantWord } from './closestWord.ts';
import { isPlainObject } from './isPlainObject.ts';
import { LONG_ID_LENGTH, MAX_ID_LENGTH, MAX_TEXT_LENGTH } from './limits.ts';
import { show } from './show.ts';

/**
 * Checks of arguments. Each check returns the value with its type, or throws a TypeError (another
 * type) or RangeError (the right type, but out of range) that names the argument, what was expected
 * and what came. Both are also an {@link ArgumentError}.
 */

/**
 * An id: a string of 1 to {@link MAX_ID_LENGTH} characters. One of {@link LONG_ID_LENGTH} and more has none of the
 * characters U+0000 to U+0004 and no lone surrogates: LMDB's package writes keys of this length in another
 * way, in which such ids would be mixed up.
 */
export function id(name: string, value: unknown): string {
  // Nearly every id passes; `text` finds out what is wrong with the others.
  if (typeof value === 'string' && value.length > 0 && value.length < LONG_ID_LENGTH) return value;
  const long = text(name, value, { min: 1, max: MAX_ID_LENGTH });
  if (!isMixedUp(long)) return long;
  const expected = `no U+0000 to U+0004 and no lone surrogates in an id of ${LONG_ID_LENGTH} characters or more`;
  throw outOfRange(name, expected, value);
}

function isMixedUp(id: string): boolean {
  for (const character of id) {
    const code = character.codePointAt(0) as number;
    if (code <= 4 || (code >= 0xd800 && code <= 0xdfff)) return true;
  }
  return false;
}

export function text(
  name: string,
  value: unknown,
  { min = 1, max = MAX_TEXT_LENGTH }: { min?: number; max?: number } = {},
): string {
  if (typeof value !== 'string') throw wrongType(name, 'a string', value);
  if (value.length < min) throw outOfRange(name, 'a string that is not empty', value);
  if (value.length > max) {
    throw outOfRange(name, `at most ${max} characters`, value, `'${value.length} characters'`);
  }
  return value;
}

/** A number of units: an integer from 1 to 2^53 - 1. */
export function quantity(
  name: string,
  value: unknown,
  expected = 'a positive safe integer',
): number {
  if (typeof value === 'number' && value >= 1 && Number.isSafeInteger(value)) return value;
  return integer(name, value, { min: 1, expected });
}

/** An amount of money in minor units, or another count: an integer from 0 to 2^53 - 1. */
export function count(
  name: string,
  value: unknown,
  expected = 'a non-negative safe integer',
): number {
  return integer(name, value, { min: 0, expected });
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

/** A number within bounds, which need not be an integer. */
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

/** An integer within bounds. */
export function wholeNumber(
  name: string,
  value: unknown,
  { min, max }: { min: number; max: number },
): number {
  const expected = `a whole number from ${min} to ${max}`;
  const whole = integer(name, value, { min, expected });
  if (whole > max) throw outOfRange(name, expected, value);
  return whole;
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

/** A plain object with no other members than `known`, so that a misspelt option is not ignored. */
export function fields<T extends object>(
  name: string,
  value: T,
  known: readonly (keyof T & string)[],
): T {
  if (!isPlainObject(value)) throw wrongType(name, 'a plain object', value);
  for (const key of Object.keys(value)) {
    if (!(known as readonly string[]).includes(key)) {
      const expected = `only ${known.join(', ')}`;
      const message = `${name}: expected ${expected}; got ${show(key)}${meantWord(key, known)}`;
      throw new ArgumentTypeError(message, { argument: name, expected, given: key });
    }
  }
  return value;
}

/** Checks a member that may be left out. A member that is undefined counts as left out. */
export function optional<T>(value: unknown, check: (value: unknown) => T): T | undefined {
  return value === undefined ? undefined : check(value);
}

/**
 * The error for a value of another type.
 *
 * @param shown how the message shows the value.
 */
export function wrongType(
  argument: string,
  expected: string,
  given: unknown,
  shown: string = show(given),
): ArgumentTypeError {
  const message = `${argument}: expected ${expected}, got ${shown}`;
  return new ArgumentTypeError(message, { argument, expected, given });
}

/** The error for a value of the right type that is out of range. Like {@link wrongType}. */
export function outOfRange(
  argument: string,
  expected: string,
  given: unknown,
  shown: string = show(given),
): ArgumentRangeError {
  const message = `${argument}: expected ${expected}, got ${shown}`;
  return new ArgumentRangeError(message, { argument, expected, given });
}
