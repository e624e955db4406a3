import { compareElements } from './compareKeys.ts';
import { KeyBranch, type KeyElement, type KeyNode, valueAt } from './keyBranch.ts';
import type { Key, Range } from './store.ts';

/** Yields the entries of a range in the tree below `node`, where the keys with its prefix are. */
export function entriesIn<Value>(
  node: KeyNode<Value>,
  { prefix, after, before, reverse = false }: Range,
): Generator<readonly [Key, Value]> {
  const upper = before === undefined ? 'none' : boundWithin(prefix, before, 'before');
  const lower = after === undefined ? 'none' : boundWithin(prefix, after, 'after');
  return entries(node, { path: prefix, lower, upper, reverse });
}

/** The key that bounds a subtree; `none` if the subtree is unbounded, `all` if it is all outside. */
type Bound = Key | 'none' | 'all';

function boundWithin(prefix: Key, key: Key, side: 'after' | 'before'): Bound {
  for (const [depth, element] of prefix.entries()) {
    const bound = key[depth];
    // A key comes before those that begin with it.
    const order = bound === undefined ? 1 : compareElements(element, bound);
    if (order !== 0) return order > 0 === (side === 'after') ? 'none' : 'all';
  }
  return key;
}

interface Walk {
  readonly path: Key;
  readonly lower: Bound;
  readonly upper: Bound;
  readonly reverse: boolean;
}

function* entries<Value>(
  node: KeyNode<Value>,
  { path, lower, upper, reverse }: Walk,
): Generator<readonly [Key, Value]> {
  if (lower === 'all' || upper === 'all') return;
  const depth = path.length;
  // The bound of the next level; undefined where the upper key itself ends here.
  const limit = upper === 'none' ? undefined : upper[depth];
  if (upper !== 'none' && limit === undefined) return;
  const start = lower === 'none' ? undefined : lower[depth];
  const value = lower === 'none' ? valueAt(node) : undefined;
  if (value !== undefined && !reverse) yield [path, value];
  if (node instanceof KeyBranch) {
    const { elements, first } = node.sorted;
    const from = start === undefined ? first : Math.max(first, positionOf(elements, start));
    const end = limit === undefined ? elements.length : positionAfter(elements, limit);
    for (let step = 0; step < end - from; step++) {
      const element = elements[reverse ? end - 1 - step : from + step] as KeyElement;
      const child = node.children.get(element);
      if (child === undefined) continue;
      yield* entries(child, {
        path: [...path, element],
        lower: element === start ? lower : 'none',
        upper: element === limit ? upper : 'none',
        reverse,
      });
    }
  }
  if (value !== undefined && reverse) yield [path, value];
}

/** The position of the first element that does not come before `wanted`. */
function positionOf(sorted: readonly KeyElement[], wanted: KeyElement): number {
  return firstWhere(sorted, (element) => compareElements(element, wanted) >= 0);
}

/** The position of the first element that comes after `wanted`. */
function positionAfter(sorted: readonly KeyElement[], wanted: KeyElement): number {
  return firstWhere(sorted, (element) => compareElements(element, wanted) > 0);
}

/** Binary search: `matches` must be false up to some position, and true from there on. */
function firstWhere(
  sorted: readonly KeyElement[],
  matches: (element: KeyElement) => boolean,
): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (matches(sorted[middle] as KeyElement)) to = middle;
    else from = middle + 1;
  }
  return from;
}
