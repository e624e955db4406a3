import { compareElements } from './compareKeys.ts';
import type { Key } from './store.ts';

export type KeyElement = Key[number];

/** A key that is the prefix of no other key is stored as its value alone. */
export type KeyNode<Value> = KeyBranch<Value> | Value;

/** All keys with the same prefix. */
export class KeyBranch<Value> {
  /** The value of the key that ends here, if there is one. */
  value: Value | undefined;
  readonly children = new Map<KeyElement, KeyNode<Value>>();
  /** The elements of the children in order; undefined until a range needs them again. */
  #sorted: KeyElement[] | undefined;
  /** Where the sorted elements begin: elements deleted at the front leave a gap. */
  #first = 0;

  set(element: KeyElement, node: KeyNode<Value>): void {
    if (!this.children.has(element)) this.#updateOrder(element);
    this.children.set(element, node);
  }

  delete(element: KeyElement): void {
    if (!this.children.delete(element) || this.#sorted === undefined) return;
    // Mostly the first element is deleted: the rest stays sorted.
    if (this.#sorted[this.#first] !== element || ++this.#first > this.#sorted.length / 2) {
      this.#invalidateOrder();
    }
  }

  get sorted(): { readonly elements: readonly KeyElement[]; readonly first: number } {
    this.#sorted ??= [...this.children.keys()].sort(compareElements);
    return { elements: this.#sorted, first: this.#first };
  }

  #updateOrder(added: KeyElement): void {
    if (this.#sorted === undefined) return;
    const last = this.#sorted.at(-1);
    // Mostly numbers are added in rising order: the elements stay sorted.
    if (last === undefined || compareElements(last, added) < 0) this.#sorted.push(added);
    else this.#invalidateOrder();
  }

  #invalidateOrder(): void {
    this.#sorted = undefined;
    this.#first = 0;
  }
}

/** The value of the key that ends at a node. */
export function valueAt<Value>(node: KeyNode<Value> | undefined): Value | undefined {
  return node instanceof KeyBranch ? node.value : node;
}

export function visitValues<Value>(branch: KeyBranch<Value>, visit: (value: Value) => void): void {
  if (branch.value !== undefined) visit(branch.value);
  for (const child of branch.children.values()) {
    if (child instanceof KeyBranch) visitValues(child, visit);
    else visit(child);
  }
}

/** Removes a key, and every branch that is left without keys. */
export function removeKey<Value>(branch: KeyBranch<Value>, key: Key, depth = 0): void {
  if (depth === key.length) {
    branch.value = undefined;
    return;
  }
  const element = key[depth] as KeyElement;
  const child = branch.children.get(element);
  if (child instanceof KeyBranch) {
    removeKey(child, key, depth + 1);
    if (child.value === undefined && child.children.size === 0) branch.delete(element);
  } else branch.delete(element);
}
