import {
  closeSync,
  cpSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  complaintOf,
  contentsOf,
  expectState,
  exportedLines,
  inspected,
  openLogged,
  turnOf,
} from './loggedShop.ts';
import { runTool } from './runTool.ts';
import { newPath } from './storedShop.ts';

/** Overwrites the pages in the middle of a database. */
function damage(path: string): void {
  const file = openSync(join(path, 'checkpoint', 'data.mdb'), 'r+');
  writeSync(file, Buffer.alloc(20_000, 'x'), 0, 20_000, 0);
  closeSync(file);
}

describe('rebuild', () => {
  it('makes a missing checkpoint from the first turn on', async () => {
    const { path, shop, journal, sell, keepSegments } = await openLogged();
    keepSegments();
    await sell(30, 10);
    await shop.close();
    rmSync(join(path, 'checkpoint'), { recursive: true });
    const last = Math.max(...journal.keys());
    expect(await turnOf('rebuild', path)).toBe(last);
    expect(readdirSync(path).sort()).toEqual(['checkpoint', 'log']);
    await expectState(path, journal, last);
    expect((await inspected(path)).log.checkpointTurn).toBe(last);
  });

  it('replaces a damaged checkpoint, and keeps it under another name', async () => {
    const { path, shop, journal, sell, keepSegments } = await openLogged();
    keepSegments();
    await sell(30, 10);
    await shop.close();
    const last = Math.max(...journal.keys());
    for (const number of [1, 2]) {
      damage(path);
      expect((await runTool(['audit', path])).status).toBe(2);
      const { status, stdout } = await runTool(['rebuild', path]);
      expect({ status, stdout }).toEqual({
        status: 0,
        stdout: `${path}: a checkpoint up to turn ${last}; the old one is checkpoint.damaged-${number}\n`,
      });
      await expectState(path, journal, last);
    }
    const again = await openLogged({ path, turn: last });
    expect(again.shop.audit().ok).toBe(true);
    await again.sell(3);
    await again.shop.close();
    await expectState(path, again.journal, Math.max(...again.journal.keys()));
  });

  it('begins with a backup if the log has lost its first turns', async () => {
    const { path, shop, journal, sell, keepSegments } = await openLogged();
    await sell(150, 10);
    keepSegments();
    const backup = newPath();
    const copied = await turnOf('backup', path, '--to', backup);
    await sell(20, 10);
    const crashed = newPath();
    cpSync(path, crashed, { recursive: true });
    await shop.close();
    damage(crashed);
    const before = contentsOf(crashed);
    expect(await complaintOf('rebuild', crashed)).toMatch(
      /its log begins with turn \d+: a backup is needed to begin with$/,
    );
    expect(contentsOf(crashed)).toEqual(before);
    const last = Math.max(...journal.keys());
    expect(last).toBeGreaterThan(copied);
    expect(await turnOf('rebuild', crashed, '--base', backup)).toBe(last);
    await expectState(crashed, journal, last);
  });

  it('is refused while a shop has the store open, also if its checkpoint is damaged or gone', async () => {
    // It does not sell: a shop stops when it finds the file of its checkpoint gone.
    const { path, shop, sell } = await openLogged();
    await sell(3);
    const inUse = `it is in use by process ${process.pid}`;
    expect(await complaintOf('rebuild', path)).toContain(inUse);
    // Another file: overwriting the one that the shop has mapped would end the shop.
    const [data, other] = ['data.mdb', 'other'].map((name) => join(path, 'checkpoint', name));
    writeFileSync(other as string, 'x'.repeat(20_000));
    renameSync(other as string, data as string);
    expect(await complaintOf('rebuild', path)).toContain(inUse);
    rmSync(data as string);
    expect(await complaintOf('rebuild', path)).toContain(inUse);
    await shop.close();
  });

  it('is refused where the log is damaged or missing, and leaves the store as it is', async () => {
    const { path, shop, sell } = await openLogged();
    await sell(3);
    await shop.close();
    rmSync(join(path, 'log'), { recursive: true });
    const before = contentsOf(path);
    expect(await complaintOf('rebuild', path)).toContain(
      `the checkpoint of the store at ${path} cannot be made: `,
    );
    expect(contentsOf(path)).toEqual(before);
    expect(await complaintOf('rebuild', newPath())).toContain('there is no such folder');
    expect(await complaintOf('rebuild', path, '--base', newPath())).toContain(
      'there is no such folder',
    );
  });

  it('gives a checkpoint that is the same as the one of the shop', async () => {
    const { path, shop, sell } = await openLogged();
    await sell(12);
    await shop.close();
    const lines = await exportedLines(path);
    await turnOf('rebuild', path);
    expect(await exportedLines(path)).toEqual(lines);
  });
});
