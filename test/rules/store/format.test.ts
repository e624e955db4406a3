import { describe, expect, test } from 'vitest';
import { memoryStore, type Store } from '../../../src/index.ts';
import { FORMAT, isReadable, prepareStore, readHead } from '../../../src/schema/format.ts';
import { jsonCodec } from '../../../src/schema/jsonCodec.ts';
import { type EarlierVersion, recordKind } from '../../../src/schema/record.ts';

/** Carrots as a format has them, and how they become those of the next ones. */
function carrots(version: number, earlier: readonly EarlierVersion[] = []) {
  return recordKind({
    name: 'carrots',
    prefix: ['carrot'],
    elements: [{ name: 'number', type: 'number' }],
    version,
    earlier,
    codec: jsonCodec<string>(() => {}),
  });
}

/** A kind of record that format 4 has brought. */
const leeks = recordKind({
  name: 'leeks',
  prefix: ['leek'],
  elements: [],
  version: 4,
  codec: jsonCodec<string>(() => {}),
});

/** A store of format 1 with two carrots. */
async function oldStore(): Promise<Store> {
  const store = memoryStore();
  await prepareStore(store, 'USD', [carrots(1)]);
  await store.commit([
    { op: 'put', key: ['carrot', 1], value: 'raw' },
    { op: 'put', key: ['carrot', 2], value: 'raw' },
  ]);
  return store;
}

/** Two upgrades: the first cooks the carrots, the second sells them. */
const RECORDS = [
  carrots(3, [
    {
      version: 1,
      upgrade: (store) =>
        [...store.range({ prefix: ['carrot'] })].map(
          ([key]) => ({ op: 'put', key, value: 'cooked' }) as const,
        ),
    },
    {
      version: 2,
      upgrade: (store) =>
        [...store.range({ prefix: ['carrot'] })].map(
          ([key, value]) => ({ op: 'put', key: ['sold', ...key], value }) as const,
        ),
    },
  ]),
];

describe('the format of a store', () => {
  test('is written into an empty store', async () => {
    const store = memoryStore();
    expect(readHead(store)).toBeUndefined();
    await prepareStore(store, 'EUR');
    expect(readHead(store)).toEqual({ format: FORMAT, currency: 'EUR' });
  });

  test('of an older store is upgraded step by step, each step in one batch', async () => {
    const inner = await oldStore();
    const batches: number[] = [];
    const store: Store = {
      ...inner,
      commit(batch) {
        batches.push(batch.length);
        return inner.commit(batch);
      },
    };
    await prepareStore(store, 'USD', RECORDS);
    expect(readHead(store)?.format).toBe(3);
    expect(store.get(['sold', 'carrot', 2])).toBe('cooked');
    expect(batches).toEqual([3, 3]);
    await prepareStore(store, 'USD', RECORDS);
    expect(batches).toEqual([3, 3]);
  });

  test('continues an interrupted upgrade', async () => {
    const inner = await oldStore();
    let left = 1;
    const store: Store = {
      ...inner,
      commit(batch) {
        if (left-- === 0) throw new Error('disk full');
        return inner.commit(batch);
      },
    };
    await expect(prepareStore(store, 'USD', RECORDS)).rejects.toThrow('disk full');
    expect(readHead(inner)?.format).toBe(2);
    await prepareStore(inner, 'USD', RECORDS);
    expect(inner.get(['sold', 'carrot', 1])).toBe('cooked');
  });

  test('without an upgrade is refused, and the store is unchanged', async () => {
    const store = await oldStore();
    await expect(prepareStore(store, 'USD', [carrots(2, [{ version: 1 }])])).rejects.toThrow(
      'store: expected one of format 2 or newer, got format 1',
    );
    expect(readHead(store)?.format).toBe(1);
  });

  test('that needs no upgrade is raised alone, and can be read before', async () => {
    const store = await oldStore();
    const records = [carrots(2, [{ version: 1, upgrade: 'none needed' }])];
    expect([isReadable(1, records), isReadable(1, RECORDS), isReadable(2, RECORDS)]).toEqual([
      true,
      false,
      false,
    ]);
    await prepareStore(store, 'USD', records);
    expect(readHead(store)?.format).toBe(2);
    expect(store.get(['carrot', 1])).toBe('raw');
  });

  test('in which a kind of record has come anew asks nothing of older stores', async () => {
    const store = await oldStore();
    await prepareStore(store, 'USD', [carrots(1), leeks]);
    expect(readHead(store)?.format).toBe(4);
  });
});
