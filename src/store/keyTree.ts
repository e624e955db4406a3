import { compareElements } from './compareKeys.ts';
import type { Key, Range } from './store.ts';

type Element = Key[number];

/**
 * Values by key, one level of hash maps for each element of a key.
 *
 * By hand, since nearly every access is to one key. A tree of hash maps answers it in two or three
 * lookups, where a sorted map compares its way down through a million keys. What a range needs in
 * order is sorted when somebody asks for it.
 */
export class KeyTree<Value extends string | object> {
  readonly #root = new Branch<Value>();
  #size = 0;

  /** How many keys there are. */
  get size(): number {
    return this.#size;
  }

  get(key: Key): Value | undefined {
    return ownValue(this.#find(key));
  }

  set(key: Key, value: Value): void {
    let branch = this.#root;
    for (let depth = 0; depth < key.length; depth++) {
      const element = key[depth] as Element;
      const child = branch.children.get(element);
      if (child instanceof Branch) {
        branch = child;
      } else if (depth === key.length - 1) {
        if (child === undefined) this.#size++;
        branch.set(element, value);
        return;
      } else {
        const next = new Branch<Value>();
        next.value = child;
        branch.set(element, next);
        branch = next;
      }
    }
    if (branch.value === undefined) this.#size++;
    branch.value = value;
  }

  delete(key: Key): void {
    if (this.get(key) === undefined) return;
    this.#size--;
    remove(this.#root, key, 0);
  }

  /** Calls `visit` with each value, in no order. */
  forEach(visit: (value: Value) => void): void {
    visitAll(this.#root, visit);
  }

  *range({ prefix, after, before, reverse = false }: Range): Generator<readonly [Key, Value]> {
    const node = this.#find(prefix);
    if (node === undefined) return;
    const upper = before === undefined ? 'none' : boundWithin(prefix, before, 'before');
    const lower = after === undefined ? 'none' : boundWithin(prefix, after, 'after');
    yield* entries(node, { path: prefix, lower, upper, reverse });
  }

  #find(key: Key): Node<Value> | undefined {
    let node: Node<Value> | undefined = this.#root;
    for (const element of key) {
      if (!(node instanceof Branch)) return undefined;
      node = node.children.get(element);
    }
    return node;
  }
}

/** A key that is the beginning of no other is its value alone. */
type Node<Value> = Branch<Value> | Value;

/** All keys that begin alike. */
class Branch<Value> {
  /** Of the key that ends here, if there is one. */
  value: Value | undefined;
  readonly children = new Map<Element, Node<Value>>();
  /** The elements of the children in order, from when somebody asks until one comes in between. */
  #sorted: Element[] | undefined;
  /** Where they begin: what has been taken away in front leaves a gap. */
  #first = 0;

  set(element: Element, node: Node<Value>): void {
    if (!this.children.has(element)) this.#noteNew(element);
    this.children.set(element, node);
  }

  delete(element: Element): void {
    if (!this.children.delete(element) || this.#sorted === undefined) return;
    // The oldest mostly goes first: nothing to sort then.
    if (this.#sorted[this.#first] !== element || ++this.#first > this.#sorted.length / 2) {
      this.#forgetOrder();
    }
  }

  get sorted(): { readonly elements: readonly Element[]; readonly first: number } {
    this.#sorted ??= [...this.children.keys()].sort(compareElements);
    return { elements: this.#sorted, first: this.#first };
  }

  #noteNew(element: Element): void {
    if (this.#sorted === undefined) return;
    const last = this.#sorted.at(-1);
    // Numbers mostly come in rising order: nothing to sort then.
    if (last === undefined || compareElements(last, element) < 0) this.#sorted.push(element);
    else this.#forgetOrder();
  }

  #forgetOrder(): void {
    this.#sorted = undefined;
    this.#first = 0;
  }
}

function ownValue<Value>(node: Node<Value> | undefined): Value | undefined {
  return node instanceof Branch ? node.value : node;
}

function visitAll<Value>(branch: Branch<Value>, visit: (value: Value) => void): void {
  if (branch.value !== undefined) visit(branch.value);
  for (const child of branch.children.values()) {
    if (child instanceof Branch) visitAll(child, visit);
    else visit(child);
  }
}

/** Takes the key out, and every branch that has nothing left. */
function remove<Value>(branch: Branch<Value>, key: Key, depth: number): void {
  if (depth === key.length) {
    branch.value = undefined;
    return;
  }
  const element = key[depth] as Element;
  const child = branch.children.get(element);
  if (child instanceof Branch) {
    remove(child, key, depth + 1);
    if (child.value === undefined && child.children.size === 0) branch.delete(element);
  } else branch.delete(element);
}

/** A key that bounds a range; or it bounds nothing of a branch, or shuts all of it out. */
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
  node: Node<Value>,
  { path, lower, upper, reverse }: Walk,
): Generator<readonly [Key, Value]> {
  if (lower === 'all' || upper === 'all') return;
  const depth = path.length;
  // What bounds the next level: undefined where the bound itself ends here.
  const limit = upper === 'none' ? undefined : upper[depth];
  if (upper !== 'none' && limit === undefined) return;
  const start = lower === 'none' ? undefined : lower[depth];
  const own = lower === 'none' ? ownValue(node) : undefined;
  if (own !== undefined && !reverse) yield [path, own];
  if (node instanceof Branch) {
    const { elements, first } = node.sorted;
    const from = start === undefined ? first : Math.max(first, place(elements, start, 'before'));
    const end = limit === undefined ? elements.length : place(elements, limit, 'behind');
    for (let step = 0; step < end - from; step++) {
      const element = elements[reverse ? end - 1 - step : from + step] as Element;
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
  if (own !== undefined && reverse) yield [path, own];
}

/** Where in the order an element stands, or would: before or behind itself. */
function place(sorted: readonly Element[], wanted: Element, side: 'before' | 'behind'): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const order = compareElements(sorted[middle] as Element, wanted);
    if (side === 'behind' ? order <= 0 : order < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}
