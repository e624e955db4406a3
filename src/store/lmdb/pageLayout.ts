/**
 * The layout of a page in LMDB's data file: data version 2 on a little-endian machine of 64 bits,
 * `MDB_page`, `MDB_meta`, `MDB_db` and `MDB_node` of mdb.c.
 */
export interface Page {
  readonly number: number;
  /** The transaction that wrote the page. */
  readonly txn: number;
  readonly flags: number;
  /** Pages of the overflow value that begins here; 1 for other pages. */
  readonly overflowLength: number;
  readonly nodes: readonly Node[];
}

export interface Node {
  readonly key: Buffer;
  /** The child page, on a branch page; 0 on a leaf page. */
  readonly child: number;
  readonly flags: number;
  /** Bytes of the value. */
  readonly size: number;
  /** The value, or the reference to its overflow pages. */
  readonly data: Buffer;
}

/** A B+ tree of pages. */
export interface Tree {
  readonly flags: number;
  readonly depth: number;
  readonly branchPages: number;
  readonly leafPages: number;
  readonly overflowPages: number;
  readonly entries: number;
  /** Undefined for a tree without entries. */
  readonly root: number | undefined;
}

/** One of the two meta pages, which hold the roots of all trees. */
export interface Meta {
  /** True when page number, flags, magic number and data version are those of a meta page. */
  readonly isValid: boolean;
  readonly pageBytes: number;
  readonly lastPage: number;
  readonly txn: number;
  /** The tree of free pages. */
  readonly free: Tree;
  /** The tree of named databases. */
  readonly main: Tree;
}

export const BRANCH = 1;
export const LEAF = 2;
export const OVERFLOW = 4;
const META = 8;
/** Node flags: the value is on overflow pages, or is a named database. */
export const HAS_OVERFLOW = 1;
export const IS_DATABASE = 2;

export const HEADER_BYTES = 24;
export const META_BYTES = HEADER_BYTES + 152;
const NODE_BYTES = 8;
const OVERFLOW_REFERENCE_BYTES = 24;
const MAGIC = 0xbeefc0de;
const DATA_VERSION = 2;
const NO_ROOT = 2 ** 64;

/** The first of a value's overflow pages, the transaction that wrote it, and the number of pages. */
export function overflowReference({ data }: Node): { page: number; txn: number; length: number } {
  return { page: readUint64(data, 0), txn: readUint64(data, 8), length: readUint64(data, 16) };
}

export function treeAt(bytes: Buffer, offset = 0): Tree {
  const root = readUint64(bytes, offset + 40);
  return {
    flags: bytes.readUInt16LE(offset + 4),
    depth: bytes.readUInt16LE(offset + 6),
    branchPages: readUint64(bytes, offset + 8),
    leafPages: readUint64(bytes, offset + 16),
    overflowPages: readUint64(bytes, offset + 24),
    entries: readUint64(bytes, offset + 32),
    root: root === NO_ROOT ? undefined : root,
  };
}

export function metaAt(bytes: Buffer, number: number): Meta {
  return {
    isValid:
      readUint64(bytes, 0) === number &&
      bytes.readUInt16LE(18) === META &&
      bytes.readUInt32LE(24) === MAGIC &&
      bytes.readUInt32LE(28) === DATA_VERSION,
    pageBytes: bytes.readUInt32LE(48),
    free: treeAt(bytes, 48),
    main: treeAt(bytes, 96),
    lastPage: readUint64(bytes, 144),
    txn: readUint64(bytes, 152),
  };
}

/** @throws Error if it is not the page `number`, or not one of these kinds. */
export function pageAt(
  bytes: Buffer,
  { number, kinds }: { readonly number: number; readonly kinds: number },
): Page {
  const flags = bytes.readUInt16LE(18);
  const isKnown = flags === BRANCH || flags === LEAF || flags === OVERFLOW;
  if (!isKnown || (flags & kinds) === 0 || readUint64(bytes, 0) !== number) {
    throw pageDamage(number);
  }
  return {
    number,
    txn: readUint64(bytes, 8),
    flags,
    overflowLength: flags === OVERFLOW ? bytes.readUInt32LE(20) : 1,
    nodes: flags === OVERFLOW ? [] : nodesAt(bytes, flags, number),
  };
}

function nodesAt(bytes: Buffer, flags: number, number: number): Node[] {
  const [lower, upper] = [bytes.readUInt16LE(20), bytes.readUInt16LE(22)];
  const room = bytes.length - HEADER_BYTES;
  if (lower % 2 !== 0 || lower > upper || upper > room) throw pageDamage(number);
  const nodes: Node[] = [];
  for (let at = 0; at < lower; at += 2) {
    const offset = bytes.readUInt16LE(HEADER_BYTES + at);
    if (offset < upper || offset + NODE_BYTES > room) throw pageDamage(number);
    nodes.push(nodeAt(bytes, HEADER_BYTES + offset, { flags, number }));
  }
  return nodes;
}

function nodeAt(
  bytes: Buffer,
  at: number,
  { flags, number }: { flags: number; number: number },
): Node {
  const low = bytes.readUInt32LE(at);
  const nodeFlags = bytes.readUInt16LE(at + 4);
  const keyEnd = at + NODE_BYTES + bytes.readUInt16LE(at + 6);
  if (keyEnd > bytes.length) throw pageDamage(number);
  const key = bytes.subarray(at + NODE_BYTES, keyEnd);
  // A branch node holds the upper bits of the page number in place of the flags.
  if (flags === BRANCH) {
    const child = low + nodeFlags * 2 ** 32;
    return { key, child, flags: 0, size: 0, data: bytes.subarray(keyEnd, keyEnd) };
  }
  const isKnown = nodeFlags === 0 || nodeFlags === HAS_OVERFLOW || nodeFlags === IS_DATABASE;
  const end = keyEnd + (nodeFlags === HAS_OVERFLOW ? OVERFLOW_REFERENCE_BYTES : low);
  if (!isKnown || end > bytes.length) throw pageDamage(number);
  return { key, child: 0, flags: nodeFlags, size: low, data: bytes.subarray(keyEnd, end) };
}

export function readUint64(bytes: Buffer, offset: number): number {
  return bytes.readUInt32LE(offset) + bytes.readUInt32LE(offset + 4) * 2 ** 32;
}

export function pageDamage(number: number): Error {
  return damageError(`its page ${number}`);
}

export function damageError(what: string): Error {
  return new Error(`${what} is damaged`);
}
