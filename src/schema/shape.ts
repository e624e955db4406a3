import * as check from '../base/check.ts';
import { isPlainObject } from '../base/isPlainObject.ts';
import { show } from '../base/show.ts';

/**
 * Checks of the shape of records. Each returns the value with its type, or throws a TypeError or
 * RangeError that says what was expected and what came.
 */
export function members(name: string, value: unknown): Readonly<Record<string, unknown>> {
  if (isPlainObject(value)) return value;
  throw new TypeError(`${name}: expected an object, got ${show(value)}`);
}

export function list(name: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new TypeError(`${name}: expected a list, got ${show(value)}`);
}

/** A text that may be empty. */
export function anyText(name: string, value: unknown): string {
  return check.text(name, value, { min: 0 });
}
