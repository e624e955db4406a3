import { mkdirSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { lmdbStore } from 'statecart/lmdb';
import { afterAll, describe, expect, test } from 'vitest';
import { type Change, createShop } from '../../../src/index.ts';
import { temporaryStores } from './sampleStore.ts';

const stores = temporaryStores('closing');
afterAll(() => stores.remove());

function put(key: string, value = '1'): Change {
  return { op: 'put', key: [key], value };
}

describe('a store that has been closed', () => {
  test('refuses reads and commits, and its error says why', async () => {
    const path = stores.next();
    const store = await lmdbStore({ path });
    await store.commit([put('a'), put('b')]);
    const begun = store.range({ prefix: [] })[Symbol.iterator]();
    begun.next();
    await store.close();
    const closed = `the store at ${path} has been closed`;
    expect(() => store.get(['a'])).toThrow(closed);
    expect(() => [...store.range({ prefix: [] })]).toThrow(closed);
    expect(() => begun.next()).toThrow(closed);
    expect(() => store.commit([put('c')])).toThrow(closed);
  });

  // It ended the process.
  test('refuses to go on with a range that was begun turns of the event loop before', async () => {
    const store = await lmdbStore({ path: stores.next() });
    await store.commit([put('a'), put('b')]);
    const [begun, left] = [0, 1].map(() => store.range({ prefix: [] })[Symbol.iterator]());
    begun?.next();
    left?.next();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await store.close();
    expect(() => begun?.next()).toThrow('has been closed');
    expect(left?.return?.()).toEqual({ done: true, value: undefined });
  });

  test('can be closed again, also while the first close is running', async () => {
    const path = stores.next();
    const store = await lmdbStore({ path });
    const committed = store.commit([put('a')]);
    await Promise.all([store.close(), store.close()]);
    // The path is free when either close has resolved.
    await (await lmdbStore({ path })).close();
    await store.close();
    await committed;
  });

  test('can be opened as soon as the second close has resolved', async () => {
    const path = stores.next();
    const store = await lmdbStore({ path });
    store.commit([put('a')]);
    void store.close();
    await store.close();
    const next = await lmdbStore({ path });
    expect(next.get(['a'])).toBe('1');
    await next.close();
  });

  test('has every batch that was committed before the close', async () => {
    const path = stores.next();
    const store = await lmdbStore({ path });
    const commits = Array.from({ length: 50 }, (_, index) =>
      store.commit([put(`k${index}`, 'x'.repeat(1000))]),
    );
    await new Promise((resolve) => setImmediate(resolve));
    commits.push(store.commit([put('last')]));
    await store.close();
    await Promise.all(commits);
    const again = await lmdbStore({ path });
    expect([...again.range({ prefix: [] })]).toHaveLength(51);
    await again.close();
  });
});

describe('a shop that is closed while commands are under way', () => {
  test('has everything that it answered, and can be closed twice', async () => {
    const path = stores.next();
    const shop = await createShop({ store: await lmdbStore({ path }) });
    const adding = Array.from({ length: 30 }, (_, index) =>
      shop.products.add({ sku: `s${index}`, name: 'S', category: 'c', priceMinor: 1, stock: 1 }),
    );
    await Promise.all([shop.close(), shop.close()]);
    for (const answer of await Promise.all(adding)) expect(answer.ok).toBe(true);
    const again = await createShop({ store: await lmdbStore({ path }) });
    expect(again.search().total).toBe(30);
    await again.close();
  });
});

describe('a folder that is removed while the store is open', () => {
  test('fails commits, which no later opening would find; reads go on', async () => {
    const path = stores.next();
    const store = await lmdbStore({ path });
    await store.commit([put('a')]);
    rmSync(path, { recursive: true });
    expect(store.get(['a'])).toBe('1');
    await expect(store.commit([put('b')])).rejects.toThrow(
      `the store at ${path} cannot be written: its data file has been removed`,
    );
    expect(store.get(['a'])).toBe('1');
    await store.close();
    const fresh = await lmdbStore({ path });
    expect([...fresh.range({ prefix: [] })]).toEqual([]);
    expect(readdirSync(path).sort()).toEqual(['data.mdb', 'lock.mdb']);
    await fresh.close();
  });
});

describe('a store whose shop fails to open', () => {
  test('can be opened by the next shop', async () => {
    const path = stores.next();
    const store = await lmdbStore({ path });
    await (await createShop({ store, currency: 'EUR' })).close();
    await expect(createShop({ store: await lmdbStore({ path }), currency: 'JPY' })).rejects.toThrow(
      'currency: expected EUR',
    );
    await (await createShop({ store: await lmdbStore({ path }), currency: 'EUR' })).close();
  });
});

describe('the temporary folder of a store whose creation was killed', () => {
  test('is removed by an opening an hour later, since it may belong to one that goes on', async () => {
    const path = stores.next();
    const hourAgo = Date.now() / 1000 - 3601;
    for (const name of ['draft-abc', 'draft-new']) mkdirSync(join(path, name), { recursive: true });
    utimesSync(join(path, 'draft-abc'), hourAgo, hourAgo);
    const store = await lmdbStore({ path });
    expect(readdirSync(path).sort()).toEqual(['data.mdb', 'draft-new', 'lock.mdb']);
    await store.close();
  });
});

describe('a batch with a key that is too long', () => {
  test('is refused as a whole, and the store accepts later batches', async () => {
    const path = stores.next();
    const store = await lmdbStore({ path });
    expect(() => store.commit([put('a'), put('語'.repeat(700)), put('b')])).toThrow(
      'key: expected at most 1900 bytes as UTF-8, got 2100',
    );
    await store.commit([put('c'), put('x'.repeat(1900))]);
    expect([...store.range({ prefix: [] })].map(([key]) => key)).toEqual([
      ['c'],
      ['x'.repeat(1900)],
    ]);
    await store.close();
  });
});
