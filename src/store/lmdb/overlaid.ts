import { compareKeys } from '../compareKeys.ts';
import type { Change } from '../store.ts';

/** Changes in the order of their keys: of two for one key the newer one. */
export function* overlaid(
  older: Iterable<Change>,
  newer: Iterable<Change>,
  { reverse = false }: { readonly reverse?: boolean },
): Generator<Change> {
  const [below, above] = [older[Symbol.iterator](), newer[Symbol.iterator]()];
  try {
    let [low, high] = [below.next(), above.next()];
    while (low.done !== true || high.done !== true) {
      const order = orderOf(low, high, reverse);
      yield order < 0 ? low.value : high.value;
      if (order <= 0) low = below.next();
      if (order >= 0) high = above.next();
    }
  } finally {
    below.return?.();
    above.return?.();
  }
}

function orderOf(a: IteratorResult<Change>, b: IteratorResult<Change>, reverse: boolean): number {
  if (a.done === true) return 1;
  if (b.done === true) return -1;
  const order = compareKeys(a.value.key, b.value.key);
  return reverse ? -order : order;
}
