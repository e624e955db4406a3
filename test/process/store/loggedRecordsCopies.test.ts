import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { backupStore } from '../../../src/store/disk/copies/backupStore.ts';
import { LogTurns } from '../../../src/store/disk/copies/readTurns.ts';
import { rebuildCheckpoint } from '../../../src/store/disk/copies/rebuildCheckpoint.ts';
import { restoreStore } from '../../../src/store/disk/copies/restoreStore.ts';
import { openDiskStore } from '../../../src/store/disk/diskStore.ts';
import { openDiskSnapshot } from '../../../src/store/disk/openDiskSnapshot.ts';
import type { RecordChange, RecordForm, Store } from '../../../src/store/store.ts';

const home = mkdtempSync(join(tmpdir(), 'statecart-logged-'));
afterAll(() => rmSync(home, { recursive: true }));

/** Logged records, with texts that a segment shares. */
const FACTS: RecordForm = {
  code: 7,
  prefix: ['fact'],
  isLogged: true,
  encode: (contents) => String(contents),
  packKey: (writer, key) => writer.writeVarint(key[1] as number),
  unpackKey: (reader) => ['fact', reader.readVarint()],
  pack(writer, contents) {
    writer.writeShared(String(contents));
    return true;
  },
  unpack: (reader) => reader.readShared(),
};
const forms = [FACTS];

function fact(number: number): RecordChange {
  const value = `fact ${number % 10}`;
  return { op: 'put', key: ['fact', number], value, form: FACTS, contents: value };
}

function open(path: string): Promise<Store> {
  const bytes = 64 * 1024;
  return openDiskStore({ path, checkpointEveryBytes: bytes, segmentBytes: bytes }, { forms });
}

/** Each turn has a fact, deletes most of long ago, and changes another record. */
async function write(store: Store, from: number, until: number): Promise<void> {
  for (let turn = from; turn <= until; turn++) {
    const changes: Parameters<NonNullable<Store['commitRecords']>>[0][number][] = [
      fact(turn),
      { op: 'put', key: ['n', turn % 50], value: 'x'.repeat(500) + String(turn) },
    ];
    if (turn > 400 && turn % 10 > 0)
      changes.push({ op: 'delete', key: ['fact', turn - 400], form: FACTS });
    const durable = store.commitRecords?.(changes);
    if (turn % 3 === 0) await durable;
  }
  await store.commitRecords?.([]);
}

/** What a snapshot of the store has: its facts, and how many records. */
async function factsOf(path: string): Promise<{ facts: number[]; size: number }> {
  const snapshot = await openDiskSnapshot(path, forms);
  const facts: number[] = [];
  for (const [[, number], text] of snapshot.range({ prefix: ['fact'] })) {
    expect(text).toBe(`fact ${(number as number) % 10}`);
    expect(snapshot.get(['fact', number as number])).toBe(text);
    facts.push(number as number);
  }
  const { size } = snapshot;
  await snapshot.close();
  return { facts, size };
}

/** The facts after a turn, which has deleted those of 400 turns before, except for every tenth. */
function factsAfter(turn: number): number[] {
  const all = Array.from({ length: turn }, (_, index) => index + 1);
  return all.filter((number) => number > turn - 400 || number % 10 === 0);
}

/** What a snapshot has after a turn: its facts, and 50 other records. */
function contentAfter(turn: number): { facts: number[]; size: number } {
  const facts = factsAfter(turn);
  return { facts, size: facts.length + 50 };
}

describe('logged records', () => {
  it('are in snapshots, backups and restored stores, up to their turn', async () => {
    const path = join(home, 'store');
    const store = await open(path);
    await write(store, 1, 1000);
    expect(await factsOf(path)).toEqual(contentAfter(1000));

    const to = join(home, 'backup');
    expect((await backupStore({ path, to, forms })).turn).toBe(1000);
    expect(await factsOf(to)).toEqual(contentAfter(1000));
    await write(store, 1001, 1200);
    await store.close();
    expect(await factsOf(path)).toEqual(contentAfter(1200));

    const until = 1101;
    const log = join(path, 'log');
    const restored = join(home, 'restored');
    expect((await restoreStore({ from: to, to: restored, log, until, forms })).turn).toBe(until);
    expect(await factsOf(restored)).toEqual(contentAfter(1101));
    const again = await open(restored);
    await write(again, 1102, 1110);
    await again.close();
    expect(await factsOf(restored)).toEqual(contentAfter(1110));

    rmSync(join(path, 'checkpoint'), { recursive: true });
    expect((await rebuildCheckpoint({ path, base: to, forms })).turn).toBe(1200);
    expect(await factsOf(path)).toEqual(contentAfter(1200));
    expect(readdirSync(path).sort()).toEqual(['checkpoint', 'log']);
  });

  it('are printed with their text and key', () => {
    const onDamage = (problem: string) => expect.unreachable(problem);
    const turns = new LogTurns({ path: join(home, 'backup'), forms, onDamage });
    const [last] = [...turns.read({ from: 999, until: 999 })].map(({ number, changes }) => ({
      number,
      changes: changes.map(({ op, key }) => ({ op, key })),
    }));
    turns.close();
    expect(last).toEqual({
      number: 999,
      changes: [
        { op: 'put', key: ['fact', 999] },
        { op: 'put', key: ['n', 49] },
        { op: 'delete', key: ['fact', 599] },
      ],
    });
  });
});
