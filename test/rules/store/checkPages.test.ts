import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkPages } from '../../../src/store/lmdb/checkPages.ts';
import { PageFile } from '../../../src/store/lmdb/pageFile.ts';
import { BRANCH, LEAF, type Meta, treeAt } from '../../../src/store/lmdb/pageLayout.ts';
import {
  makeStore,
  overwrite,
  PAGE_BYTES,
  temporaryStores,
} from '../../process/crash/sampleStore.ts';

const box = temporaryStores('pages');
const whole = box.next();
let bytes: Buffer;
let meta: Meta;
/** The page with the free lists, the page above all records, and a page of records. */
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
afterAll(() => box.leave());

/** Checks a copy with other bytes at a position. */
function checkWith(position: number, other: Uint8Array): void {
  const path = box.copyOf(whole);
  overwrite(path, position, other);
  checkPages(join(path, 'data.mdb'));
}

function wide(value: number): Buffer {
  const written = Buffer.alloc(8);
  written.writeBigInt64LE(BigInt(value));
  return written;
}

/** Where the first free page of the last free list is written down: behind its header and key. */
function freeEntry(): number {
  const start = freePage * PAGE_BYTES + 24;
  const nodes = bytes.readUInt16LE(start - 4) / 2;
  const list = start + bytes.readUInt16LE(start + 2 * (nodes - 1)) + 8 + 8;
  expect(bytes.readBigInt64LE(list)).toBeGreaterThan(0n);
  return list + 8;
}

describe('the pages of a data file', () => {
  test('are as LMDB has written them', () => {
    expect(meta.main.depth).toBe(1);
    expect(() => checkPages(join(whole, 'data.mdb'))).not.toThrow();
  });

  test('are not free while they are in use', () => {
    expect(() => checkWith(freeEntry(), wide(leafPage))).toThrow('damaged');
  });

  test('are not free behind the last one', () => {
    expect(() => checkWith(freeEntry(), wide(meta.lastPage + 1))).toThrow(
      'the list of its free pages is damaged',
    );
  });

  test('bear their own number', () => {
    expect(() => checkWith(leafPage * PAGE_BYTES, wide(leafPage + 1))).toThrow(
      `its page ${leafPage} is damaged`,
    );
  });

  test('are not newer than the last transaction', () => {
    expect(() => checkWith(leafPage * PAGE_BYTES + 8, wide(meta.txn + 1))).toThrow(
      `its page ${leafPage} is damaged`,
    );
  });

  test('are where the page above says by their keys', () => {
    // A key with which a search would go the wrong way, while all records are still there.
    const key = bytes.indexOf('user-', branchPage * PAGE_BYTES);
    expect(key).toBeLessThan((branchPage + 1) * PAGE_BYTES);
    expect(() => checkWith(key, Buffer.from('zzzz'))).toThrow('is damaged');
  });

  test('are as many as the first two pages say', () => {
    const newest = (meta.txn % 2) * PAGE_BYTES;
    expect(() => checkWith(newest + 80, wide(meta.free.entries + 1))).toThrow(
      'the root of a tree (entries) is damaged',
    );
    expect(() => checkWith(newest + 144, wide(leafPage - 1))).toThrow('is damaged');
    expect(() => checkWith(newest + 144, wide(2 ** 40))).toThrow('is damaged');
  });

  test('are those of the last transaction', () => {
    const newest = (meta.txn % 2) * PAGE_BYTES;
    for (const txn of [0, meta.txn - 2, meta.txn + 2]) {
      expect(() => checkWith(newest + 152, wide(txn))).toThrow(
        'one of its first two pages is damaged',
      );
    }
  });
});
