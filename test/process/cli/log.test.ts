import { execFile } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDiskStore } from '../../../src/store/disk/diskStore.ts';
import { complaintOf, contentsOf, type LoggedShop, openLogged, segmentsOf } from './loggedShop.ts';
import { runTool, TOOL } from './runTool.ts';
import { startSelling } from './sellingShop.ts';
import { copyOf, newPath, openStored } from './storedShop.ts';

let logged: LoggedShop;
let turns: number;

beforeAll(async () => {
  logged = await openLogged();
  await logged.sell(6);
  await logged.shop.close();
  turns = Math.max(...logged.journal.keys());
});

async function printed(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await runTool(['log', ...args]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

/** The numbers of the turns that an output begins with, in their order. */
function turnsIn(stdout: string): number[] {
  return [...stdout.matchAll(/^turn (\d+)$/gm)].map(([, number]) => Number(number));
}

describe('log', () => {
  it('prints each turn with its changes, the oldest first', async () => {
    const stdout = await printed(logged.path);
    expect(turnsIn(stdout)).toEqual(Array.from({ length: turns }, (_, index) => index + 1));
    expect(stdout).toMatch(/^turn 1\n {2}put \["shop"\] \{"format":4,"currency":"USD"\}\n/);
    expect(stdout).toMatch(/^ {2}put \["ordersOf","user-1",\d+\] "[\w-]+"$/m);
    expect(stdout).toMatch(/^ {2}delete \["open","cart",\d+\]$/m);
    for (const line of stdout.trimEnd().split('\n')) {
      expect(line).toMatch(/^(turn \d+| {2}put \[.*\] .+| {2}delete \[.*\])$/);
    }
  });

  it('prints a line of JSON for each turn, which together are the state of the store', async () => {
    const stdout = await printed(logged.path, '--json');
    const state = new Map<string, unknown>();
    for (const line of stdout.trimEnd().split('\n')) {
      const { turn, changes } = JSON.parse(line);
      for (const { op, key, value } of changes) {
        if (op === 'put') state.set(JSON.stringify(key), value);
        else state.delete(JSON.stringify(key));
      }
      expect(state.size).toBe(logged.journal.get(turn)?.length);
    }
    const last = (logged.journal.get(turns) ?? []).map((line) => JSON.parse(line));
    expect(state).toEqual(new Map(last.map(({ key, value }) => [JSON.stringify(key), value])));
  });

  it('prints the turns from one to another', async () => {
    expect(turnsIn(await printed(logged.path, '--from', '4', '--until', '6'))).toEqual([4, 5, 6]);
    expect(turnsIn(await printed(logged.path, '--from', String(turns)))).toEqual([turns]);
    expect(await printed(logged.path, '--from', String(turns + 1))).toBe('');
  });

  it('refuses turns that are none', async () => {
    for (const text of ['0', '-1', '1.5', 'last', '']) {
      expect(await complaintOf('log', logged.path, `--from=${text}`)).toContain(
        '--from: expected a whole number from 1 to',
      );
    }
    expect(await complaintOf('log', logged.path, '--from', '5', '--until', '4')).toContain(
      '--until: expected a turn from 5 on, got 4',
    );
  });

  it('reads a log that a shop is writing, and says which turns it does not have any more', async () => {
    const path = newPath();
    const shop = await startSelling(path);
    const found = turnsIn(await printed(path));
    const [oldest = 0] = found;
    expect(oldest).toBeGreaterThan(1);
    expect(found).toEqual(Array.from({ length: found.length }, (_, index) => oldest + index));
    await shop.close();
    const [kept] = turnsIn(await printed(path));
    const expected = `expected a turn from ${kept} on, which is the oldest that the log has, got 1`;
    expect(await complaintOf('log', path, '--from', '1')).toContain(`--from: ${expected}`);
    expect(await complaintOf('log', path, '--until', '1')).toContain(`--until: ${expected}`);
  });

  it('needs no checkpoint', async () => {
    const path = newPath();
    cpSync(join(logged.path, 'log'), join(path, 'log'), { recursive: true });
    expect(await printed(path)).toBe(await printed(logged.path));
  });

  it('prints what can be read of a damaged log, and where it is damaged', async () => {
    const path = newPath();
    const { shop, sell } = await openLogged({ path });
    await sell(3, 1);
    const damaged = newPath();
    cpSync(path, damaged, { recursive: true });
    await shop.close();
    const [name = ''] = segmentsOf(damaged);
    const bytes = contentsOf(damaged)[join('log', name)] ?? '';
    const at = bytes.indexOf('user-2');
    writeFileSync(
      join(damaged, 'log', name),
      Buffer.from(`${bytes.slice(0, at)}USER${bytes.slice(at + 4)}`, 'latin1'),
    );
    const { status, stdout, stderr } = await runTool(['log', damaged]);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      new RegExp(`^statecart log: its log is damaged: ${name} at byte \\d+\n$`),
    );
    expect(stdout).toContain('"user-1"');
    expect(stdout).not.toContain('"user-2"');
    const until = turnsIn(stdout).at(-1) ?? 0;
    expect(await runTool(['log', damaged, '--until', String(until)])).toMatchObject({ status: 0 });
  });

  it('goes on after a segment that is missing or has no header, and says so', async () => {
    const path = newPath();
    for (let opening = 0; opening < 3; opening++) {
      const store = await openDiskStore({ path }, { forms: [] });
      await store.commit([{ op: 'put', key: ['n', opening], value: '1' }]);
      if (opening < 2) cpSync(join(path, 'log'), `${path}-log`, { recursive: true });
      await store.close();
      cpSync(`${path}-log`, join(path, 'log'), { recursive: true });
    }
    expect(turnsIn(await printed(path))).toEqual([1, 2, 3]);
    const [, second = ''] = segmentsOf(path);
    writeFileSync(join(path, 'log', second), 'x'.repeat(600));
    const headless = await runTool(['log', path]);
    expect(headless).toMatchObject({ status: 1 });
    expect(headless.stderr).toContain(`its log is damaged: ${second} at byte 0`);
    expect(turnsIn(headless.stdout)).toEqual([1, 3]);
    rmSync(join(path, 'log', second));
    const missing = await runTool(['log', path]);
    expect(missing).toMatchObject({
      status: 1,
      stderr: 'statecart log: the segment 2 of its log is missing\n',
    });
    expect(turnsIn(missing.stdout)).toEqual([1, 3]);
  });

  it('shows control characters escaped, each change on one line', async () => {
    const path = newPath();
    const store = await openDiskStore({ path }, { forms: [] });
    await store.commit([{ op: 'put', key: ['\u001b[2J\n\u202e'], value: '"\u009b\u2028"' }]);
    await store.close();
    expect(await printed(path)).toBe('turn 1\n  put ["\\u001b[2J\\n\\u202e"] "\\u009b\\u2028"\n');
    expect(JSON.parse(await printed(path, '--json'))).toEqual({
      turn: 1,
      changes: [{ op: 'put', key: ['\u001b[2J\n\u202e'], value: '\u009b\u2028' }],
    });
  });

  it('ends when its reader has enough', async () => {
    const command = `"${process.execPath}" "${TOOL}" log "${logged.path}" | head -1`;
    expect(await promisify(execFile)('sh', ['-c', command])).toEqual({
      stdout: 'turn 1\n',
      stderr: '',
    });
  });

  it('is refused for a store without a log', async () => {
    const { path, shop } = await openStored();
    await shop.close();
    const copy = copyOf(path);
    for (const args of [['log'], ['backup', '--to', newPath()], ['rebuild']]) {
      const [command = '', ...more] = args;
      expect(await complaintOf(command, copy, ...more)).toContain(
        `the store at ${copy} cannot be read: it is a store of lmdbStore, which has no log: statecart export copies it`,
      );
    }
  });
});
