import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { checkpointFolder, logFolder } from '../../../src/store/disk/diskFolder.ts';
import { type DiskStoreOptions, openDiskStore } from '../../../src/store/disk/diskStore.ts';
import type { Change } from '../../../src/store/store.ts';
import { temporaryStores } from '../crash/sampleStore.ts';
import { SimulatedFolder } from './simulatedFolder.ts';
import { openSimulated, simulatedStores } from './simulatedStores.ts';

const stores = temporaryStores('closingLog');
const simulated = simulatedStores('closingLog');
afterAll(() => {
  stores.remove();
  simulated.remove();
});

function open(options: DiskStoreOptions) {
  return openDiskStore(options, { forms: [] });
}

function put(key: string, value = '1'): Change {
  return { op: 'put', key: [key], value };
}

const SMALL = { segmentBytes: 65_536, checkpointEveryBytes: 65_536 };

describe('a store with a log that has been closed', () => {
  test('refuses reads and commits, and ranges that were begun', async () => {
    const path = stores.next();
    const store = await open({ path });
    await store.commit([put('a'), put('b')]);
    const begun = store.range({ prefix: [] })[Symbol.iterator]();
    const left = store.range({ prefix: [] })[Symbol.iterator]();
    begun.next();
    left.next();
    await store.close();
    const closed = `the store at ${path} has been closed`;
    expect(() => store.get(['a'])).toThrow(closed);
    expect(() => [...store.range({ prefix: [] })]).toThrow(closed);
    expect(() => begun.next()).toThrow(closed);
    expect(left.return?.()).toEqual({ done: true, value: undefined });
    expect(() => store.commit([put('c')])).toThrow(closed);
  });

  test('has every batch of before, and can be opened as soon as any close has resolved', async () => {
    for (const sync of [true, false, { everyMs: 1 }]) {
      const path = stores.next();
      const store = await open({ path, sync });
      const commits = Array.from({ length: 50 }, (_, index) => store.commit([put(`k${index}`)]));
      await new Promise((resolve) => setImmediate(resolve));
      commits.push(store.commit([put('last')]));
      void store.close();
      await store.close();
      const again = await open({ path, sync });
      expect([...again.range({ prefix: [] })]).toHaveLength(51);
      await again.close();
      await store.close();
      await Promise.all(commits);
    }
  });

  test('while a checkpoint is written waits for it, and loses nothing', async () => {
    const path = stores.next();
    const store = await open({ path, ...SMALL });
    const commits: unknown[] = [];
    for (let index = 0; index < 40; index++) {
      commits.push(store.commit([put(`k${index}`, 'x'.repeat(10_000))]));
      if (index % 4 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await store.close();
    await Promise.all(commits);
    const again = await open({ path });
    expect([...again.range({ prefix: [] })]).toHaveLength(40);
    await again.close();
  });
});

describe('a store with a log whose files are removed while it is open', () => {
  test('fails commits from the next one on, reads go on, and it can be closed', async () => {
    const path = stores.next();
    const store = await open({ path });
    await store.commit([put('a')]);
    rmSync(join(logFolder(path), '000000000001.log'));
    const cause = `the store at ${path} cannot be written: 000000000001.log has been removed`;
    await expect(store.commit([put('b')])).rejects.toThrow(cause);
    await expect(store.commit([])).rejects.toThrow(cause);
    expect(store.get(['a'])).toBe('1');
    await store.close();
    await store.close();
  });

  // It went on, and removed the log of what only the deleted database had.
  test('fails at the next checkpoint if its database was removed, and its log keeps everything', async () => {
    const path = stores.next();
    const store = await open({ path, ...SMALL });
    await store.commit([put('a')]);
    rmSync(checkpointFolder(path), { recursive: true });
    let cause: Error | undefined;
    let kept = 0;
    for (let index = 0; index < 100 && cause === undefined; index++) {
      await Promise.resolve(store.commit([put(`k${index}`, 'x'.repeat(10_000))])).then(
        () => kept++,
        (error: Error) => {
          cause = error;
        },
      );
      await setTimeout(1);
    }
    expect(cause?.message).toContain('the data file of its checkpoint has been removed');
    await store.close();
    const again = await open({ path });
    expect(again.get(['a'])).toBe('1');
    expect([...again.range({ prefix: [] })].length).toBeGreaterThan(kept);
    await again.close();
  });

  test('fails commits if the whole folder was removed', async () => {
    const path = stores.next();
    const store = await open({ path });
    await store.commit([put('a')]);
    rmSync(path, { recursive: true });
    await expect(store.commit([put('b')])).rejects.toThrow('000000000001.log has been removed');
    await store.close();
    const fresh = await open({ path });
    expect([...fresh.range({ prefix: [] })]).toEqual([]);
    await fresh.close();
  });
});

describe('a range', () => {
  test('that was begun before a checkpoint goes on after it, when the log is removed', async () => {
    const path = stores.next();
    const store = await open({ path, ...SMALL });
    for (let index = 0; index < 8; index++) {
      await store.commit([put(`k${index}`, `${index} ${'x'.repeat(10_000)}`)]);
    }
    const found: string[] = [];
    for (const [, value] of store.range({ prefix: [] })) {
      found.push(value.slice(0, 1));
      // Long enough for the checkpoint that the last commits have made due.
      if (found.length === 1) await setTimeout(100);
    }
    expect(found).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
    await store.close();
  });
});

describe('a log that is longer than four distances of checkpoints', () => {
  // The group waited for the checkpoint, and the checkpoint for the group.
  test('can be written after an opening with a smaller distance', async () => {
    const files = new SimulatedFolder(1);
    const path = await simulated.next();
    const store = await openSimulated({ path, files, everyBytes: 1e9 });
    for (let index = 0; index < 20; index++) await store.commit([put('a', 'x'.repeat(1000))]);
    const copy = simulated.copyOf(path);
    const left = files.afterKill();
    await store.close();
    const again = await openSimulated({ path: copy, files: left, everyBytes: 1000 });
    for (let index = 0; index < 20; index++) await again.commit([put('a', 'y'.repeat(1000))]);
    await again.close();
    expect(left.list()).toHaveLength(1);
  });
});

describe('a failed store', () => {
  test('rejects all that waits, writes nothing more, and its close resolves', async () => {
    const files = new SimulatedFolder(1);
    const store = await openSimulated({ path: await simulated.next(), files, everyBytes: 1e9 });
    await store.commit([put('a')]);
    files.trouble = { at: files.operations + 1, kind: 'failure' };
    const commits = [store.commit([put('b')])];
    await new Promise((resolve) => setImmediate(resolve));
    commits.push(store.commit([put('c')]));
    const ended = await Promise.allSettled(commits);
    expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const { operations } = files;
    await expect(store.commit([put('d')])).rejects.toThrow('the disk has failed');
    expect(store.get(['c'])).toBe('1');
    await store.close();
    expect(files.operations).toBe(operations);
  });

  test('whose checkpoint has failed writes none of the groups that wait', async () => {
    const files = new SimulatedFolder(1);
    const path = await simulated.next();
    const store = await openSimulated({ path, files, segmentBytes: 500, everyBytes: 1500 });
    const commits: Promise<void>[] = [];
    files.remove = () => {
      throw new Error('EIO: no name can be removed');
    };
    let atFailure = Number.POSITIVE_INFINITY;
    for (let index = 0; index < 200; index++) {
      const commit = store.commit([put(`k${index}`, 'x'.repeat(400))]);
      commit.catch(() => {
        atFailure = Math.min(atFailure, files.operations);
      });
      commits.push(commit);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const ended = await Promise.allSettled(commits);
    await store.close();
    expect(ended.at(-1)?.status).toBe('rejected');
    // What was being written then may still end: a new segment, and a group.
    expect(files.operations - atFailure).toBeLessThanOrEqual(7);
    const kept = ended.findIndex(({ status }) => status === 'rejected');
    const again = await openSimulated({ path, files: files.afterKill() });
    expect([...again.range({ prefix: [] })].length).toBeGreaterThanOrEqual(kept);
    await again.close();
    expect(readdirSync(path)).toEqual(['checkpoint']);
  });
});
