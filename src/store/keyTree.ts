import {
  KeyBranch,
  type KeyElement,
  type KeyNode,
  removeKey,
  valueAt,
  visitValues,
} from './keyBranch.ts';
import { entriesIn } from './keyRange.ts';
import type { Key, Range } from './store.ts';

/**
 * Values by key: a trie with a hash map for each element of a key.
 *
 * Nearly every access is to one key. This tree answers it in two or three hash lookups, where a
 * sorted map compares its way down through a million keys. Elements are sorted when a range first
 * needs them in order.
 */
export class KeyTree<Value extends string | object | number> {
  readonly #root = new KeyBranch<Value>();
  #size = 0;

  /** The number of keys. */
  get size(): number {
    return this.#size;
  }

  get(key: Key): Value | undefined {
    return valueAt(this.#find(key));
  }

  set(key: Key, value: Value): void {
    let branch = this.#root;
    for (let depth = 0; depth < key.length; depth++) {
      const element = key[depth] as KeyElement;
      const child = branch.children.get(element);
      if (child instanceof KeyBranch) {
        branch = child;
      } else if (depth === key.length - 1) {
        if (child === undefined) this.#size++;
        branch.set(element, value);
        return;
      } else {
        const next = new KeyBranch<Value>();
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
    removeKey(this.#root, key);
  }

  /** Calls `visit` with each value, in no order. */
  forEach(visit: (value: Value) => void): void {
    visitValues(this.#root, visit);
  }

  *range(range: Range): Generator<readonly [Key, Value]> {
    const node = this.#find(range.prefix);
    if (node !== undefined) yield* entriesIn(node, range);
  }

  #find(key: Key): KeyNode<Value> | undefined {
    let node: KeyNode<Value> | undefined = this.#root;
    for (const element of key) {
      if (!(node instanceof KeyBranch)) return undefined;
      node = node.children.get(element);
    }
    return node;
  }
}
