import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  complaintOf,
  contentsOf,
  expectState,
  openLogged,
  segmentsOf,
  turnOf,
} from './loggedShop.ts';
import { runTool, TOOL } from './runTool.ts';
import { startSelling } from './sellingShop.ts';
import { newPath } from './storedShop.ts';

/** A path in a folder of its own, so that nothing else is beside it. */
function pathAlone(): string {
  const folder = newPath();
  mkdirSync(folder);
  return join(folder, 'backup');
}

function drafts(path: string): string[] {
  return readdirSync(dirname(path)).filter((name) => name.startsWith('statecart-draft-'));
}

describe('backup', () => {
  it('copies the shop as it was after a turn, while it sells', async () => {
    const { path, shop, journal, sell } = await openLogged();
    let isSelling = true;
    const selling = (async () => {
      while (isSelling) {
        await sell(3);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    const copies: [string, number][] = [];
    for (let copy = 0; copy < 2; copy++) {
      const to = newPath();
      copies.push([to, await turnOf('backup', path, '--to', to)]);
    }
    isSelling = false;
    await selling;
    await shop.close();
    const turns = copies.map(([, turn]) => turn);
    expect(turns).toEqual(turns.toSorted((a, b) => a - b));
    for (const [to, turn] of copies) await expectState(to, journal, turn);
  });

  it('is a store that opens as it stands, with the shop of that turn', async () => {
    const { path, shop, journal, sell } = await openLogged();
    await sell(90);
    const to = newPath();
    const turn = await turnOf('backup', path, '--to', to);
    await shop.close();
    const copy = await openLogged({ path: to, turn });
    expect(copy.shop.audit()).toEqual({ ok: true, problems: [] });
    await copy.sell(30);
    await copy.shop.close();
    await expectState(to, copy.journal, Math.max(...copy.journal.keys()));
    expect(journal.has(turn)).toBe(true);
  });

  it('is complete beside a shop that removes segments, and after it was killed', async () => {
    const path = newPath();
    const shop = await startSelling(path);
    for (let copy = 0; copy < 2; copy++) {
      const to = newPath();
      expect(await turnOf('backup', path, '--to', to)).toBeGreaterThan(0);
      expect(await runTool(['audit', to])).toMatchObject({ status: 0, stderr: '' });
      expect(Number(segmentsOf(to)[0]?.slice(0, 12))).toBeGreaterThan(1);
    }
    await shop.kill();
    const to = newPath();
    await turnOf('backup', path, '--to', to);
    expect((await runTool(['export', to])).stdout).toBe((await runTool(['export', path])).stdout);
  });

  it('changes nothing in the store, and is for its owner alone', async () => {
    const { path, shop, sell } = await openLogged();
    await sell(3);
    await shop.close();
    chmodSync(join(path, 'checkpoint', 'data.mdb'), 0o644);
    const before = contentsOf(path);
    const to = pathAlone();
    mkdirSync(to, { mode: 0o755 });
    await turnOf('backup', path, '--to', to);
    expect(contentsOf(path)).toEqual(before);
    expect(readdirSync(to, { recursive: true }).sort()).toEqual([
      'checkpoint',
      join('checkpoint', 'closed'),
      join('checkpoint', 'data.mdb'),
      'log',
      ...segmentsOf(to).map((name) => join('log', name)),
    ]);
    for (const name of ['', ...(readdirSync(to, { recursive: true }) as string[])]) {
      const found = statSync(join(to, name));
      expect(found.mode & 0o777).toBe(found.isDirectory() ? 0o700 : 0o600);
    }
    expect(drafts(to)).toEqual([]);
  });

  it('refuses a target that is not free, and leaves it as it is', async () => {
    const { path, shop } = await openLogged();
    await shop.close();
    const occupied = newPath();
    mkdirSync(occupied);
    writeFileSync(join(occupied, 'notes.txt'), 'mine');
    expect(await complaintOf('backup', path, '--to', occupied)).toContain(
      `${occupied}: expected a new or empty folder, got one with notes.txt in it`,
    );
    expect(readdirSync(occupied)).toEqual(['notes.txt']);
    const file = join(occupied, 'notes.txt');
    expect(await complaintOf('backup', path, '--to', file)).toContain(
      'expected a new or empty folder, got a file',
    );
    const other = newPath();
    await turnOf('backup', path, '--to', other);
    expect(await complaintOf('backup', path, '--to', other)).toContain(
      'expected a new or empty folder, got one with checkpoint in it',
    );
    expect(await complaintOf('backup', path, '--to', join(path, 'backup'))).toContain(
      `--to: expected a folder outside of ${path}, got one in it`,
    );
    expect(await complaintOf('backup', path, '--to', join(newPath(), 'a'))).toContain(
      '--to: there is no folder',
    );
    expect(await complaintOf('backup', path)).toContain('--to: expected a folder, got nothing');
    expect(await complaintOf('backup', path, '--to', '')).toContain(
      '--to: expected a folder, got nothing',
    );
    expect(await complaintOf('backup', newPath(), '--to', newPath())).toContain(
      'there is no such folder',
    );
    expect(readdirSync(path).sort()).toEqual(['checkpoint', 'log']);
  });

  it('refuses a damaged store, and leaves nothing', async () => {
    const { path, shop, sell } = await openLogged();
    await sell(6, 1);
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
    const to = pathAlone();
    expect(await complaintOf('backup', damaged, '--to', to)).toMatch(
      new RegExp(`its log is damaged: ${name} at byte \\d+, after turn \\d+$`),
    );
    expect(readdirSync(dirname(to))).toEqual([]);
  });

  it('that was killed is no backup, and the next one clears it away', async () => {
    const { path, shop, sell } = await openLogged();
    await sell(90);
    await shop.close();
    const to = pathAlone();
    for (const waitMs of [0, 100]) {
      const [before] = drafts(to);
      const child = spawn(process.execPath, [TOOL, 'backup', path, '--to', to], {
        stdio: 'ignore',
      });
      const ended = new Promise((resolve) => child.once('close', resolve));
      while (child.exitCode === null && drafts(to).every((name) => name === before)) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      setTimeout(() => child.kill('SIGKILL'), waitMs);
      await ended;
      // It may have been faster.
      expect(drafts(to)).toHaveLength(existsSync(to) ? 0 : 1);
      if (existsSync(to)) rmSync(to, { recursive: true });
    }
    await turnOf('backup', path, '--to', to);
    expect(readdirSync(dirname(to))).toEqual(['backup']);
  });

  it('leaves the draft of another one that is running', async () => {
    const { path, shop } = await openLogged();
    await shop.close();
    const to = pathAlone();
    const other = join(dirname(to), 'statecart-draft-other');
    mkdirSync(other);
    symlinkSync(path, join(dirname(to), 'a-link'));
    await turnOf('backup', join(dirname(to), 'a-link'), '--to', to);
    expect(existsSync(other)).toBe(true);
  });
});

/** Mounts a disk of 200 kB; undefined where this process may not mount. */
function smallDisk(): string | undefined {
  const path = newPath();
  mkdirSync(path);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', path]);
  return status === 0 ? path : undefined;
}

const disk = smallDisk();
afterAll(() => {
  if (disk !== undefined) spawnSync('umount', [disk]);
});

describe('a backup to a disk that is full', () => {
  it.skipIf(disk === undefined)(
    'says so, and leaves nothing (skipped where nothing can be mounted)',
    async () => {
      const { path, shop, sell } = await openLogged();
      await sell(240);
      await shop.close();
      const to = join(disk as string, 'backup');
      expect(await complaintOf('backup', path, '--to', to)).toMatch(
        /cannot be made: .*[Nn]o space left.* \(\d+ bytes are free on its disk\)$/,
      );
      expect(readdirSync(disk as string)).toEqual([]);
      expect(await complaintOf('backup', path, '--to', disk as string)).toContain(
        'got a mounted disk: name a new folder on it',
      );
    },
  );
});
