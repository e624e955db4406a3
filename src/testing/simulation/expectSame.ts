import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';

/** @throws Error that begins with `what` and shows the differences. */
export function expectSame(actual: unknown, expected: unknown, what: string): void {
  if (isDeepStrictEqual(actual, expected)) return;
  try {
    assert.deepEqual(actual, expected);
  } catch (error) {
    throw new Error(`${what}: ${(error as Error).message}`);
  }
}
