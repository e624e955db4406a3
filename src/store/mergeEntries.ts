import { compareKeys } from './compareKeys.ts';
import type { Key } from './store.ts';

type Entry = readonly [Key, string];

/** Yields the entries of two ranges without common keys, in their order or in the reverse order. */
export function* mergeEntries(
  first: Iterable<Entry>,
  second: Iterable<Entry>,
  { reverse = false }: { readonly reverse?: boolean },
): Generator<Entry> {
  const [left, right] = [first[Symbol.iterator](), second[Symbol.iterator]()];
  try {
    let [a, b] = [left.next(), right.next()];
    while (a.done !== true && b.done !== true) {
      const order = compareKeys(a.value[0], b.value[0]);
      if (order < 0 !== reverse) {
        yield a.value;
        a = left.next();
      } else {
        yield b.value;
        b = right.next();
      }
    }
    for (; a.done !== true; a = left.next()) yield a.value;
    for (; b.done !== true; b = right.next()) yield b.value;
  } finally {
    left.return?.();
    right.return?.();
  }
}
