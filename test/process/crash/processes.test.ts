import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { lmdbStore } from 'statecart/lmdb';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { temporaryStores } from './sampleStore.ts';

const ROOT = join(import.meta.dirname, '../../..');
const stores = temporaryStores('processes');
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => stores.remove());

/** Starts a process that opens the store, puts its process id there, and keeps the store open. */
async function openElsewhere(path: string): Promise<{ child: ChildProcess; output: string }> {
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
  const [line] = await once(child.stdout, 'data');
  return { child, output: String(line).trim() };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'close');
}

function inUse(path: string, pid: number | undefined): string {
  return `the store at ${path} cannot be opened: it is in use by process ${pid}`;
}

describe('a path that another process has open', () => {
  test('is refused with the path and the process id, until that process is killed', async () => {
    const path = stores.next();
    const { child, output } = await openElsewhere(path);
    expect(output).toBe('open');
    await expect(lmdbStore({ path })).rejects.toThrow(inUse(path, child.pid));
    await expect(lmdbStore({ path })).rejects.toThrow(inUse(path, child.pid));
    await kill(child);
    const store = await lmdbStore({ path });
    expect(store.get(['by'])).toBe(String(child.pid));
    await store.close();
  });

  test('is refused through a symbolic link, too', async () => {
    const path = stores.next();
    const { child } = await openElsewhere(path);
    const link = stores.next();
    symlinkSync(path, link);
    await expect(lmdbStore({ path: link })).rejects.toThrow(inUse(link, child.pid));
  });

  test('is opened by one of several processes that create it at once', async () => {
    const path = stores.next();
    const opened = await Promise.all(Array.from({ length: 4 }, () => openElsewhere(path)));
    const winners = opened.filter(({ output }) => output === 'open');
    expect(winners.map(({ output }) => output)).toEqual(['open']);
    const pid = winners[0]?.child.pid;
    for (const { output } of opened) {
      if (output !== 'open') expect(output).toBe(inUse(path, pid));
    }
    await kill(winners[0]?.child as ChildProcess);
    const store = await lmdbStore({ path });
    expect(store.get(['by'])).toBe(String(pid));
    await store.close();
  });
});

describe('a path that this process has open', () => {
  test('is refused, also through a symbolic link, until it is closed', async () => {
    const path = stores.next();
    const link = stores.next();
    const store = await lmdbStore({ path });
    symlinkSync(path, link);
    await expect(lmdbStore({ path })).rejects.toThrow(inUse(path, process.pid));
    await expect(lmdbStore({ path: link })).rejects.toThrow(inUse(link, process.pid));
    await store.commit([{ op: 'put', key: ['a'], value: '1' }]);
    expect((await openElsewhere(path)).output).toBe(inUse(path, process.pid));
    await store.close();
    const again = await lmdbStore({ path: link });
    expect(again.get(['a'])).toBe('1');
    await again.close();
    expect((await openElsewhere(path)).output).toBe('open');
  });

  test('is opened by one of several concurrent calls', async () => {
    const path = stores.next();
    const opened = await Promise.allSettled(Array.from({ length: 4 }, () => lmdbStore({ path })));
    const winners = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(winners).toHaveLength(1);
    for (const one of opened) {
      if (one.status === 'rejected') expect(one.reason.message).toBe(inUse(path, process.pid));
    }
    await winners[0]?.commit([{ op: 'put', key: ['a'], value: '1' }]);
    await winners[0]?.close();
    const again = await lmdbStore({ path });
    expect(again.get(['a'])).toBe('1');
    await again.close();
  });
});
