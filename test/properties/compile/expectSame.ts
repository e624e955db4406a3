import { expect } from 'vitest';
import type { Moment } from './drive.ts';
import type { Plain } from './plain.ts';

/** The number of entries that are shown before the first difference. */
const CONTEXT = 2;

/** Fails with the first step and the first part of it in which the two runs differ. */
export function expectSame(
  actual: readonly Moment[],
  expected: readonly Moment[],
  about: string,
): void {
  if (JSON.stringify(actual) === JSON.stringify(expected)) return;
  const path: string[] = [];
  for (const [index, moment] of expected.entries()) {
    path.push(moment.step);
    const other = actual[index];
    const where = `${about}\nafter ${path.join(' → ')}`;
    expectSameEntries(other?.happened, moment.happened, `${where}\nwhat happened differs`);
    for (const [part, value] of Object.entries(moment.look as Record<string, Plain>)) {
      const otherValue = (other?.look as Record<string, Plain>)?.[part];
      expectSamePart(otherValue, value, `${where}\n${part} differs`);
    }
    expectSamePart(other as never, moment as never, where);
  }
  expect(actual, `${about}\nthe number of steps differs`).toHaveLength(expected.length);
}

/** The entries from shortly before the first difference on. */
function expectSameEntries(actual: Plain | undefined, expected: Plain, about: string): void {
  const [mine, theirs] = [(actual ?? []) as Plain[], expected as Plain[]];
  let first = 0;
  while (first < theirs.length && isSame(mine[first], theirs[first])) first += 1;
  const shown = [Math.max(0, first - CONTEXT), first + CONTEXT + 1] as const;
  expectSamePart(mine.slice(...shown), theirs.slice(...shown), `${about} (entry ${first})`);
  expectSamePart(actual, expected, about);
}

function expectSamePart(actual: Plain | undefined, expected: Plain, about: string): void {
  if (isSame(actual, expected)) return;
  expect(actual, about).toEqual(expected);
  expect(JSON.stringify(actual), `${about}, by the order of its keys`).toBe(
    JSON.stringify(expected),
  );
}

function isSame(actual: unknown, expected: unknown): boolean {
  return JSON.stringify(actual) === JSON.stringify(expected);
}
