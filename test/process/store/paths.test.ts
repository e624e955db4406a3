import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskStore } from 'statecart/disk';
import { lmdbStore } from 'statecart/lmdb';
import { afterAll, describe, expect, test } from 'vitest';
import { TOOL } from '../cli/runTool.ts';
import { temporaryStores } from '../crash/sampleStore.ts';

const stores = temporaryStores('paths');
afterAll(() => stores.remove());

async function refusalOf(path: string): Promise<string> {
  const opened = await lmdbStore({ path }).catch((error: Error) => error.message);
  expect(opened).toBeTypeOf('string');
  const start = `the store at ${path} cannot be opened: `;
  expect(String(opened).slice(0, start.length)).toBe(start);
  return String(opened).slice(start.length);
}

describe('a path at which no store can be made', () => {
  // The recursive mkdir of Node.js never returned.
  test.skipIf(!existsSync('/proc/self'))(
    'is refused if the system lets nobody make folders there (skipped where there is no /proc)',
    async () => {
      const made =
        "its folder cannot be made: ENOENT: no such file or directory, mkdir '/proc/nope'";
      expect(await refusalOf('/proc/nope')).toBe(made);
      expect(await refusalOf('/proc/nope/deeper')).toBe(made);
      expect(await refusalOf('/proc/sys/kernel')).toMatch(
        /^its folder cannot be written: E[A-Z]+: .* '\/proc\/sys\/kernel'$/,
      );
    },
  );

  test('is refused if it is a file, or lies in one, and the file stays', async () => {
    const file = stores.next();
    writeFileSync(file, 'x');
    expect(await refusalOf(file)).toBe('it is a file; a store is a folder');
    expect(await refusalOf(join(file, 'shop'))).toMatch(/^its folder cannot be made: ENOTDIR: /);
  });

  test('is refused if it is a symbolic link to nothing', async () => {
    const link = stores.next();
    symlinkSync(join(stores.home, 'nowhere', 'else'), link);
    expect(await refusalOf(link)).toBe(
      `its folder cannot be made: ${link} is a symbolic link to a missing folder`,
    );
  });
});

test('the folders above a store are made with it', async () => {
  const path = join(stores.next(), 'a', 'b');
  await (await lmdbStore({ path })).close();
  expect(readdirSync(path).sort()).toEqual(['closed', 'data.mdb', 'lock.mdb']);
});

/** Mounts a disk; undefined where this process may not mount. */
function newDisk(): string | undefined {
  const path = stores.next();
  mkdirSync(path);
  return spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', path]).status === 0 ? path : undefined;
}

const disk = newDisk();
afterAll(() => {
  if (disk !== undefined) spawnSync('umount', [disk]);
});

describe('a disk that is mounted for reading only', () => {
  test.skipIf(disk === undefined)(
    'is named as the reason, for new stores and for others, which keep their shutdown marker (skipped where nothing can be mounted)',
    async () => {
      const path = `${disk}/shop`;
      await (await lmdbStore({ path })).close();
      const files = readdirSync(path);
      spawnSync('mount', ['-o', 'remount,ro', disk as string]);
      expect(await refusalOf(path)).toBe(
        `its folder cannot be written: EROFS: read-only file system, access '${path}'`,
      );
      expect(await refusalOf(`${disk}/new`)).toBe(
        `its folder cannot be made: EROFS: read-only file system, mkdir '${disk}/new'`,
      );
      expect(readdirSync(path)).toEqual(files);
    },
  );
});

describe.each([
  ['lmdbStore', lmdbStore],
  ['diskStore', diskStore],
] as const)('%s with create: false', (_name, open) => {
  test('refuses a path without a store, and makes nothing there', async () => {
    const path = stores.next();
    const nothing = `the store at ${path} cannot be opened: there is no store, and the option create is false`;
    await expect(open({ path, create: false })).rejects.toThrow(nothing);
    expect(existsSync(path)).toBe(false);
    mkdirSync(path);
    await expect(open({ path, create: false })).rejects.toThrow(nothing);
    expect(readdirSync(path)).toEqual([]);
  });

  test('opens a store that is there', async () => {
    const path = stores.next();
    await (await open({ path })).close();
    await (await open({ path, create: false })).close();
  });
});

// Root may read everything.
test.skipIf(process.getuid?.() === 0)(
  'a folder that may not be read is refused as such by the tool (skipped for root)',
  () => {
    const path = stores.next();
    mkdirSync(path, { mode: 0o000 });
    const { stderr } = spawnSync(process.execPath, [TOOL, 'inspect', path], { encoding: 'utf8' });
    expect(stderr).toMatch(/EACCES/);
  },
);
