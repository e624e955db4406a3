import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { lmdbStore } from 'statecart/lmdb';
import { describe, expect, it } from 'vitest';
import { createShop } from '../../../src/index.ts';
import { inodesOf, openDatabase } from '../../../src/store/lmdb/databaseFile.ts';
import { acquireWriterLock } from '../../../src/store/lmdb/writerLock.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { START } from '../../rules/shop/openShop.ts';
import { runTool, TOOL } from './runTool.ts';
import { copyOf, meddle, openStored, put, remove } from './storedShop.ts';

/** A store of a shop with a lot of room that nothing uses any more. */
async function roomyStore(): Promise<string> {
  const { path, shop } = await openStored();
  await shop.close();
  const keys = Array.from({ length: 2000 }, (_, index) => ['zzz', index]);
  await meddle(path, () => keys.map((key) => put(key, 'x'.repeat(500))));
  await meddle(path, () => keys.map(remove));
  return path;
}

function bytesOf(path: string): number {
  return statSync(join(path, 'data.mdb')).size;
}

async function exportOf(path: string): Promise<string> {
  const { status, stdout } = await runTool(['export', path]);
  expect(status).toBe(0);
  return stdout;
}

describe('compact', () => {
  it('removes unused space and nothing else', async () => {
    const path = await roomyStore();
    const [before, contents] = [bytesOf(path), await exportOf(path)];
    const { status, stdout, stderr } = await runTool(['compact', path]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/: \d.* before, \d.* after\n$/);
    expect(bytesOf(path)).toBeLessThan(before / 10);
    expect(await exportOf(path)).toBe(contents);
    const store = await lmdbStore({ path });
    const shop = await createShop({ store, clock: simulatedClock(START) });
    expect(shop.audit().ok).toBe(true);
    await shop.close();
    expect(await exportOf(path)).toBe(contents);
  });

  it('is refused while a shop has the store open', async () => {
    const { path, shop } = await openStored();
    const files = readdirSync(path);
    const { status, stderr } = await runTool(['compact', path]);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `statecart compact: the store at ${path} cannot be compacted: it is in use by process ${process.pid}\n`,
    });
    expect(readdirSync(path)).toEqual(files);
    await shop.close();
  });

  it('may be killed at any moment', async () => {
    const path = await roomyStore();
    const contents = await exportOf(path);
    // From the moment when its copy appears until after its end.
    for (const waitMs of [0, 5, 20, 60, 120, 250]) {
      const copy = copyOf(path);
      const child = spawn(process.execPath, [TOOL, 'compact', copy], { stdio: 'ignore' });
      const ended = new Promise((resolve) => child.once('close', resolve));
      while (child.exitCode === null && !existsSync(join(copy, 'compacting'))) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      setTimeout(() => child.kill('SIGKILL'), waitMs);
      await ended;
      expect(await exportOf(copy), `killed after ${waitMs} ms`).toBe(contents);
      await meddle(copy, () => [put(['user', 'bob'], {})]);
    }
  });

  it('removes what a killed one has left', async () => {
    const path = await roomyStore();
    mkdirSync(join(path, 'compacting'));
    writeFileSync(join(path, 'compacting', 'data.mdb'), 'half');
    expect((await runTool(['compact', path])).status).toBe(0);
    expect(readdirSync(path)).toEqual(['closed', 'data.mdb']);
  });

  it('leaves a store that opens, also if it is killed before the old locks are gone', async () => {
    const path = await roomyStore();
    const contents = await exportOf(path);
    const compacted = copyOf(path);
    await runTool(['compact', compacted]);
    cpSync(join(compacted, 'data.mdb'), join(path, 'data.mdb'));
    expect(existsSync(join(path, 'lock.mdb'))).toBe(true);
    expect(await exportOf(path)).toBe(contents);
    await meddle(path, () => [put(['user', 'bob'], {})]);
    expect(await exportOf(path)).not.toBe(contents);
  });

  it('is noticed by a process that opened the store before and would write to the replaced file', async () => {
    const path = await roomyStore();
    const contents = await exportOf(path);
    const files = inodesOf(path);
    const { root } = openDatabase(path);
    expect((await runTool(['compact', path])).status).toBe(0);
    await expect(acquireWriterLock(root, path, files)).rejects.toThrow(
      'it has just been compacted',
    );
    await root.close();
    expect(await exportOf(path)).toBe(contents);
  });

  it('is noticed by a process that has opened the new data with the old locks', async () => {
    const path = await roomyStore();
    const files = inodesOf(path);
    const { root } = openDatabase(path);
    rmSync(join(path, 'lock.mdb'));
    await expect(acquireWriterLock(root, path, files)).rejects.toThrow(
      'it has just been compacted',
    );
    await root.close();
  });

  it('leaves the old store to a process that reads it meanwhile', async () => {
    const path = await roomyStore();
    const contents = await exportOf(path);
    const reader = spawn(process.execPath, [TOOL, 'export', path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    reader.stdout.on('data', (chunk) => {
      text += chunk;
    });
    const ended = new Promise((resolve) => reader.once('close', resolve));
    expect((await runTool(['compact', path])).status).toBe(0);
    expect(await ended).toBe(0);
    expect(text).toBe(contents);
  });
});
