import { inspect } from 'node:util';

/** Characters of a value in an error message. */
const MAX_SHOWN_LENGTH = 120;

/** A short text for any value, made without calling code of the value's own. */
export function show(value: unknown): string {
  try {
    if (value instanceof Error) return `${value.name}: ${value.message}`.slice(0, MAX_SHOWN_LENGTH);
    const shown = inspect(value, {
      depth: 0,
      customInspect: false,
      maxArrayLength: 3,
      maxStringLength: 60,
      breakLength: Number.POSITIVE_INFINITY,
    });
    return shown.length > MAX_SHOWN_LENGTH ? `${shown.slice(0, MAX_SHOWN_LENGTH)}...` : shown;
  } catch {
    return `some ${typeof value}`;
  }
}
