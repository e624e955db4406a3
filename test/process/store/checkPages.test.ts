import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkPages } from '../../../src/store/lmdb/checkPages.ts';
import { PageFile } from '../../../src/store/lmdb/pageFile.ts';
import { BRANCH, LEAF, type Meta, treeAt } from '../../../src/store/lmdb/pageLayout.ts';
import { makeStore, overwrite, PAGE_BYTES, temporaryStores } from '../crash/sampleStore.ts';

const stores = temporaryStores('pages');
const whole = stores.next();
let bytes: Buffer;
let meta: Meta;
/** The page with the free lists, the branch page of the records, and a leaf page of records. */
let freePage: number;
let branchPage: number;
let leafPage: number;
beforeAll(async () => {
  await makeStore(whole);
  bytes = readFileSync(join(whole, 'data.mdb'));
  const file = new PageFile(join(whole, 'data.mdb'));
  const [even, odd] = file.metas;
  meta = even.txn > odd.txn ? even : odd;
  freePage = meta.free.root as number;
  const contents = file.page(meta.main.root as number, LEAF).nodes;
  const records = contents.find(({ key }) => key.toString().startsWith('records'));
  branchPage = treeAt(records?.data as Buffer).root as number;
  leafPage = file.page(branchPage, BRANCH).nodes[1]?.child as number;
  file.close();
});
afterAll(() => stores.remove());

/** Checks a copy with other bytes at a position. */
function checkWith(position: number, other: Uint8Array): void {
  const path = stores.copyOf(whole);
  overwrite(path, position, other);
  checkPages(join(path, 'data.mdb'));
}

function uint64(value: number): Buffer {
  const written = Buffer.alloc(8);
  written.writeBigInt64LE(BigInt(value));
  return written;
}

/** The position of the first page number in the last free list: after the node's header and key. */
function freeListEntry(): number {
  const start = freePage * PAGE_BYTES + 24;
  const nodes = bytes.readUInt16LE(start - 4) / 2;
  const list = start + bytes.readUInt16LE(start + 2 * (nodes - 1)) + 8 + 8;
  expect(bytes.readBigInt64LE(list)).toBeGreaterThan(0n);
  return list + 8;
}

describe('the check of pages', () => {
  test('accepts a file as LMDB has written it', () => {
    expect(meta.main.depth).toBe(1);
    expect(() => checkPages(join(whole, 'data.mdb'))).not.toThrow();
  });

  test('refuses a page that is both free and in use', () => {
    expect(() => checkWith(freeListEntry(), uint64(leafPage))).toThrow('damaged');
  });

  test('refuses a free page after the last page', () => {
    expect(() => checkWith(freeListEntry(), uint64(meta.lastPage + 1))).toThrow(
      'the list of its free pages is damaged',
    );
  });

  test('refuses a page with the number of another page', () => {
    expect(() => checkWith(leafPage * PAGE_BYTES, uint64(leafPage + 1))).toThrow(
      `its page ${leafPage} is damaged`,
    );
  });

  test('refuses a page that is newer than the last transaction', () => {
    expect(() => checkWith(leafPage * PAGE_BYTES + 8, uint64(meta.txn + 1))).toThrow(
      `its page ${leafPage} is damaged`,
    );
  });

  test('refuses a key on a branch page that leads a search the wrong way', () => {
    // All records are still there, but a search for some of them would not find them.
    const key = bytes.indexOf('user-', branchPage * PAGE_BYTES);
    expect(key).toBeLessThan((branchPage + 1) * PAGE_BYTES);
    expect(() => checkWith(key, Buffer.from('zzzz'))).toThrow('is damaged');
  });

  test('refuses a meta page with another number of entries or pages', () => {
    const newest = (meta.txn % 2) * PAGE_BYTES;
    expect(() => checkWith(newest + 80, uint64(meta.free.entries + 1))).toThrow(
      'the root of a tree (entries) is damaged',
    );
    expect(() => checkWith(newest + 144, uint64(leafPage - 1))).toThrow('is damaged');
    expect(() => checkWith(newest + 144, uint64(2 ** 40))).toThrow('is damaged');
  });

  test('refuses a meta page of another transaction than the last', () => {
    const newest = (meta.txn % 2) * PAGE_BYTES;
    for (const txn of [0, meta.txn - 2, meta.txn + 2]) {
      expect(() => checkWith(newest + 152, uint64(txn))).toThrow(
        'one of its first two pages is damaged',
      );
    }
  });
});
