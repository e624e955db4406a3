import { describe, expect, test } from 'vitest';
import { memoryStore, type Store } from '../../../src/index.ts';
import { prepareStore, readHead } from '../../../src/schema/format.ts';
import { jsonCodec, recordKind, type Upgrade } from '../../../src/schema/record.ts';

/** Carrots as a format has them, and how they become those of the next ones. */
function carrots(version: number, upgrades: Record<number, Upgrade> = {}) {
  return recordKind({
    name: 'carrots',
    prefix: ['carrot'],
    elements: [{ name: 'number', type: 'number' }],
    version,
    upgrades,
    codec: jsonCodec<string>(() => {}),
  });
}

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
  carrots(3, {
    1: (store) =>
      [...store.range({ prefix: ['carrot'] })].map(
        ([key]) => ({ op: 'put', key, value: 'cooked' }) as const,
      ),
    2: (store) =>
      [...store.range({ prefix: ['carrot'] })].map(
        ([key, value]) => ({ op: 'put', key: ['sold', ...key], value }) as const,
      ),
  }),
];

describe('the format of a store', () => {
  test('is written into an empty store', async () => {
    const store = memoryStore();
    expect(readHead(store)).toBeUndefined();
    await prepareStore(store, 'EUR');
    expect(readHead(store)).toEqual({ format: 2, currency: 'EUR' });
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
    await expect(prepareStore(store, 'USD', [carrots(2)])).rejects.toThrow(
      'store: expected one of format 2 or newer, got format 1',
    );
    expect(readHead(store)?.format).toBe(1);
  });
});
