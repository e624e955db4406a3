import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDiskStore } from '../../../src/store/disk/diskStore.ts';
import type { Store } from '../../../src/store/store.ts';
import { temporaryStores } from '../crash/sampleStore.ts';

const stores = temporaryStores('fullLog');
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
  stores.remove();
});

const MIB = 1024 * 1024;

/** Where the room ends, by the options of the store. */
const PLACES = {
  'in a segment of the log': { segmentBytes: 64 * MIB, checkpointEveryBytes: 64 * MIB },
  'where a segment of the log begins': { segmentBytes: 65_536, checkpointEveryBytes: 64 * MIB },
  'in the database of its checkpoint': { segmentBytes: 65_536, checkpointEveryBytes: 65_536 },
  'in its first, large checkpoint': { segmentBytes: 65_536, checkpointEveryBytes: 1_200_000 },
};

interface Filled {
  readonly acknowledged: number;
  readonly cause: Error;
}

/** Commits one record after the other until the disk is full. */
async function fill(store: Store): Promise<Filled> {
  for (let number = 0; ; number++) {
    const key = ['key', number];
    const value = `${number} ${'v'.repeat(3000)}`;
    try {
      await store.commit([{ op: 'put', key, value }]);
    } catch (cause) {
      return { acknowledged: number, cause: cause as Error };
    }
  }
}

describe('a disk that is full', () => {
  test.skipIf(disk === undefined).each(Object.entries(PLACES))(
    '%s fails the commit and all later ones, and loses nothing (skipped where nothing can be mounted)',
    async (_, sizes) => {
      const path = `${disk}/${stores.next().split('/').at(-1)}`;
      const store = await openDiskStore({ path, ...sizes }, { forms: [] });
      const { acknowledged, cause } = await fill(store);
      expect(acknowledged).toBeGreaterThan(100);
      expect(cause.message).toContain(`the store at ${path} cannot be written: `);
      expect(cause.message).toMatch(
        /ENOSPC|No space|MDB_|full|\(\d+ bytes are free on its disk\)$/,
      );
      expect(cause.message).not.toContain('commitError');
      // Also with room again: what the failure has left on disk is unknown.
      spawnSync('mount', ['-o', 'remount,size=64m', disk as string]);
      await expect(store.commit([{ op: 'put', key: ['late'], value: '1' }])).rejects.toBe(cause);
      for (let number = 0; number < acknowledged; number++) {
        expect(store.get(['key', number])?.startsWith(`${number} `)).toBe(true);
      }
      await store.close();
      const again = await openDiskStore({ path, ...sizes }, { forms: [] });
      const found = [...again.range({ prefix: ['key'] })];
      expect(found.length).toBeGreaterThanOrEqual(acknowledged);
      for (const [number, [key, value]] of found.entries()) {
        expect(key).toEqual(['key', number]);
        expect(value.startsWith(`${number} `)).toBe(true);
      }
      expect(again.get(['late'])).toBeUndefined();
      await again.commit([{ op: 'put', key: ['late'], value: '1' }]);
      await again.close();
      rmSync(path, { recursive: true });
      spawnSync('mount', ['-o', 'remount,size=4m', disk as string]);
    },
  );

  test.skipIf(disk === undefined)(
    'refuses a new store, and an old one opens once there is room (skipped where nothing can be mounted)',
    async () => {
      const [old, path] = [`${disk}/old`, `${disk}/new`];
      await (await openDiskStore({ path: old }, { forms: [] })).close();
      const filler = `${disk}/filler`;
      writeFileSync(filler, '');
      expect(spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4k']).status).toBe(1);
      await expect(openDiskStore({ path }, { forms: [] })).rejects.toThrow(
        `the store at ${path} cannot be opened: `,
      );
      const tight = await openDiskStore({ path: old }, { forms: [] }).catch(
        (error: Error) => error,
      );
      if (tight instanceof Error) expect(tight.message).toContain(old);
      else await tight.close();
      rmSync(filler);
      for (const free of [old, path]) {
        await (await openDiskStore({ path: free }, { forms: [] })).close();
      }
    },
  );
});
