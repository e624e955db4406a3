import type { Key } from './store.ts';

/** The order of two keys: negative if `a` comes first, 0 if they are equal. */
export function compareKeys(a: Key, b: Key): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const order = compareElements(a[index] as Key[number], b[index] as Key[number]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** The order of two elements of keys: numbers come before strings. */
export function compareElements(a: Key[number], b: Key[number]): number {
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1;
  if (typeof b === 'number') return 1;
  return compareTexts(a, b);
}

/**
 * Compares by code points, which is the order of the bytes in UTF-8. JavaScript's `<` compares
 * UTF-16 code units, where the surrogates of a character outside the basic plane come before U+E000
 * to U+FFFF.
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

/** A code unit's rank: one of a surrogate pair ranks after every unit that is not in a pair. */
function rank(text: string, index: number, unit: number): number {
  return isInPair(text, index, unit) ? unit + 0x10000 : unit;
}

function isInPair(text: string, index: number, unit: number): boolean {
  if (isHighSurrogate(unit)) return isLowSurrogate(text.charCodeAt(index + 1));
  return isLowSurrogate(unit) && index > 0 && isHighSurrogate(text.charCodeAt(index - 1));
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
