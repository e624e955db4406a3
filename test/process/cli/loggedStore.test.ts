import { appendFileSync, cpSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lmdbStore } from 'statecart/lmdb';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  complaintOf,
  contentsOf,
  expectState,
  exportedLines,
  inspected,
  type LoggedShop,
  openLogged,
  segmentsOf,
} from './loggedShop.ts';
import { runTool } from './runTool.ts';
import { startSelling } from './sellingShop.ts';
import { newPath } from './storedShop.ts';

let closed: LoggedShop;

beforeAll(async () => {
  closed = await openLogged();
  await closed.sell(120);
  await closed.shop.close();
});

function copyOfClosed(): string {
  const path = newPath();
  cpSync(closed.path, path, { recursive: true });
  return path;
}

describe('a store with a log', () => {
  it('is shown with the log after its checkpoint, while a shop has it open', async () => {
    const { path, shop, journal, sell } = await openLogged();
    await sell(9);
    const turn = Math.max(...journal.keys());
    await expectState(path, journal, turn);
    const { log, inUseBy, entries, bytes } = await inspected(path);
    expect({ log, inUseBy, entries }).toEqual({
      log: { bytes: expect.any(Number), turn, checkpointTurn: 0 },
      inUseBy: process.pid,
      entries: journal.get(turn)?.length,
    });
    expect(bytes).toBeGreaterThan(log.bytes);
    expect((await runTool(['check', path])).status).toBe(0);
    await sell(120);
    await shop.close();
    const last = Math.max(...journal.keys());
    await expectState(path, journal, last);
    expect((await inspected(path)).log).toMatchObject({ turn: last, checkpointTurn: last });
    expect((await runTool(['inspect', path])).stdout).toMatch(
      new RegExp(`^log +[\\d.]+ kB, up to turn ${last}; checkpoint of turn ${last}$`, 'm'),
    );
  });

  it('is sound at each moment of a shop that sells, writes checkpoints and removes segments', async () => {
    const path = newPath();
    const shop = await startSelling(path);
    const [first] = segmentsOf(path);
    let turns = 0;
    for (let look = 0; look < 3; look++) {
      expect(await runTool(['audit', path])).toMatchObject({ status: 0, stderr: '' });
      const { log, inUseBy } = await inspected(path);
      expect(inUseBy).toBe(shop.pid);
      expect(log.turn).toBeGreaterThan(turns);
      turns = log.turn;
    }
    expect(segmentsOf(path)[0]).not.toBe(first);
    await shop.kill();
    expect(await runTool(['audit', path])).toMatchObject({ status: 0, stderr: '' });
    expect((await inspected(path)).log.turn).toBeGreaterThanOrEqual(turns);
  });

  it('stays as it is when it is looked at', async () => {
    const path = copyOfClosed();
    const before = contentsOf(path);
    for (const command of ['inspect', 'audit', 'check', 'export', 'log']) {
      expect((await runTool([command, path])).status).toBe(0);
    }
    expect(contentsOf(path)).toEqual(before);
    expect(readdirSync(path).sort()).toEqual(['checkpoint', 'log']);
  });

  it('may end with a group that was being written', async () => {
    const path = copyOfClosed();
    const lines = await exportedLines(path);
    const last = segmentsOf(path).at(-1) ?? '';
    appendFileSync(join(path, 'log', last), 'SCG\u0001 the first bytes of a group');
    expect(await exportedLines(path)).toEqual(lines);
    expect((await runTool(['log', path])).status).toBe(0);
  });

  it('is refused with file and offset where its log is damaged', async () => {
    const { path, shop, sell } = await openLogged();
    await sell(6, 1);
    const copy = newPath();
    cpSync(path, copy, { recursive: true });
    await shop.close();
    const [name = ''] = segmentsOf(copy);
    const file = join(copy, 'log', name);
    const damaged = contentsOf(copy)[join('log', name)] ?? '';
    const at = damaged.indexOf('user-2');
    writeFileSync(
      file,
      Buffer.from(`${damaged.slice(0, at)}USER${damaged.slice(at + 4)}`, 'latin1'),
    );
    for (const command of ['inspect', 'audit', 'export']) {
      expect(await complaintOf(command, copy)).toMatch(
        new RegExp(`the store at .* cannot be opened: its log is damaged: ${name} at byte \\d+$`),
      );
    }
  });

  it('is refused without its checkpoint, with what helps', async () => {
    const path = copyOfClosed();
    rmSync(join(path, 'checkpoint'), { recursive: true });
    for (const command of ['inspect', 'audit', 'export', 'compact']) {
      expect(await complaintOf(command, path)).toMatch(
        /its checkpoint is missing: statecart rebuild makes it again$/,
      );
    }
  });

  it('is refused without its log', async () => {
    const path = copyOfClosed();
    rmSync(join(path, 'log'), { recursive: true });
    expect(await complaintOf('inspect', path)).toMatch(/its log is missing$/);
  });

  it('is refused where its database was cut', async () => {
    const path = copyOfClosed();
    truncateSync(join(path, 'checkpoint', 'data.mdb'), 100);
    expect(await complaintOf('inspect', path)).toContain('it has been cut');
  });

  it('is not opened by lmdbStore, and stays as it is', async () => {
    const path = copyOfClosed();
    await expect(lmdbStore({ path })).rejects.toThrow('it is a store of diskStore');
    expect(readdirSync(path).sort()).toEqual(['checkpoint', 'log']);
  });

  it('is compacted, and opens as before', async () => {
    const path = copyOfClosed();
    const lines = await exportedLines(path);
    const { status, stdout } = await runTool(['compact', path]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/: \d.* before, \d.* after\n$/);
    expect(readdirSync(join(path, 'checkpoint')).sort()).toEqual(['closed', 'data.mdb']);
    expect(await exportedLines(path)).toEqual(lines);
    const { shop, sell } = await openLogged({ path });
    await sell(3);
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
    expect(await complaintOf('compact', path)).toContain(`it is in use by process ${process.pid}`);
    await shop.close();
  });

  it('is imported from an export as the same records', async () => {
    const { stdout } = await runTool(['export', closed.path]);
    const path = newPath();
    expect((await runTool(['import', path, '--store', 'disk'], { input: stdout })).status).toBe(0);
    expect(readdirSync(path).sort()).toEqual(['checkpoint', 'log']);
    expect((await runTool(['export', path])).stdout).toBe(stdout);
    const cut = await runTool(['import', newPath(), '--store', 'disk'], {
      input: stdout.slice(0, -30),
    });
    expect(cut.status).toBe(1);
    expect(
      (await runTool(['import', path, '--store', 'disk'], { input: stdout })).stderr,
    ).toContain('expected a new or empty folder, got the store of a shop');
  });
});
