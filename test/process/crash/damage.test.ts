import { randomInt } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { lmdbStore } from 'statecart/lmdb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Seeded, seeded } from '../../../bench/harness/seeded.ts';
import { runs } from '../../properties/runs.ts';
import {
  applyBatch,
  type Content,
  makeStore,
  overwrite,
  PAGE_BYTES,
  randomBatch,
  readAll,
  sorted,
  temporaryStores,
} from './sampleStore.ts';

const stores = temporaryStores('damage');
const whole = stores.next();
let content: Content;
let size: number;
beforeAll(async () => {
  content = await makeStore(whole);
  ({ size } = statSync(join(whole, 'data.mdb')));
});
afterAll(() => stores.remove());

/**
 * The error with which the store refuses to open. Undefined if it opens, has all its records, and has
 * the right records after further commits and another opening.
 */
async function refusalOf(path: string): Promise<string | undefined> {
  const opened = await lmdbStore({ path }).catch((error: Error) => error);
  if (opened instanceof Error) return opened.message;
  let expected = content;
  try {
    expect(readAll(opened)).toEqual(expected);
    for (const [key, value] of content) expect(opened.get(key)).toBe(value);
    const random = seeded(2);
    for (let turn = 0; turn < 6; turn++) {
      const batch = randomBatch(random, turn);
      expected = applyBatch(expected, batch);
      await opened.commit(batch);
    }
    expect(sorted(readAll(opened))).toEqual(sorted(expected));
  } finally {
    await opened.close();
  }
  const again = await lmdbStore({ path });
  expect(sorted(readAll(again))).toEqual(sorted(expected));
  await again.close();
  return undefined;
}

/** Expects an error that names the path, and the reason if one is given. */
async function expectRefusal(path: string, why?: string): Promise<void> {
  const refusal = await refusalOf(path);
  expect(refusal).toContain(`the store at ${path} cannot be opened: `);
  if (why !== undefined) expect(refusal).toContain(why);
  expect(refusal).not.toMatch(/Cannot read properties|undefined/);
}

/** A copy of the store with other bytes at a position. */
function damaged(position: number, bytes: Uint8Array): string {
  const path = stores.copyOf(whole);
  overwrite(path, position, bytes);
  return path;
}

/** Without this test, the refusals below would prove nothing. */
test('an undamaged store opens', async () => {
  expect(await refusalOf(stores.copyOf(whole))).toBeUndefined();
});

describe('a truncated data file', () => {
  test.each([
    ['to half', () => size / 2],
    ['to 5000 bytes', () => 5000],
    ['to its first two pages', () => 2 * PAGE_BYTES],
    ['to nothing', () => 0],
  ])('is refused when truncated %s', async (_, length) => {
    const path = stores.copyOf(whole);
    truncateSync(join(path, 'data.mdb'), Math.floor(length()));
    await expectRefusal(path);
  });

  test('is refused without its last page, unless that page was free', async () => {
    const path = stores.copyOf(whole);
    truncateSync(join(path, 'data.mdb'), size - PAGE_BYTES);
    const refusal = await refusalOf(path);
    if (refusal !== undefined) expect(refusal).toContain(path);
  });
});

describe('an overwritten data file', () => {
  test('is refused when everything after its first two pages is zero', async () => {
    const zeros = Buffer.alloc(size - 2 * PAGE_BYTES);
    await expectRefusal(damaged(2 * PAGE_BYTES, zeros));
  });

  test.each([0, 1])('is refused when its page %i is zero', async (page) => {
    await expectRefusal(damaged(page * PAGE_BYTES, Buffer.alloc(PAGE_BYTES)));
  });

  test.each([0, 1])('is refused when page %i names another last transaction', async (page) => {
    // With the number of an older transaction, the store would open in an older state.
    const path = damaged(page * PAGE_BYTES + 152, Buffer.from([200]));
    await expectRefusal(path, 'one of its first two pages is damaged');
  });

  test('is refused when one byte of a value has changed', async () => {
    const path = stores.copyOf(whole);
    const bytes = readFileSync(join(path, 'data.mdb'));
    const [, value] = content.findLast(([[kind]]) => kind === 'cart') as Content[number];
    // Free pages may contain older copies of the value.
    let position = bytes.indexOf(value);
    for (; position >= 0; position = bytes.indexOf(value, position + 1)) {
      overwrite(path, position + 1, Buffer.from('X'));
    }
    await expectRefusal(path, 'the entry ["cart",');
  });

  test('is refused when it is a text', async () => {
    const path = stores.copyOf(whole);
    writeFileSync(join(path, 'data.mdb'), 'Dear diary, today '.repeat(1000));
    await expectRefusal(path);
  });

  test('is refused when it is a folder', async () => {
    const path = stores.copyOf(whole);
    rmSync(join(path, 'data.mdb'));
    mkdirSync(join(path, 'data.mdb'));
    await expectRefusal(path);
  });

  test('is refused when the path is a file', async () => {
    const path = join(stores.home, 'file');
    writeFileSync(path, 'text');
    await expectRefusal(path);
  });

  const isRoot = process.getuid?.() === 0;
  test.skipIf(isRoot)('is refused without permission to write (skipped for root)', async () => {
    const path = stores.copyOf(whole);
    chmodSync(join(path, 'data.mdb'), 0o444);
    await expectRefusal(path);
  });
});

describe('a changed header of a page in use', () => {
  test('is refused: it once let the next write end the process', async () => {
    const random = seeded(3);
    const pages = readFileSync(join(whole, 'data.mdb'));
    let refused = 0;
    // Some pages are free.
    for (let draws = 0; refused < runs(4) && draws < 200; draws++) {
      const at = (2 + random.integer(size / PAGE_BYTES - 2)) * PAGE_BYTES;
      if (pages.readBigUInt64LE(at) !== BigInt(at / PAGE_BYTES)) continue;
      // The number of the page, and that of its transaction. The header of a free page is not read.
      const ofNumber = await refusalOf(damaged(at + 1, Buffer.from([1])));
      const ofTransaction = await refusalOf(damaged(at + 14, Buffer.from([1])));
      expect(ofTransaction === undefined, ofNumber ?? ofTransaction).toBe(ofNumber === undefined);
      if (ofNumber !== undefined) refused++;
    }
    expect(refused).toBe(runs(4));
  });
});

describe('random damage', () => {
  test('is refused, or has no effect', async () => {
    const seed = randomInt(2 ** 31);
    const random = seeded(seed);
    for (let round = 0; round < runs(12); round++) {
      const { position, bytes } = randomDamage(random);
      const path = damaged(position, bytes);
      const what = `seed ${seed}, round ${round}: ${bytes.length} bytes at ${position}`;
      const refusal = await refusalOf(path).catch((error: Error) => {
        throw new Error(`${what}: ${error.message}`, { cause: error });
      });
      if (refusal !== undefined) expect(refusal, what).toContain(path);
      rmSync(path, { recursive: true });
    }
  });
});

/** Flipped bits, random bytes or zeros: anywhere, in the header of a page, or in the first two pages. */
function randomDamage(random: Seeded): { position: number; bytes: Buffer } {
  const page = random.integer(size / PAGE_BYTES) * PAGE_BYTES;
  const position = [
    random.integer(size),
    page + random.integer(40),
    random.integer(2) * PAGE_BYTES + random.integer(170),
    page,
  ][random.integer(4)] as number;
  const length = [1, 1, 16, 100, PAGE_BYTES][random.integer(5)] as number;
  const bytes = readFileSync(join(whole, 'data.mdb')).subarray(position, position + length);
  const kind = random.integer(3);
  for (const index of bytes.keys()) {
    if (kind === 0) bytes[index] = 0;
    else if (kind === 1) bytes[index] = random.integer(256);
    else bytes[index] = (bytes[index] as number) ^ (1 << random.integer(8));
  }
  return { position, bytes };
}
