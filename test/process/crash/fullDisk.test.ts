import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { lmdbStore } from 'statecart/lmdb';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createShop, type Shop } from '../../../src/index.ts';
import { temporaryStores } from './sampleStore.ts';

const stores = temporaryStores('full');
afterAll(() => stores.remove());

const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);
beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', note);
});
afterEach(() => {
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

/** Commands do not take turns with the rest of the process, however slow it is: those of one round are one batch. */
const AT_ONCE = { sliceMs: Number.POSITIVE_INFINITY };

const TERMS = { name: 'Mug', category: 'kitchen', priceMinor: 900, stock: 3 };

interface Filled {
  /** Products whose addition was acknowledged. */
  readonly kept: Set<string>;
  readonly causes: string[];
}

/** Adds products, many at a time, until the store is full. */
async function fill(shop: Shop): Promise<Filled> {
  const kept = new Set<string>();
  const causes: string[] = [];
  for (let round = 0; causes.length === 0 && round < 2000; round++) {
    const skus = Array.from({ length: 20 }, (_, index) => `sku-${round}-${index}`);
    const answers = await Promise.allSettled(
      skus.map((sku) => shop.products.add({ ...TERMS, sku, description: 'd'.repeat(2000) })),
    );
    for (const [index, answer] of answers.entries()) {
      if (answer.status === 'rejected') causes.push(String(answer.reason.message));
      else if (answer.value.ok) kept.add(skus[index] as string);
    }
  }
  return { kept, causes };
}

/** Expects what a shop must still do after its disk is full. */
async function expectStopped(shop: Shop, path: string, { kept, causes }: Filled): Promise<void> {
  expect(kept.size).toBeGreaterThan(0);
  // Every pending command rejects with the reason.
  expect(causes).toHaveLength(20);
  expect(new Set(causes).size).toBe(1);
  expect(causes[0]).toContain(`the store at ${path}`);
  const answer = await shop.products.restock('sku-0-0', 1);
  expect(answer).toEqual({
    ok: false,
    refusal: { code: 'closed', reason: `the shop has stopped: ${causes[0]}` },
  });
  for (const sku of kept) expect(shop.products.get(sku)?.available).toBe(3);
  expect(shop.audit().ok).toBe(true);
  await shop.close();
}

/** Expects that a reopened shop has lost nothing, and works. */
async function expectIntact(shop: Shop, { kept }: Filled): Promise<void> {
  expect(shop.audit()).toEqual({ ok: true, problems: [] });
  for (const sku of kept) expect(shop.products.get(sku)?.available).toBe(3);
  let last = 0;
  const consumer = shop.consumer('all');
  expect(await shop.users.register({ userId: 'ada', name: 'Ada' })).toMatchObject({ ok: true });
  expect(await shop.carts.add('ada', 'sku-0-0', 1)).toMatchObject({ ok: true });
  expect(await shop.checkout('ada')).toMatchObject({ ok: true });
  for await (const { seq, type } of consumer) {
    expect(seq).toBe(++last);
    if (type === 'order.placed') break;
  }
  await shop.close();
}

describe('a store that has reached its mapSize', () => {
  test('stops the shop, loses nothing, and goes on with a larger mapSize', async () => {
    const path = stores.next();
    const shop = await createShop({
      ...AT_ONCE,
      store: await lmdbStore({ path, mapSize: 600_000 }),
    });
    const filled = await fill(shop);
    expect(filled.causes[0]).toMatch(/is full: \d+ of 600000 bytes \(mapSize\) are in use$/);
    await expectStopped(shop, path, filled);
    const larger = await createShop({ store: await lmdbStore({ path, mapSize: 6_000_000 }) });
    await expectIntact(larger, filled);
  });

  test('opens for reading with the same mapSize', async () => {
    const path = stores.next();
    const shop = await createShop({
      ...AT_ONCE,
      store: await lmdbStore({ path, mapSize: 600_000 }),
    });
    const { kept } = await fill(shop);
    await shop.close();
    const again = await createShop({
      ...AT_ONCE,
      store: await lmdbStore({ path, mapSize: 600_000 }),
    });
    for (const sku of kept) expect(again.products.get(sku)?.available).toBe(3);
    await again.close();
  });
});

/** Mounts a disk of four megabytes; undefined where this process may not mount. */
function smallDisk(): string | undefined {
  const path = stores.next();
  mkdirSync(path);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', path]);
  return status === 0 ? path : undefined;
}

const disk = smallDisk();
afterAll(() => {
  if (disk !== undefined) spawnSync('umount', [disk]);
});

describe('a disk that is full', () => {
  test.skipIf(disk === undefined)(
    'stops the shop, loses nothing, and goes on with more room (skipped where nothing can be mounted)',
    async () => {
      const path = `${disk}/shop`;
      const shop = await createShop({ store: await lmdbStore({ path }) });
      const filled = await fill(shop);
      expect(filled.causes[0]).toMatch(/cannot be written: .* \(\d+ bytes are free on its disk\)$/);
      await expectStopped(shop, path, filled);
      // Without room, opening succeeds or fails, but does not end the process.
      const tight = await lmdbStore({ path }).catch((error: Error) => error);
      if (tight instanceof Error) expect(tight.message).toContain(path);
      else await tight.close();
      spawnSync('mount', ['-o', 'remount,size=16m', disk as string]);
      await expectIntact(await createShop({ store: await lmdbStore({ path }) }), filled);
    },
  );

  test.skipIf(disk === undefined)(
    'refuses a new store (skipped where nothing can be mounted)',
    async () => {
      spawnSync('mount', ['-o', 'remount,size=16m', disk as string]);
      const blocks = spawnSync('dd', ['if=/dev/zero', `of=${disk}/filler`, 'bs=64k']);
      expect(blocks.status).toBe(1);
      const path = `${disk}/new`;
      await expect(lmdbStore({ path })).rejects.toThrow(`the store at ${path} cannot be opened: `);
    },
  );
});
