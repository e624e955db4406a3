import { compareKeys } from './compareKeys.ts';
import type { Change, Key } from './store.ts';

type Entry = readonly [Key, string];

/**
 * Yields the entries as they are after the changes. Both must be in the order of their keys, or in
 * the reverse order.
 */
export function* overlayChanges(
  entries: Iterable<Entry>,
  changes: Iterable<readonly [Key, Change]>,
  { reverse = false }: { readonly reverse?: boolean },
): Generator<Entry> {
  const [below, above] = [entries[Symbol.iterator](), changes[Symbol.iterator]()];
  try {
    let [entry, change] = [below.next(), above.next()];
    while (entry.done !== true || change.done !== true) {
      const order = orderOf(entry, change, reverse);
      if (order < 0) yield entry.value;
      else if (change.value[1].op === 'put') yield [change.value[0], change.value[1].value];
      if (order <= 0) entry = below.next();
      if (order >= 0) change = above.next();
    }
  } finally {
    below.return?.();
    above.return?.();
  }
}

/** Negative if the key of `a` comes first; an iterator that is done comes last. */
function orderOf(
  a: IteratorResult<readonly [Key, unknown]>,
  b: IteratorResult<readonly [Key, unknown]>,
  reverse: boolean,
): number {
  if (a.done === true) return 1;
  if (b.done === true) return -1;
  const order = compareKeys(a.value[0], b.value[0]);
  return reverse ? -order : order;
}
