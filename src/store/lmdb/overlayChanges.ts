import { compareKeys } from '../compareKeys.ts';
import type { Change, Key } from '../store.ts';

type Entry = readonly [Key, string];

/** Entries in the order of their keys as they are after the changes, which are in order, too. */
export function* overlaid(
  entries: Iterable<Entry>,
  changes: Iterable<readonly [Key, Change]>,
  { reverse = false }: { readonly reverse?: boolean },
): Generator<Entry> {
  const [below, above] = [entries[Symbol.iterator](), changes[Symbol.iterator]()];
  try {
    let [old, change] = [below.next(), above.next()];
    while (old.done !== true || change.done !== true) {
      const order = orderOf(old, change, reverse);
      if (order < 0) yield old.value;
      else if (change.value[1].op === 'put') yield [change.value[0], change.value[1].value];
      if (order <= 0) old = below.next();
      if (order >= 0) change = above.next();
    }
  } finally {
    below.return?.();
    above.return?.();
  }
}

/** Negative if the first one's key comes first. */
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
