import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { lmdbStore } from 'statecart/lmdb';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { temporaryStores } from './sampleStore.ts';

// Each opening starts a process, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const ROOT = join(import.meta.dirname, '../../..');
const box = temporaryStores('processes');
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => box.leave());

/** Another process that tries to open the path, puts its number there, and stays. */
async function openElsewhere(path: string): Promise<{ child: ChildProcess; said: string }> {
  const code = `
    import { lmdbStore } from 'statecart/lmdb';
    try {
      const store = await lmdbStore({ path: process.argv[1] });
      await store.commit([{ op: 'put', key: ['by'], value: String(process.pid) }]);
      console.log('open');
      setInterval(() => {}, 1000);
    } catch (error) {
      console.log(error.message);
    }`;
  const args = ['--input-type=module', '--eval', code, path];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [said] = await once(child.stdout, 'data');
  return { child, said: String(said).trim() };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'close');
}

function inUse(path: string, pid: number | undefined): string {
  return `the store at ${path} cannot be opened: it is in use by process ${pid}`;
}

describe('a path that another process has open', () => {
  test('is refused with the path and the process, until that one is killed', async () => {
    const path = box.next();
    const { child, said } = await openElsewhere(path);
    expect(said).toBe('open');
    await expect(lmdbStore({ path })).rejects.toThrow(inUse(path, child.pid));
    await expect(lmdbStore({ path })).rejects.toThrow(inUse(path, child.pid));
    await kill(child);
    const store = await lmdbStore({ path });
    expect(store.get(['by'])).toBe(String(child.pid));
    await store.close();
  });

  test('is refused by another name, too', async () => {
    const path = box.next();
    const { child } = await openElsewhere(path);
    const link = box.next();
    symlinkSync(path, link);
    await expect(lmdbStore({ path: link })).rejects.toThrow(inUse(link, child.pid));
  });

  test('belongs to the first of many that want to make it', async () => {
    const path = box.next();
    const opened = await Promise.all(Array.from({ length: 4 }, () => openElsewhere(path)));
    const winners = opened.filter(({ said }) => said === 'open');
    expect(winners.map(({ said }) => said)).toEqual(['open']);
    const pid = winners[0]?.child.pid;
    for (const { said } of opened) {
      if (said !== 'open') expect(said).toBe(inUse(path, pid));
    }
    await kill(winners[0]?.child as ChildProcess);
    const store = await lmdbStore({ path });
    expect(store.get(['by'])).toBe(String(pid));
    await store.close();
  });
});

describe('a path that this process has open', () => {
  test('is refused, also by another name, and opens again once it is closed', async () => {
    const path = box.next();
    const link = box.next();
    const store = await lmdbStore({ path });
    symlinkSync(path, link);
    await expect(lmdbStore({ path })).rejects.toThrow(inUse(path, process.pid));
    await expect(lmdbStore({ path: link })).rejects.toThrow(inUse(link, process.pid));
    await store.commit([{ op: 'put', key: ['a'], value: '1' }]);
    expect((await openElsewhere(path)).said).toBe(inUse(path, process.pid));
    await store.close();
    const again = await lmdbStore({ path: link });
    expect(again.get(['a'])).toBe('1');
    await again.close();
    expect((await openElsewhere(path)).said).toBe('open');
  });

  test('is opened once, however many ask at once', async () => {
    const path = box.next();
    const opened = await Promise.allSettled(Array.from({ length: 4 }, () => lmdbStore({ path })));
    const stores = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(stores).toHaveLength(1);
    for (const one of opened) {
      if (one.status === 'rejected') expect(one.reason.message).toBe(inUse(path, process.pid));
    }
    await stores[0]?.commit([{ op: 'put', key: ['a'], value: '1' }]);
    await stores[0]?.close();
    const again = await lmdbStore({ path });
    expect(again.get(['a'])).toBe('1');
    await again.close();
  });
});
