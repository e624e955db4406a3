import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lmdbStore } from 'statecart/lmdb';
import { afterAll, expect, test } from 'vitest';
import { temporaryStores } from '../crash/sampleStore.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const TOOL = join(ROOT, 'dist/src/cli/statecart.js');
const stores = temporaryStores('modes');
afterAll(() => stores.remove());

/** Runs a program with a umask that takes nothing away. */
function run(...args: string[]): void {
  const code = "process.umask(0); process.argv.splice(1, 0, 'node');";
  const [command, ...rest] = args as [string, ...string[]];
  const program =
    command === 'shop'
      ? `const { createShop } = await import('statecart');
         const { lmdbStore } = await import('statecart/lmdb');
         const shop = await createShop({ store: await lmdbStore({ path: ${JSON.stringify(rest[0])} }) });
         await shop.users.register({ userId: 'ada', name: 'Ada' });
         if (${rest[1] === 'close'}) await shop.close();
         else process.exit();`
      : `await import(${JSON.stringify(TOOL)});`;
  const input = ['--input-type=module', '--eval', code + program, '--', ...args];
  execFileSync(process.execPath, input, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Runs a shop on a store with a log, as {@link run} does. */
function runDiskShop(path: string, ending: 'close' | 'exit'): void {
  const code = `process.umask(0);
    const { createShop } = await import('statecart');
    const { diskStore } = await import('statecart/disk');
    const shop = await createShop({ store: await diskStore({ path: process.argv[1] }) });
    await shop.users.register({ userId: 'ada', name: 'Ada' });
    if (${ending === 'close'}) await shop.close();
    else process.exit();`;
  const input = ['--input-type=module', '--eval', code, '--', path];
  execFileSync(process.execPath, input, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

function modesIn(path: string): Record<string, string> {
  return Object.fromEntries(readdirSync(path).map((name) => [name, modeOf(join(path, name))]));
}

test('a store is for its owner alone, and so are its export, its import and its compaction', () => {
  const path = stores.next();
  run('shop', path, 'crash');
  expect(modeOf(path)).toBe('700');
  expect(modesIn(path)).toEqual({ 'data.mdb': '600', 'lock.mdb': '600' });
  run('shop', path, 'close');
  expect(modesIn(path)).toEqual({ closed: '600', 'data.mdb': '600', 'lock.mdb': '600' });
  const [file, copy] = [stores.next(), join(stores.next(), 'deep', 'copy')];
  run('export', path, '--out', file);
  expect(modeOf(file)).toBe('600');
  run('import', copy, '--store', 'lmdb', '--from', file);
  expect(modeOf(copy)).toBe('700');
  expect(modesIn(copy)).toEqual({ closed: '600', 'data.mdb': '600', 'lock.mdb': '600' });
  // A folder that is only on the way to a store may be for others, too.
  expect(modeOf(dirname(copy))).toBe('777');
  run('compact', path);
  expect(modesIn(path)).toEqual({ closed: '600', 'data.mdb': '600' });
  run('audit', path);
  expect(modesIn(path)['lock.mdb']).toBe('600');
});

test('the modes of a store that exists are kept, and new locks get that of the data', async () => {
  const path = stores.next();
  await (await lmdbStore({ path })).close();
  chmodSync(path, 0o750);
  chmodSync(join(path, 'data.mdb'), 0o660);
  chmodSync(join(path, 'lock.mdb'), 0o660);
  run('shop', path, 'close');
  run('compact', path);
  run('shop', path, 'close');
  expect(modeOf(path)).toBe('750');
  expect(modesIn(path)).toEqual({ closed: '600', 'data.mdb': '660', 'lock.mdb': '660' });
});

test('a store with a log is for its owner alone, also its log and its checkpoint', () => {
  const path = stores.next();
  for (const ending of ['exit', 'close'] as const) {
    runDiskShop(path, ending);
    expect(modeOf(path)).toBe('700');
    expect(modesIn(path)).toEqual({ checkpoint: '700', log: '700' });
    expect(modesIn(join(path, 'checkpoint'))).toMatchObject({
      'data.mdb': '600',
      'lock.mdb': '600',
    });
    expect(new Set(Object.values(modesIn(join(path, 'log'))))).toEqual(new Set(['600']));
  }
});
