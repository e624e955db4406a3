import { arch, endianness } from 'node:os';
import {
  BRANCH,
  damage,
  damagedPage,
  IS_LONG,
  IS_TREE,
  LEAF,
  LONG,
  longRef,
  type Meta,
  type Node,
  PageFile,
  type Tree,
  treeOf,
  wide,
} from './pageFile.ts';

const NARROW = ['arm', 'ia32', 'mips', 'mipsel'];

/**
 * Looks at all that LMDB believes without a checksum: which pages there are, what is where, and
 * what is free. A page that is taken for free and is not would be written over.
 *
 * @param path the data file, which a reader of LMDB keeps as it is.
 * @throws Error if something cannot be.
 */
export function checkPages(path: string): void {
  // The layout is the machine's own.
  if (endianness() !== 'LE' || NARROW.includes(arch())) return;
  const file = new PageFile(path);
  try {
    new PageCheck(file).run();
  } finally {
    file.close();
  }
}

class PageCheck {
  readonly #file: PageFile;
  readonly #meta: Meta;
  /** Pages that are in use or free: each is one of both, once. */
  readonly #known = new Set<number>([0, 1]);

  constructor(file: PageFile) {
    this.#file = file;
    const [even, odd] = file.metas;
    // Every commit writes the other one: where one is too old, the last commit is lost. Only a copy
    // that LMDB has made, to compact a file, begins with one that says nothing.
    const isInTurn = even.txn % 2 === 0 && Math.abs(even.txn - odd.txn) === 1;
    if (!isInTurn && !isBlank(even)) throw metaDamage();
    for (const meta of file.metas) this.#checkAge(meta);
    this.#meta = even.txn > odd.txn ? even : odd;
  }

  /** Nothing is newer than what leads there, also in what the last commit but one has left. */
  #checkAge({ free, main, txn }: Meta): void {
    for (const { root } of [free, main]) {
      const isNewer = root !== undefined && this.#file.page(root, BRANCH | LEAF).txn > txn;
      if (isNewer) throw metaDamage();
    }
  }

  run(): void {
    const { free, main, lastPage } = this.#meta;
    const inUse = this.#file.pages + 1;
    let freePages = 0;
    this.#walk(free, compareNumbers, (node) => {
      if (node.key.length !== 8 || wide(node.key, 0) > this.#meta.txn) throw freeDamage();
      freePages += this.#takeFree(this.#file.valueOf(node));
    });
    let trees = 0;
    this.#walk(main, Buffer.compare, (node) => {
      if (node.flags !== IS_TREE) return;
      trees++;
      this.#walk(treeOf(node.data), Buffer.compare, () => {});
    });
    if (trees !== 1) throw damage('the page with its table of contents');
    // Only free pages may lie behind the end of the file.
    if (lastPage > inUse + freePages) throw metaDamage();
  }

  #walk(tree: Tree, compare: Compare, visit: (node: Node) => void): void {
    const walk = new Walk(this.#file, { compare, visit, take: (page) => this.#take(page), tree });
    walk.run(this.#meta.txn);
  }

  #take(page: number): void {
    if (page > this.#meta.lastPage || this.#known.has(page)) throw damagedPage(page);
    this.#known.add(page);
  }

  /** A list of free pages: their count; a run of them begins with its length below zero. */
  #takeFree(list: Buffer): number {
    const length = list.length / 8 - 1;
    const count = length >= 0 && Number.isInteger(length) ? wide(list, 0) : Number.NaN;
    if (!(count <= length)) throw freeDamage();
    let free = 0;
    for (let at = 1; at <= count; at++) {
      const entry = Number(list.readBigInt64LE(at * 8));
      if (entry === 0) continue;
      const run = entry < 0 ? -entry : 1;
      if (entry < 0) at++;
      const page = at <= length ? wide(list, at * 8) : 0;
      if (page < 2 || page + run - 1 > this.#meta.lastPage) throw freeDamage();
      for (let offset = 0; offset < run; offset++) this.#take(page + offset);
      free += run;
    }
    return free;
  }
}

type Compare = (a: Buffer, b: Buffer) => number;

interface WalkOptions {
  readonly tree: Tree;
  readonly compare: Compare;
  readonly visit: (node: Node) => void;
  readonly take: (page: number) => void;
}

/** Every page of a tree, with its keys in their order. */
class Walk {
  readonly #file: PageFile;
  readonly #options: WalkOptions;
  readonly #found = { branchPages: 0, leafPages: 0, longPages: 0, entries: 0 };
  #lastKey: Buffer | undefined;
  #lastTxn = 0;

  constructor(file: PageFile, options: WalkOptions) {
    this.#file = file;
    this.#options = options;
  }

  /** @param lastTxn the newest transaction that a page can be of. */
  run(lastTxn: number): void {
    const { tree } = this.#options;
    this.#lastTxn = lastTxn;
    if (tree.root !== undefined) this.#page(tree.root, tree.depth, undefined);
    else if (tree.depth !== 0) throw damage('the root of a tree');
    const found = this.#found;
    for (const kind of ['branchPages', 'leafPages', 'longPages', 'entries'] as const) {
      if (found[kind] !== tree[kind]) throw damage(`the root of a tree (${kind})`);
    }
  }

  /** @param bound the key that all keys of the page come before. */
  #page(number: number, depth: number, bound: Buffer | undefined): void {
    const { compare, take } = this.#options;
    take(number);
    const { nodes, txn } = this.#file.page(number, depth > 1 ? BRANCH : LEAF);
    if (txn > this.#lastTxn || depth < 1 || nodes.length === 0) throw damagedPage(number);
    if (depth === 1) {
      this.#found.leafPages++;
      for (const node of nodes) this.#entry(node, number, bound);
      return;
    }
    this.#found.branchPages++;
    for (const [index, { child }] of nodes.entries()) {
      const next = nodes[index + 1]?.key ?? bound;
      const key = nodes[index]?.key as Buffer;
      // The first child of a page has no key of its own.
      if (index > 0 && this.#lastKey !== undefined && compare(this.#lastKey, key) >= 0) {
        throw damagedPage(number);
      }
      if (index > 0) this.#floor = key;
      this.#page(child, depth - 1, next);
    }
  }

  /** The key that no key from here on comes before. */
  #floor: Buffer | undefined;

  #entry(node: Node, number: number, bound: Buffer | undefined): void {
    const { compare, visit } = this.#options;
    const { key } = node;
    const isBehind = this.#lastKey === undefined || compare(this.#lastKey, key) < 0;
    const isAbove = this.#floor === undefined || compare(this.#floor, key) <= 0;
    const isBelow = bound === undefined || compare(key, bound) < 0;
    if (!isBehind || !isAbove || !isBelow) throw damagedPage(number);
    this.#lastKey = key;
    this.#found.entries++;
    if (node.flags === IS_LONG) this.#long(node);
    visit(node);
  }

  #long(node: Node): void {
    const { page, txn, length } = longRef(node);
    if (length !== this.#file.longPages(node.size)) throw damagedPage(page);
    for (let offset = 0; offset < length; offset++) this.#options.take(page + offset);
    const first = this.#file.page(page, LONG);
    if (first.length !== length || first.txn !== txn || txn > this.#lastTxn)
      throw damagedPage(page);
    this.#found.longPages += length;
  }
}

function compareNumbers(a: Buffer, b: Buffer): number {
  return a.length === 8 && b.length === 8 ? wide(a, 0) - wide(b, 0) : Number.NaN;
}

/** The first page of a copy: before the first commit, and without any tree. */
function isBlank({ txn, lastPage, free, main }: Meta): boolean {
  return txn === 0 && lastPage === 1 && free.root === undefined && main.root === undefined;
}

function metaDamage(): Error {
  return damage('one of its first two pages');
}

function freeDamage(): Error {
  return damage('the list of its free pages');
}
