import type { Key } from './store.ts';

/** The order of keys: negative if `a` comes first, 0 if they are the same. */
export function compareKeys(a: Key, b: Key): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const order = compareElements(a[index] as Key[number], b[index] as Key[number]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Numbers come before strings. */
export function compareElements(a: Key[number], b: Key[number]): number {
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1;
  if (typeof b === 'number') return 1;
  return compareTexts(a, b);
}

/**
 * By code points, as UTF-8 is ordered by its bytes. JavaScript's own `<` compares UTF-16 units, in
 * which the two halves of a character outside the basic plane come before U+E000 to U+FFFF.
 */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return rank(a, index, left) - rank(b, index, right);
  }
  return a.length - b.length;
}

/** A unit's place among units: half of a pair lies behind everything that is no half of one. */
function rank(text: string, index: number, unit: number): number {
  return isInPair(text, index, unit) ? unit + 0x10000 : unit;
}

function isInPair(text: string, index: number, unit: number): boolean {
  if (isHigh(unit)) return isLow(text.charCodeAt(index + 1));
  return isLow(unit) && index > 0 && isHigh(text.charCodeAt(index - 1));
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
