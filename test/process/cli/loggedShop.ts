import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { auditSnapshot } from '../../../src/cli/audit/auditSnapshot.ts';
import { entryLine } from '../../../src/cli/entryLine.ts';
import { withSnapshot } from '../../../src/cli/withSnapshot.ts';
import type { Change, Shop, Store } from '../../../src/index.ts';
import { createShop } from '../../../src/index.ts';
import { RECORDS } from '../../../src/schema/table.ts';
import { compareKeys } from '../../../src/store/compareKeys.ts';
import { openDiskStore } from '../../../src/store/disk/diskStore.ts';
import { systemFolder } from '../../../src/store/disk/systemFolder.ts';
import type { Snapshot } from '../../../src/store/snapshot.ts';
import type { Key } from '../../../src/store/store.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { accepted, START } from '../../rules/shop/openShop.ts';
import { type Ended, runTool } from './runTool.ts';
import { newPath } from './storedShop.ts';

/** The lines of an export, without the last one, as the store had them after each turn. */
export type Journal = Map<number, readonly string[]>;

/** Small enough that a test has several segments and checkpoints. */
const BYTES = 64 * 1024;

export interface LoggedShop {
  readonly path: string;
  readonly shop: Shop;
  /** The state after each turn that was committed since the store was opened. */
  readonly journal: Journal;
  /** Each of them buys a mug, `at once` many at the same time. */
  sell(customers: number, atOnce?: number): Promise<void>;
  /** From now on the log is kept, as with the option `keptLogBytes`. */
  keepSegments(): void;
}

/** Opens a shop with a log, and keeps a journal of its states. */
export async function openLogged({
  path = newPath(),
  turn = 0,
}: {
  readonly path?: string;
  readonly turn?: number;
} = {}): Promise<LoggedShop> {
  let isKept = false;
  const store = await openDiskStore(
    { path, checkpointEveryBytes: BYTES, segmentBytes: BYTES, keptLogBytes: 0 },
    {
      forms: [],
      folder: (logPath) => {
        const folder = systemFolder(logPath);
        return {
          ...folder,
          remove(name) {
            if (!isKept) folder.remove(name);
          },
        };
      },
    },
  );
  const journal: Journal = new Map();
  const shop = await createShop({
    store: journaled(store, journal, turn),
    clock: simulatedClock(START),
  });
  if (shop.products.get('mug') === undefined) {
    const mug = { sku: 'mug', name: 'Mug', category: 'kitchen', priceMinor: 900, stock: 100_000 };
    accepted(await shop.products.add(mug));
  }
  let count = turn;
  const buy = async () => {
    const userId = `user-${++count}`;
    accepted(await shop.users.register({ userId, name: 'x'.repeat(300) }));
    accepted(await shop.carts.add(userId, 'mug', 1));
    const { order } = accepted(await shop.checkout(userId));
    accepted(await shop.orders.confirm(order.orderId));
  };
  const sell = async (customers: number, atOnce = 3) => {
    for (let sold = 0; sold < customers; sold += atOnce) {
      await Promise.all(Array.from({ length: atOnce }, buy));
    }
  };
  const keepSegments = () => {
    isKept = true;
  };
  return { path, shop, journal, sell, keepSegments };
}

function journaled(store: Store, journal: Journal, before: number): Store {
  const lines = new Map<string, { readonly key: Key; readonly line: string }>();
  const note = (change: Change) => {
    const name = JSON.stringify(change.key);
    if (change.op === 'delete') lines.delete(name);
    else {
      const entry = { key: change.key, text: change.value };
      lines.set(name, { key: change.key, line: entryLine(entry, RECORDS) });
    }
  };
  for (const [key, value] of store.range({ prefix: [] })) note({ op: 'put', key, value });
  let turn = before;
  return {
    get: (key) => store.get(key),
    range: (range) => store.range(range),
    commit(batch) {
      for (const change of batch) note(change);
      if (batch.length > 0) turn++;
      const sorted = [...lines.values()].sort((a, b) => compareKeys(a.key, b.key));
      journal.set(
        turn,
        sorted.map(({ line }) => line),
      );
      return store.commit(batch);
    },
    close: () => store.close(),
  };
}

/** What an export of the store has, in the order of the keys and without its last line. */
export function exportedLines(path: string): Promise<string[]> {
  return withSnapshot({ path, records: RECORDS }, linesOf);
}

function linesOf(snapshot: Snapshot): string[] {
  return [...snapshot.range({ prefix: [] })].map(([key, text]) =>
    entryLine({ key, text }, RECORDS),
  );
}

/** Expects a store that is sound, and as the shop was after the turn. */
export async function expectState(path: string, journal: Journal, turn: number): Promise<void> {
  const problems: string[] = [];
  const lines = await withSnapshot({ path, records: RECORDS }, (snapshot, head) => {
    const report = (problem: string) => void problems.push(problem);
    auditSnapshot(snapshot, { head, records: RECORDS, hasTimeout: true, report });
    return linesOf(snapshot);
  });
  expect(lines).toEqual(journal.get(turn));
  expect(problems).toEqual([]);
}

/** Runs the tool, which has to succeed. @returns the number of the turn that it prints. */
export async function turnOf(...args: string[]): Promise<number> {
  const { status, stdout, stderr } = await runTool(args);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return Number(/turn (\d+)/.exec(stdout)?.[1]);
}

/** The complaint of a tool that cannot do it: one line, exit code 2. */
export async function complaintOf(...args: string[]): Promise<string> {
  const { status, stdout, stderr }: Ended = await runTool(args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^statecart.*\n$/);
  return stderr.slice(0, -1);
}

export async function inspected(path: string) {
  const { status, stdout, stderr } = await runTool(['inspect', path, '--json']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}

/** The names of the segments of a store's log, oldest first. */
export function segmentsOf(path: string): string[] {
  return readdirSync(join(path, 'log'))
    .filter((name) => /^\d+\.log$/.test(name))
    .sort();
}

/** The bytes of all files of a log and of the database, by their names. */
export function contentsOf(path: string): Record<string, string> {
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(log|mdb)$/.test(name),
  );
  return Object.fromEntries(
    files
      .filter((name) => !name.endsWith('lock.mdb'))
      .map((name) => [name, readFileSync(join(path, name)).toString('latin1')]),
  );
}
