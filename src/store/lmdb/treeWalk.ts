import type { PageFile } from './pageFile.ts';
import {
  BRANCH,
  damageError,
  HAS_OVERFLOW,
  LEAF,
  type Node,
  OVERFLOW,
  overflowReference,
  pageDamage,
  type Tree,
} from './pageLayout.ts';

/** The transaction of all nodes that LMDB writes when it compacts a file. */
const COMPACTED_TXN = 1;

export type CompareKeyBytes = (a: Buffer, b: Buffer) => number;

export interface TreeWalkOptions {
  readonly tree: Tree;
  readonly compare: CompareKeyBytes;
  /** Called with each entry, in the order of the keys. */
  readonly visit: (node: Node) => void;
  /** Called with each page of the tree; throws if the page belongs to something else. */
  readonly takePage: (page: number) => void;
}

/** Reads every page of a tree and checks that its keys are in order. */
export class TreeWalk {
  readonly #file: PageFile;
  readonly #options: TreeWalkOptions;
  readonly #found = { branchPages: 0, leafPages: 0, overflowPages: 0, entries: 0 };
  #lastKey: Buffer | undefined;
  /** No later key is less than this one. */
  #lowerBound: Buffer | undefined;
  #lastTxn = 0;

  constructor(file: PageFile, options: TreeWalkOptions) {
    this.#file = file;
    this.#options = options;
  }

  /**
   * @param lastTxn the newest transaction that may have written a page.
   * @throws Error if a page is damaged, or the root counts other pages or entries than there are.
   */
  run(lastTxn: number): void {
    const { tree } = this.#options;
    this.#lastTxn = lastTxn;
    if (tree.root !== undefined) this.#visitPage(tree.root, tree.depth, undefined);
    else if (tree.depth !== 0) throw damageError('the root of a tree');
    const found = this.#found;
    for (const kind of ['branchPages', 'leafPages', 'overflowPages', 'entries'] as const) {
      if (found[kind] !== tree[kind]) throw damageError(`the root of a tree (${kind})`);
    }
  }

  /** @param upperBound all keys of the page are less than this one. */
  #visitPage(number: number, depth: number, upperBound: Buffer | undefined): void {
    const { compare, takePage } = this.#options;
    takePage(number);
    const { nodes, txn } = this.#file.page(number, depth > 1 ? BRANCH : LEAF);
    if (txn > this.#lastTxn || depth < 1 || nodes.length === 0) throw pageDamage(number);
    if (depth === 1) {
      this.#found.leafPages++;
      for (const node of nodes) this.#visitEntry(node, number, upperBound);
      return;
    }
    this.#found.branchPages++;
    for (const [index, { child, key }] of nodes.entries()) {
      const next = nodes[index + 1]?.key ?? upperBound;
      // The first child of a branch page has no key of its own.
      if (index > 0) {
        if (this.#lastKey !== undefined && compare(this.#lastKey, key) >= 0) {
          throw pageDamage(number);
        }
        this.#lowerBound = key;
      }
      this.#visitPage(child, depth - 1, next);
    }
  }

  #visitEntry(node: Node, number: number, upperBound: Buffer | undefined): void {
    const { compare, visit } = this.#options;
    const { key } = node;
    const isAfterLast = this.#lastKey === undefined || compare(this.#lastKey, key) < 0;
    const isAbove = this.#lowerBound === undefined || compare(this.#lowerBound, key) <= 0;
    const isBelow = upperBound === undefined || compare(key, upperBound) < 0;
    if (!isAfterLast || !isAbove || !isBelow) throw pageDamage(number);
    this.#lastKey = key;
    this.#found.entries++;
    if (node.flags === HAS_OVERFLOW) this.#visitOverflow(node);
    visit(node);
  }

  #visitOverflow(node: Node): void {
    const { page, txn, length } = overflowReference(node);
    if (length !== this.#file.overflowPages(node.size)) throw pageDamage(page);
    for (let offset = 0; offset < length; offset++) this.#options.takePage(page + offset);
    const first = this.#file.page(page, OVERFLOW);
    // In a compacted copy, references say transaction 1, and overflow pages keep their own.
    const isSameTxn = first.txn === txn || txn === COMPACTED_TXN;
    const isNewer = txn > this.#lastTxn || first.txn > this.#lastTxn;
    if (first.overflowLength !== length || !isSameTxn || isNewer) throw pageDamage(page);
    this.#found.overflowPages += length;
  }
}
