import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/**
 * LMDB's data file as its own pages, in the layout of data version 2 on a little-endian machine of
 * 64 bits: `MDB_page`, `MDB_meta`, `MDB_db` and `MDB_node` of mdb.c.
 */
export interface Page {
  readonly number: number;
  readonly txn: number;
  readonly flags: number;
  /** Pages that a long value takes. */
  readonly length: number;
  readonly nodes: readonly Node[];
}

export interface Node {
  readonly key: Buffer;
  /** Of a branch: the page below. */
  readonly child: number;
  readonly flags: number;
  /** Bytes of the value. */
  readonly size: number;
  /** The value, or where it is. */
  readonly data: Buffer;
}

/** A tree of pages. */
export interface Tree {
  readonly flags: number;
  readonly depth: number;
  readonly branchPages: number;
  readonly leafPages: number;
  readonly longPages: number;
  readonly entries: number;
  /** Undefined for one without entries. */
  readonly root: number | undefined;
}

/** One of the two pages that say where everything is. */
export interface Meta {
  readonly isMeta: boolean;
  readonly pageBytes: number;
  readonly lastPage: number;
  readonly txn: number;
  readonly free: Tree;
  readonly main: Tree;
}

export const BRANCH = 1;
export const LEAF = 2;
export const LONG = 4;
const META = 8;
/** Of a node: its value is on pages of its own, or a tree. */
export const IS_LONG = 1;
export const IS_TREE = 2;

const HEADER_BYTES = 24;
const NODE_BYTES = 8;
const LONG_REF_BYTES = 24;
const MAGIC = 0xbeefc0de;
const DATA_VERSION = 2;
const NO_ROOT = 2 ** 64;

export class PageFile {
  readonly #file: number;
  readonly pageBytes: number;
  readonly metas: readonly [Meta, Meta];
  /** Pages that the file has. */
  readonly pages: number;

  /** @throws Error if it does not begin as such a file does. */
  constructor(path: string) {
    this.#file = openSync(path, 'r');
    try {
      const first = metaOf(this.#read(0, HEADER_BYTES + 152), 0);
      const { pageBytes } = first;
      if (!first.isMeta || pageBytes < 512 || pageBytes > 65_536) throw damage('its first page');
      this.pageBytes = pageBytes;
      const second = metaOf(this.#read(pageBytes, HEADER_BYTES + 152), 1);
      if (!second.isMeta || second.pageBytes !== pageBytes) throw damage('its second page');
      this.metas = [first, second];
      this.pages = Math.floor(fstatSync(this.#file).size / pageBytes);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** @throws Error if it is not the page of this number, or not of one of these kinds. */
  page(number: number, kinds: number): Page {
    const bytes = this.#read(number * this.pageBytes, this.pageBytes);
    const flags = bytes.readUInt16LE(18);
    const isKind = flags === BRANCH || flags === LEAF || flags === LONG;
    if (!isKind || (flags & kinds) === 0 || wide(bytes, 0) !== number) throw damagedPage(number);
    return {
      number,
      txn: wide(bytes, 8),
      flags,
      length: flags === LONG ? bytes.readUInt32LE(20) : 1,
      nodes: flags === LONG ? [] : nodesOf(bytes, flags, number),
    };
  }

  /** The value of a node. */
  valueOf({ flags, size, data }: Node): Buffer {
    if ((flags & IS_LONG) === 0) return data;
    return this.#read(wide(data, 0) * this.pageBytes + HEADER_BYTES, size);
  }

  /** How many pages a long value of so many bytes takes. */
  longPages(size: number): number {
    return Math.floor((HEADER_BYTES - 1 + size) / this.pageBytes) + 1;
  }

  close(): void {
    closeSync(this.#file);
  }

  #read(position: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    if (
      !Number.isSafeInteger(position) ||
      readSync(this.#file, bytes, 0, length, position) < length
    )
      throw new Error('it has been cut');
    return bytes;
  }
}

/** Where a long value is, and how many pages it takes. */
export function longRef({ data }: Node): { page: number; txn: number; length: number } {
  return { page: wide(data, 0), txn: wide(data, 8), length: wide(data, 16) };
}

export function treeOf(bytes: Buffer, offset = 0): Tree {
  const root = wide(bytes, offset + 40);
  return {
    flags: bytes.readUInt16LE(offset + 4),
    depth: bytes.readUInt16LE(offset + 6),
    branchPages: wide(bytes, offset + 8),
    leafPages: wide(bytes, offset + 16),
    longPages: wide(bytes, offset + 24),
    entries: wide(bytes, offset + 32),
    root: root === NO_ROOT ? undefined : root,
  };
}

export function wide(bytes: Buffer, offset: number): number {
  return bytes.readUInt32LE(offset) + bytes.readUInt32LE(offset + 4) * 2 ** 32;
}

export function damagedPage(number: number): Error {
  return damage(`its page ${number}`);
}

export function damage(what: string): Error {
  return new Error(`${what} is damaged`);
}

function metaOf(bytes: Buffer, number: number): Meta {
  return {
    isMeta:
      wide(bytes, 0) === number &&
      bytes.readUInt16LE(18) === META &&
      bytes.readUInt32LE(24) === MAGIC &&
      bytes.readUInt32LE(28) === DATA_VERSION,
    pageBytes: bytes.readUInt32LE(48),
    free: treeOf(bytes, 48),
    main: treeOf(bytes, 96),
    lastPage: wide(bytes, 144),
    txn: wide(bytes, 152),
  };
}

function nodesOf(bytes: Buffer, flags: number, number: number): Node[] {
  const [lower, upper] = [bytes.readUInt16LE(20), bytes.readUInt16LE(22)];
  const room = bytes.length - HEADER_BYTES;
  if (lower % 2 !== 0 || lower > upper || upper > room) throw damagedPage(number);
  const nodes: Node[] = [];
  for (let at = 0; at < lower; at += 2) {
    const offset = bytes.readUInt16LE(HEADER_BYTES + at);
    if (offset < upper || offset + NODE_BYTES > room) throw damagedPage(number);
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
  if (keyEnd > bytes.length) throw damagedPage(number);
  const key = bytes.subarray(at + NODE_BYTES, keyEnd);
  // A branch has the upper bits of the page number in place of the flags.
  if (flags === BRANCH) {
    const child = low + nodeFlags * 2 ** 32;
    return { key, child, flags: 0, size: 0, data: bytes.subarray(keyEnd, keyEnd) };
  }
  const isKnown = nodeFlags === 0 || nodeFlags === IS_LONG || nodeFlags === IS_TREE;
  const end = keyEnd + (nodeFlags === IS_LONG ? LONG_REF_BYTES : low);
  if (!isKnown || end > bytes.length) throw damagedPage(number);
  return { key, child: 0, flags: nodeFlags, size: low, data: bytes.subarray(keyEnd, end) };
}
