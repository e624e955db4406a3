import { flat } from './flat.ts';
import type { Change, Key, Range, Store } from './store.ts';

/**
 * Keeps everything in this process and nothing longer: the default.
 *
 * By hand, since nearly every access is to one key. A tree of hash maps, one level for each element
 * of a key, answers it in two or three lookups, where a sorted map compares its way down through a
 * million keys. What a range needs in order is sorted when somebody asks for it.
 */
export function memoryStore(): Store {
  const root = new Branch();
  return {
    get: (key) => ownValue(find(root, key)),
    *range({ prefix, before, reverse = false }: Range) {
      const node = find(root, prefix);
      const bound = before === undefined ? 'all' : boundWithin(prefix, before);
      if (node !== undefined) yield* entries(node, { path: prefix, bound, reverse });
    },
    commit(batch: readonly Change[]) {
      for (const change of batch) {
        if (change.op === 'put') put(root, change.key, flat(change.value));
        else remove(root, change.key);
      }
    },
    close() {},
  };
}

type Element = Key[number];
/** A key that is the beginning of no other is its value alone. */
type Node = Branch | string;

/** All keys that begin alike. */
class Branch {
  /** Of the key that ends here, if there is one. */
  value: string | undefined;
  readonly children = new Map<Element, Node>();
  /** The elements of the children in order, from when somebody asks until one comes in between. */
  #sorted: Element[] | undefined;

  set(element: Element, node: Node): void {
    if (!this.children.has(element)) this.#noteNew(element);
    this.children.set(element, node);
  }

  delete(element: Element): void {
    if (this.children.delete(element)) this.#sorted = undefined;
  }

  get sorted(): readonly Element[] {
    this.#sorted ??= [...this.children.keys()].sort(compare);
    return this.#sorted;
  }

  #noteNew(element: Element): void {
    if (this.#sorted === undefined) return;
    const last = this.#sorted.at(-1);
    // Numbers mostly come in rising order: nothing to sort then.
    if (last === undefined || compare(last, element) < 0) this.#sorted.push(element);
    else this.#sorted = undefined;
  }
}

function find(root: Branch, key: Key): Node | undefined {
  let node: Node | undefined = root;
  for (const element of key) {
    if (!(node instanceof Branch)) return undefined;
    node = node.children.get(element);
  }
  return node;
}

function ownValue(node: Node | undefined): string | undefined {
  return node instanceof Branch ? node.value : node;
}

function put(root: Branch, key: Key, value: string): void {
  let branch = root;
  for (let depth = 0; depth < key.length; depth++) {
    const element = key[depth] as Element;
    const child = branch.children.get(element);
    if (child instanceof Branch) {
      branch = child;
    } else if (depth === key.length - 1) {
      branch.set(element, value);
      return;
    } else {
      const next = new Branch();
      next.value = child;
      branch.set(element, next);
      branch = next;
    }
  }
  branch.value = value;
}

/** Takes the key out, and every branch that has nothing left. */
function remove(branch: Branch, [element, ...rest]: Key): void {
  if (element === undefined) {
    branch.value = undefined;
    return;
  }
  const child = branch.children.get(element);
  if (child instanceof Branch) {
    remove(child, rest);
    if (child.value === undefined && child.children.size === 0) branch.delete(element);
  } else if (rest.length === 0) branch.delete(element);
}

/** The key that a range stops before; or all of it, or nothing, lies before that. */
type Bound = Key | 'all' | 'nothing';

function boundWithin(prefix: Key, before: Key): Bound {
  for (const [depth, element] of prefix.entries()) {
    const bound = before[depth];
    if (bound === undefined) return 'nothing';
    if (bound !== element) return compare(element, bound) < 0 ? 'all' : 'nothing';
  }
  return before;
}

function* entries(
  node: Node,
  { path, bound, reverse }: { path: Key; bound: Bound; reverse: boolean },
): Generator<readonly [Key, string]> {
  // What bounds the next level: undefined where the key to stop before ends.
  const limit = typeof bound === 'string' ? bound : bound[path.length];
  if (bound === 'nothing' || limit === undefined) return;
  const value = ownValue(node);
  if (value !== undefined && !reverse) yield [path, value];
  if (node instanceof Branch) {
    const { sorted, children } = node;
    const end = bound === 'all' ? sorted.length : countUpTo(sorted, limit);
    for (let step = 0; step < end; step++) {
      const element = sorted[reverse ? end - 1 - step : step] as Element;
      const child = children.get(element);
      if (child === undefined) continue;
      const isLast = bound !== 'all' && element === limit;
      yield* entries(child, {
        path: [...path, element],
        bound: isLast ? bound : 'all',
        reverse,
      });
    }
  }
  if (value !== undefined && reverse) yield [path, value];
}

/** How many of the elements come before the limit or are equal to it. */
function countUpTo(sorted: readonly Element[], limit: Element): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (compare(sorted[middle] as Element, limit) <= 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Numbers come before strings. */
function compare(a: Element, b: Element): number {
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1;
  if (typeof b === 'number') return 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
