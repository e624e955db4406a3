import { existsSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { isReadable } from '../schema/format.ts';
import { headRecord } from '../schema/head.ts';
import { RECORDS, type RecordTable } from '../schema/table.ts';
import type { Change, Store } from '../store/store.ts';
import { STORE_KINDS } from '../store/storeKindNames.ts';
import type { StoreKind } from '../store/storeKinds.ts';
import { print, printError } from '../terminal/output.ts';
import { oneLine } from '../terminal/printable.ts';
import { startProgress } from '../terminal/progress.ts';
import { readChoice } from '../terminal/readChoice.ts';
import { UsageError } from '../terminal/usageError.ts';
import { auditSnapshot } from './audit/auditSnapshot.ts';
import { type Command, command } from './command.ts';
import type { Entry } from './entryLine.ts';
import { loadLmdb } from './loadLmdb.ts';
import { InputError, readEntries } from './readEntries.ts';

/** The largest number of entries in one commit, and about the largest number of characters. */
const GROUP_ENTRIES = 1000;
const GROUP_LENGTH = 4 * 1024 * 1024;

/** @param records every kind of record that may be in the store. */
export function importCommand(records: RecordTable = RECORDS): Command {
  return command({
    help: `Usage: statecart import PATH [options]

Makes a store at a new or empty path from the lines of an export. Refuses lines that are not a complete
export. Audits the store, prints each problem, and refuses a store with problems. The head, which makes
it the store of a shop, is written last; a failed import leaves nothing in the folder.

  --store disk|lmdb      the kind of store: one with a log (statecart/disk), or one of statecart/lmdb
                         (the default)
  --from FILE            read this file instead of stdin
  --no-payment-timeout   as for audit: pending orders may wait for ever
  --force                keep the store although the audit finds problems
  --help                 print this and do nothing
Exit code 1 says that the lines are not a complete export, or that the audit finds problems.
`,
    options: {
      store: { type: 'string' },
      from: { type: 'string' },
      'no-payment-timeout': { type: 'boolean' },
      force: { type: 'boolean' },
    },
    async run(path, { store = 'lmdb', from, force = false, ...flags }) {
      const kindName = readChoice('--store', store, STORE_KINDS);
      if (from === undefined && process.stdin.isTTY) {
        throw new UsageError('expected an export on stdin or --from FILE, got a terminal');
      }
      if (from !== undefined && !existsSync(from)) {
        throw new UsageError(`--from: there is no file ${from}`);
      }
      const { storeKind } = await loadLmdb();
      const kind = storeKind(kindName, records);
      await refuseOccupied(path, kind);
      const source: AsyncIterable<Buffer> =
        from === undefined ? process.stdin : (await open(from)).createReadStream();
      const entries = readEntries(source, records);
      try {
        const hasTimeout = flags['no-payment-timeout'] !== true;
        const count = await fill(path, entries, { kind, records, hasTimeout, force });
        print(`${oneLine(path)}: ${count.toLocaleString('en-US')} entries\n`);
        return 0;
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        printError(`statecart import: ${oneLine(error.message)}\n`);
        return 1;
      } finally {
        await entries.return(); // Or the process would wait for the rest of its input.
      }
    },
  });
}

/** @throws Error if something else than a store of this kind is in the folder. */
async function refuseOccupied(path: string, { name, entries }: StoreKind): Promise<void> {
  const { existingKind } = await loadLmdb();
  const expected = `${path}: expected a new or empty folder`;
  if (!existsSync(path) || !statSync(path).isDirectory()) return;
  const existing = existingKind(path);
  if (existing !== undefined && existing !== name) {
    throw new Error(`${expected}, got a store of another kind (${existing})`);
  }
  const other = readdirSync(path).find(
    (found) => !entries.includes(found) && !found.startsWith('draft-'),
  );
  if (other !== undefined) throw new Error(`${expected}, got one with ${other} in it`);
}

interface ImportRules {
  readonly kind: StoreKind;
  readonly records: RecordTable;
  readonly hasTimeout: boolean;
  /** True when a store with problems is kept. */
  readonly force: boolean;
}

/** @returns the number of entries that the store has now. */
async function fill(
  path: string,
  entries: AsyncGenerator<Entry>,
  rules: ImportRules,
): Promise<number> {
  // Before the head has been read, no folder is made.
  const head = await entries.next();
  if (head.done === true) throw new InputError('line 1: expected the head, got nothing');
  const { kind } = rules;
  const isNew = !existsSync(path);
  const store = await kind.open(path);
  try {
    refuseRecords(store, path);
  } catch (error) {
    await store.close();
    throw error;
  }
  try {
    const count = await putAll(store, entries);
    audit(store, head.value, rules);
    await store.commit([put(head.value)]);
    return count + 1;
  } catch (error) {
    // While the lock is still held: no other process can have begun to use the store.
    for (const name of kind.entries) rmSync(join(path, name), { recursive: true, force: true });
    throw error;
  } finally {
    await store.close();
    if (isNew && readdirSync(path).length === 0) rmdirSync(path);
  }
}

/** Writes the entries in groups, each of which is on disk before the next one is read. */
async function putAll(store: Store, entries: AsyncGenerator<Entry>): Promise<number> {
  const progress = startProgress({ label: 'imported', unit: 'entries' });
  let group: Change[] = [];
  let length = 0;
  let count = 0;
  try {
    for await (const entry of entries) {
      group.push(put(entry));
      length += entry.text.length;
      progress.update(++count);
      if (group.length < GROUP_ENTRIES && length < GROUP_LENGTH) continue;
      await store.commit(group);
      group = [];
      length = 0;
    }
    await store.commit(group);
  } finally {
    progress.stop();
  }
  return count;
}

/** Prints what is wrong with the records. @throws InputError if anything is, unless it is forced. */
function audit(store: Store, { key, text }: Entry, rules: ImportRules): void {
  const { records, hasTimeout, force } = rules;
  const head = headRecord.read(text, key);
  let problems = 0;
  const report = (problem: string) => {
    problems++;
    printError(`${force ? 'warning: ' : ''}${oneLine(problem)}\n`);
  };
  if (isReadable(head.format, records)) {
    auditSnapshot(store, { head, records, hasTimeout, report });
  } else {
    report(`format ${head.format} cannot be audited until createShop has brought it up to date`);
  }
  if (problems === 0 || force) return;
  const count = problems === 1 ? 'one problem' : `${problems} problems`;
  throw new InputError(`the audit finds ${count}: --force keeps the store all the same`);
}

function put({ key, text }: Entry): Change {
  return { op: 'put', key, value: text };
}

function refuseRecords(store: Store, path: string): void {
  for (const _ of store.range({ prefix: [] })) {
    const found =
      store.get(headRecord.key()) === undefined
        ? 'what is left of an import that was killed: delete it first'
        : 'the store of a shop';
    throw new Error(`${path}: expected a new or empty folder, got ${found}`);
  }
}
