import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskStore } from 'statecart/disk';
import { lmdbStore } from 'statecart/lmdb';
import { afterAll, describe, expect, it } from 'vitest';
import { createShop } from '../../../src/index.ts';
import { runTool, TOOL } from './runTool.ts';
import { newPath, openStored } from './storedShop.ts';

/** Several times what goes to the disk at once. */
const ENTRIES = 3000;
/** An entry that is written when earlier ones are on the disk, while the input is not at its end. */
const MARKED = 1500;
const MARK = 'an entry in the middle';

let child: ChildProcess | undefined;
afterAll(() => child?.kill('SIGKILL'));

/** Resolves when a file of the store has the entry. */
async function written(path: string): Promise<void> {
  for (;;) {
    const files = existsSync(path) ? readdirSync(path, { recursive: true, encoding: 'utf8' }) : [];
    const data = files.filter((file) => /\.(mdb|log)$/.test(file)).map((file) => join(path, file));
    if (data.some(hasMark)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A file of a checkpoint may have got another name since it was listed. */
function hasMark(file: string): boolean {
  try {
    return readFileSync(file).includes(MARK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Imports an export of a shop with many more entries, and kills the import before it has read all of them. */
async function killImport(kind: string): Promise<string> {
  const stored = await openStored();
  await stored.shop.close();
  const { stdout } = await runTool(['export', stored.path]);
  const lines = stdout.trimEnd().split('\n').slice(0, -1);
  for (let index = 0; index < ENTRIES; index++) {
    const value = index === MARKED ? MARK : 'x'.repeat(100);
    lines.push(JSON.stringify({ key: ['zzz', index], value }));
  }
  const path = newPath();
  const killed = spawn(process.execPath, [TOOL, 'import', path, '--store', kind], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child = killed;
  const ended = new Promise((resolve) => killed.once('close', (_, signal) => resolve(signal)));
  killed.stdin.write(`${lines.join('\n')}\n`);
  await written(path);
  killed.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
  return path;
}

describe('an import that is killed halfway', () => {
  it.each([
    ['disk', diskStore],
    ['lmdb', lmdbStore],
  ])('leaves no store that opens, because its head comes last: %s', async (kind, open) => {
    const path = await killImport(kind);
    for (const command of ['audit', 'inspect', 'export']) {
      const { status, stdout } = await runTool([command, path]);
      expect({ command, status, stdout }).toEqual({ command, status: 2, stdout: '' });
    }
    const store = await open({ path });
    await expect(createShop({ store })).rejects.toThrow(Error);
    await store.close();
  });
});
