import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type CheckpointRecord,
  putCheckpoint,
  readCheckpoint,
} from '../../../src/store/disk/checkpointRecord.ts';
import { openDatabase } from '../../../src/store/lmdb/databaseFile.ts';
import {
  complaintOf,
  contentsOf,
  expectState,
  inspected,
  type Journal,
  openLogged,
  segmentsOf,
  turnOf,
} from './loggedShop.ts';
import { runTool } from './runTool.ts';
import { newPath } from './storedShop.ts';

/** A store, its states by turn, and a backup of it that was made while the shop sold. */
interface Lost {
  readonly path: string;
  readonly journal: Journal;
  readonly backup: string;
  /** The last turn of the backup, and of the store. */
  readonly copied: number;
  readonly last: number;
}

let lost: Lost;
/** One whose log still has all turns. */
let young: Lost;

async function loseShop(before: number, after: number): Promise<Lost> {
  const { path, shop, journal, sell, keepSegments } = await openLogged();
  await sell(before, 10);
  keepSegments();
  const backup = newPath();
  const copied = await turnOf('backup', path, '--to', backup);
  await sell(after, 10);
  // As it is when the process is killed: the checkpoint of its end is not written.
  const crashed = newPath();
  cpSync(path, crashed, { recursive: true });
  await shop.close();
  const last = Math.max(...[...journal.keys()]);
  return { path: crashed, journal, backup, copied, last };
}

beforeAll(async () => {
  lost = await loseShop(150, 20);
  young = await loseShop(20, 10);
});

describe('restore', () => {
  it('makes the store of a backup again, which leaves the backup as it is', async () => {
    const before = contentsOf(lost.backup);
    const to = newPath();
    expect(await turnOf('restore', lost.backup, '--to', to)).toBe(lost.copied);
    await expectState(to, lost.journal, lost.copied);
    expect(contentsOf(lost.backup)).toEqual(before);
    expect((await inspected(to)).log).toMatchObject({
      turn: lost.copied,
      checkpointTurn: lost.copied,
    });
    expect(statSync(to).mode & 0o777).toBe(0o700);
  });

  it('makes it as of any turn that the log has, also one in the middle of a group', async () => {
    const { log } = await inspected(lost.backup);
    const { checkpointTurn } = log;
    expect(checkpointTurn).toBeGreaterThan(100);
    for (const turn of [checkpointTurn, checkpointTurn + 7]) {
      const to = newPath();
      expect(await turnOf('restore', lost.backup, '--to', to, '--until', String(turn))).toBe(turn);
      await expectState(to, lost.journal, turn);
    }
    for (const turn of [1, 12, young.copied]) {
      const to = newPath();
      await turnOf('restore', young.backup, '--to', to, '--until', String(turn));
      if (turn > 3) await expectState(to, young.journal, turn);
      expect((await inspected(to)).log.turn).toBe(turn);
    }
  });

  it('goes on with the log of the store that was lost', async () => {
    const log = join(lost.path, 'log');
    const whole = newPath();
    expect(await turnOf('restore', lost.backup, '--to', whole, '--log', log)).toBe(lost.last);
    await expectState(whole, lost.journal, lost.last);
    for (const turn of [lost.copied + 1, lost.last - 5]) {
      const to = newPath();
      const args = ['--log', log, '--until', String(turn)];
      expect(await turnOf('restore', lost.backup, '--to', to, ...args)).toBe(turn);
      await expectState(to, lost.journal, turn);
    }
  });

  it('gives a shop that goes on from there, and never has anything of later turns', async () => {
    const to = newPath();
    const turn = lost.copied - 4;
    await turnOf('restore', lost.backup, '--to', to, '--until', String(turn));
    const first = await openLogged({ path: to, turn });
    expect(first.shop.audit()).toEqual({ ok: true, problems: [] });
    await first.sell(6);
    await first.shop.close();
    const end = Math.max(...first.journal.keys());
    await expectState(to, first.journal, end);
    const again = await openLogged({ path: to, turn: end });
    expect(again.shop.audit().ok).toBe(true);
    await again.sell(150, 10);
    await again.shop.close();
    const last = Math.max(...again.journal.keys());
    await expectState(to, again.journal, last);
    // And can be copied and restored in turn.
    const backup = newPath();
    await turnOf('backup', to, '--to', backup);
    const copy = newPath();
    await turnOf('restore', backup, '--to', copy);
    await expectState(copy, again.journal, last);
  });

  it('refuses turns that cannot be reached, with those that can', async () => {
    const { checkpointTurn } = (await inspected(lost.backup)).log;
    const range = `--until: expected a turn from ${checkpointTurn} to ${lost.copied}, which the backup and the log have, got`;
    for (const turn of [1, checkpointTurn - 1, lost.copied + 1]) {
      const to = newPath();
      expect(
        await complaintOf('restore', lost.backup, '--to', to, '--until', String(turn)),
      ).toContain(`${range} ${turn}`);
      expect(existsSync(to)).toBe(false);
    }
    expect(
      await complaintOf('restore', young.backup, '--to', newPath(), '--until', '9999'),
    ).toContain(`expected a turn from 1 to ${young.copied}, `);
    expect(await complaintOf('restore', young.backup, '--to', newPath(), '--until', '0')).toContain(
      '--until: expected a whole number from 1 to',
    );
  });

  it('does not take a backup as of a turn before a checkpoint that was being written', async () => {
    const backup = newPath();
    cpSync(lost.backup, backup, { recursive: true });
    const { root } = openDatabase(join(backup, 'checkpoint'));
    const record = readCheckpoint(root) as CheckpointRecord;
    const turn = record.position.turn + 5;
    const writing = { ...record.position, turn };
    await root.transaction(() => putCheckpoint(root, { ...record, writing }));
    await root.close();
    const to = newPath();
    expect(await complaintOf('restore', backup, '--to', to, '--until', String(turn - 1))).toContain(
      `expected a turn from ${turn} to ${lost.copied}, `,
    );
    await turnOf('restore', backup, '--to', to, '--until', String(turn));
    await expectState(to, lost.journal, turn);
  });

  it('refuses a target that is not free, and folders that are none', async () => {
    const occupied = newPath();
    mkdirSync(occupied);
    writeFileSync(join(occupied, 'notes.txt'), 'mine');
    expect(await complaintOf('restore', young.backup, '--to', occupied)).toContain(
      'expected a new or empty folder, got one with notes.txt in it',
    );
    expect(await complaintOf('restore', young.backup)).toContain(
      '--to: expected a folder, got nothing',
    );
    expect(await complaintOf('restore', newPath(), '--to', newPath())).toContain(
      'there is no such folder',
    );
    expect(
      await complaintOf('restore', young.backup, '--to', newPath(), '--log', '/no/such'),
    ).toContain('--log: there is no folder /no/such');
    const to = newPath();
    expect(await complaintOf('restore', young.backup, '--to', to, '--log', young.path)).toMatch(
      /there is no segment of a log in .*: did you mean .*log\?$/,
    );
    expect(existsSync(to)).toBe(false);
  });

  it('refuses the log of another shop, and one with a gap after the backup', async () => {
    const to = newPath();
    expect(
      await complaintOf('restore', lost.backup, '--to', to, '--log', join(young.path, 'log')),
    ).toMatch(/the later segments are of the log of another shop$/);
    const { path, shop, sell } = await openLogged();
    await sell(20, 10);
    const backup = newPath();
    const copied = await turnOf('backup', path, '--to', backup);
    await sell(120, 10);
    const later = newPath();
    cpSync(path, later, { recursive: true });
    await shop.close();
    const [last = ''] = segmentsOf(backup).slice(-1);
    rmSync(join(later, 'log', last), { force: true });
    expect(await complaintOf('restore', backup, '--to', to, '--log', join(later, 'log'))).toMatch(
      /the (segment \d+|turns \d+ to \d+) of (its|the) log (is|are) missing$/,
    );
    expect(copied).toBeGreaterThan(1);
    expect(existsSync(to)).toBe(false);
    expect(readdirSync(dirname(to)).filter((name) => name.startsWith('statecart-'))).toEqual([]);
  });

  it('refuses the log of another history of the shop', async () => {
    const [one, other] = [newPath(), newPath()];
    for (const [to, customers] of [
      [one, 3],
      [other, 6],
    ] as const) {
      await turnOf('restore', young.backup, '--to', to);
      const { shop, sell } = await openLogged({ path: to, turn: young.copied });
      await sell(customers, customers);
      await shop.close();
    }
    const backup = newPath();
    await turnOf('backup', one, '--to', backup);
    const complaint = await complaintOf(
      'restore',
      backup,
      '--to',
      newPath(),
      '--log',
      join(other, 'log'),
    );
    expect(complaint).toMatch(/the two have \d+\.log of different histories of the shop$/);
  });

  it('stops before a damaged place only if it is asked to', async () => {
    const damaged = newPath();
    cpSync(young.path, damaged, { recursive: true });
    const [name = ''] = segmentsOf(damaged).slice(-1);
    const bytes = contentsOf(damaged)[join('log', name)] ?? '';
    const at = bytes.lastIndexOf('user-25');
    writeFileSync(
      join(damaged, 'log', name),
      Buffer.from(`${bytes.slice(0, at)}USER${bytes.slice(at + 4)}`, 'latin1'),
    );
    const args = ['restore', young.backup, '--log', join(damaged, 'log')];
    const outcome = await runTool([...args, '--to', newPath()]);
    // The last group of a crashed shop may be torn; an earlier one is damaged.
    const [, until] = /after turn (\d+)/.exec(outcome.stderr) ?? [];
    if (until === undefined) {
      expect(outcome.status).toBe(0);
      return;
    }
    expect(outcome.stderr).toMatch(new RegExp(`its log is damaged: ${name} at byte \\d+, after`));
    const to = newPath();
    await turnOf(...args, '--to', to, '--until', until);
    await expectState(to, young.journal, Number(until));
  });
});
