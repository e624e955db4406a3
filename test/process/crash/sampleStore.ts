import { closeSync, cpSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lmdbStore } from 'statecart/lmdb';
import { type Seeded, seeded } from '../../../bench/harness/seeded.ts';
import type { Change, Key, Store } from '../../../src/index.ts';

export const PAGE_BYTES = 4096;

export type Content = readonly (readonly [Key, string])[];

/** Paths for stores in one temporary folder. */
export function temporaryStores(name: string) {
  const home = mkdtempSync(join(tmpdir(), `statecart-${name}-`));
  let count = 0;
  return {
    home,
    next: () => join(home, String(++count)),
    /** The last path that was returned. */
    last: () => join(home, String(count)),
    copyOf(folder: string): string {
      const path = join(home, String(++count));
      cpSync(folder, path, { recursive: true });
      return path;
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** Makes a store with a branch page, overflow pages and free pages, and closes it. */
export async function makeStore(path: string): Promise<Content> {
  const random = seeded(1);
  const store = await lmdbStore({ path, sync: false });
  for (let turn = 0; turn < 40; turn++) await store.commit(randomBatch(random, turn));
  const content = readAll(store);
  await store.close();
  return content;
}

/** Changes that add, grow, shrink and delete records. */
export function randomBatch(random: Seeded, turn: number): Change[] {
  const changes: Change[] = Array.from({ length: 20 }, () => {
    const key = ['cart', `user-${random.integer(250)}`];
    if (random.uniform() < 0.25) return { op: 'delete', key };
    const value = JSON.stringify([turn, 'v'.repeat(random.integer(300))]);
    return { op: 'put', key, value };
  });
  if (turn % 5 === 0) changes.push({ op: 'put', key: ['fact', turn], value: 'f'.repeat(9000) });
  changes.push({ op: 'put', key: ['turn'], value: String(turn) });
  return changes;
}

export function readAll(store: Store): Content {
  return [...store.range({ prefix: [] })];
}

/** The records after a batch. */
export function applyBatch(content: Content, batch: readonly Change[]): Content {
  const records = new Map(content.map((entry) => [JSON.stringify(entry[0]), entry]));
  for (const change of batch) {
    const name = JSON.stringify(change.key);
    if (change.op === 'put') records.set(name, [change.key, change.value]);
    else records.delete(name);
  }
  return [...records.values()];
}

/** In an order that does not depend on the store, to compare them. */
export function sorted(content: Content): string[] {
  return content.map((entry) => JSON.stringify(entry)).sort();
}

export function overwrite(path: string, position: number, bytes: Uint8Array): void {
  const file = openSync(join(path, 'data.mdb'), 'r+');
  writeSync(file, bytes, 0, bytes.length, position);
  closeSync(file);
}
