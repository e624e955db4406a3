import { arch, endianness } from 'node:os';
import { PageFile } from './pageFile.ts';
import {
  BRANCH,
  damageError,
  IS_DATABASE,
  LEAF,
  type Meta,
  type Node,
  pageDamage,
  readUint64,
  type Tree,
  treeAt,
} from './pageLayout.ts';
import { type CompareKeyBytes, TreeWalk } from './treeWalk.ts';

const ARCHITECTURES_OF_32_BITS = ['arm', 'ia32', 'mips', 'mipsel'];

/**
 * Checks everything that LMDB believes without a checksum: which pages there are, what each holds,
 * and which are free. LMDB would overwrite a page that is wrongly listed as free.
 *
 * @param path the data file. An open read transaction must keep its pages from being reused.
 * @throws Error if the file contradicts itself.
 */
export function checkPages(path: string): void {
  withCheck(path, (check) => check.run());
}

/**
 * Checks only the first pages of a file, and its length: what LMDB needs so that reading a sound page does
 * not end the process. Reads all pages if the file may have been cut.
 *
 * @throws Error if the file contradicts itself.
 */
export function checkFirstPages(path: string): void {
  withCheck(path, (check) => {
    if (!check.isWhole) check.run();
  });
}

function withCheck(path: string, run: (check: PageCheck) => void): void {
  // The layout depends on the machine: other machines are not checked.
  if (endianness() !== 'LE' || ARCHITECTURES_OF_32_BITS.includes(arch())) return;
  const file = new PageFile(path);
  try {
    run(new PageCheck(file));
  } finally {
    file.close();
  }
}

class PageCheck {
  readonly #file: PageFile;
  /** The newer of the two meta pages. */
  readonly #meta: Meta;
  /** Pages that have been seen, in use or free: each page must be seen once at most. */
  readonly #takenPages = new Set<number>([0, 1]);

  constructor(file: PageFile) {
    this.#file = file;
    const [even, odd] = file.metas;
    // Commits write the two meta pages in turn: if one is too old, the last commit is lost. Only a
    // compacted copy that LMDB has made begins with a blank meta page.
    const isInTurn = even.txn % 2 === 0 && Math.abs(even.txn - odd.txn) === 1;
    if (!isInTurn && !isBlank(even)) throw metaPageDamage();
    for (const meta of file.metas) this.#checkAge(meta);
    this.#meta = even.txn > odd.txn ? even : odd;
  }

  /** A root is not newer than the meta page that refers to it; this holds for both meta pages. */
  #checkAge({ free, main, txn }: Meta): void {
    for (const { root } of [free, main]) {
      const isNewer = root !== undefined && this.#file.page(root, BRANCH | LEAF).txn > txn;
      if (isNewer) throw metaPageDamage();
    }
  }

  /** True when the file has every page, free ones included. */
  get isWhole(): boolean {
    return this.#meta.lastPage <= this.#file.pages + 1;
  }

  run(): void {
    const { free, main, lastPage } = this.#meta;
    const pagesInFile = this.#file.pages + 1;
    let freePages = 0;
    this.#walk(free, compareTransactions, (node) => {
      if (node.key.length !== 8 || readUint64(node.key, 0) > this.#meta.txn) throw freeListDamage();
      freePages += this.#takeFreeList(this.#file.valueOf(node));
    });
    let databases = 0;
    this.#walk(main, Buffer.compare, (node) => {
      if (node.flags !== IS_DATABASE) return;
      databases++;
      this.#walk(treeAt(node.data), Buffer.compare, () => {});
    });
    if (databases !== 1) throw damageError('the table of its databases');
    // Only free pages may lie after the end of the file.
    if (lastPage > pagesInFile + freePages) throw metaPageDamage();
  }

  #walk(tree: Tree, compare: CompareKeyBytes, visit: (node: Node) => void): void {
    const takePage = (page: number) => this.#take(page);
    new TreeWalk(this.#file, { compare, visit, takePage, tree }).run(this.#meta.txn);
  }

  #take(page: number): void {
    if (page > this.#meta.lastPage || this.#takenPages.has(page)) throw pageDamage(page);
    this.#takenPages.add(page);
  }

  /**
   * Takes the pages of one free list: a count, then page numbers. A run of consecutive pages is
   * its negated length, followed by its first page.
   *
   * @returns the number of free pages.
   */
  #takeFreeList(list: Buffer): number {
    const length = list.length / 8 - 1;
    const count = length >= 0 && Number.isInteger(length) ? readUint64(list, 0) : Number.NaN;
    if (!(count <= length)) throw freeListDamage();
    let free = 0;
    for (let at = 1; at <= count; at++) {
      const entry = Number(list.readBigInt64LE(at * 8));
      if (entry === 0) continue;
      const run = entry < 0 ? -entry : 1;
      if (entry < 0) at++;
      const page = at <= length ? readUint64(list, at * 8) : 0;
      if (page < 2 || page + run - 1 > this.#meta.lastPage) throw freeListDamage();
      for (let offset = 0; offset < run; offset++) this.#take(page + offset);
      free += run;
    }
    return free;
  }
}

function compareTransactions(a: Buffer, b: Buffer): number {
  return a.length === 8 && b.length === 8 ? readUint64(a, 0) - readUint64(b, 0) : Number.NaN;
}

/** True when a meta page is that of a compacted copy before its first commit: without any tree. */
function isBlank({ txn, lastPage, free, main }: Meta): boolean {
  return txn === 0 && lastPage === 1 && free.root === undefined && main.root === undefined;
}

function metaPageDamage(): Error {
  return damageError('one of its first two pages');
}

function freeListDamage(): Error {
  return damageError('the list of its free pages');
}
