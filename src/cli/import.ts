import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { headRecord } from '../schema/head.ts';
import type { Change, Store } from '../store/store.ts';
import { startProgress } from '../terminal/progress.ts';
import { UsageError } from '../terminal/usageError.ts';
import { command } from './command.ts';
import { loadLmdb } from './loadLmdb.ts';
import { type Entry, InputError, readEntries } from './readEntries.ts';

/** A commit has at most so many entries, and about so many characters of values. */
const GROUP_ENTRIES = 1000;
const GROUP_LENGTH = 4 * 1024 * 1024;

export const importStore = command({
  help: `Usage: statecart import PATH [options]

Makes a store at a new or empty path of the lines that export has written. Refuses lines that are no
export, or not all of one. The head, which makes it a shop's store, is written last, and nothing is
left of an import that has failed.

  --from FILE   read that instead of stdin
  --help        print this and do nothing
Exit code 1 says that the lines were no good.
`,
  options: { from: { type: 'string' } },
  async run(path, { from }) {
    if (from === undefined && process.stdin.isTTY) {
      throw new UsageError('expected an export on stdin or --from FILE, got a terminal');
    }
    await loadLmdb();
    refuseOccupied(path);
    const source: AsyncIterable<Buffer> =
      from === undefined ? process.stdin : (await open(from)).createReadStream();
    const entries = readEntries(source);
    try {
      const count = await fill(path, entries);
      process.stdout.write(`${path}: ${count.toLocaleString('en-US')} entries\n`);
      return 0;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      process.stderr.write(`statecart import: ${error.message}\n`);
      return 1;
    } finally {
      await entries.return(); // Or the process would wait for the rest.
    }
  },
});

/** The files of a store. */
const FILES = ['data.mdb', 'lock.mdb', 'closed'];

/** @throws Error if something else is in the folder; what a store has in it is to be seen later. */
function refuseOccupied(path: string): void {
  if (!existsSync(path)) return;
  const other = readdirSync(path).find(
    (name) => !FILES.includes(name) && !name.startsWith('draft-'),
  );
  if (other === undefined) return;
  throw new Error(`${path}: expected a new or empty folder, got one with ${other} in it`);
}

/** @returns how many entries the store has now. */
async function fill(path: string, entries: AsyncGenerator<Entry>): Promise<number> {
  // Nothing is made of lines that are no export.
  const head = await entries.next();
  if (head.done === true) throw new InputError('line 1: expected the head, got nothing');
  const { lmdbStore } = await loadLmdb();
  const isNew = mkdirSync(path, { recursive: true }) !== undefined;
  const store = await lmdbStore({ path });
  try {
    refuseRecords(store, path);
  } catch (error) {
    await store.close();
    throw error;
  }
  const progress = startProgress({ label: 'imported', unit: 'entries' });
  try {
    const count = await putAll(store, entries, progress.update);
    await store.commit([put(head.value)]);
    return count + 1;
  } catch (error) {
    // While we still have it: nobody else can have begun to use it.
    for (const name of FILES) rmSync(join(path, name), { force: true });
    throw error;
  } finally {
    progress.stop();
    await store.close();
    if (isNew && readdirSync(path).length === 0) rmdirSync(path);
  }
}

/** In groups, each of which is on disk before the next one is read. */
async function putAll(
  store: Store,
  entries: AsyncGenerator<Entry>,
  done: (count: number) => void,
): Promise<number> {
  let group: Change[] = [];
  let length = 0;
  let count = 0;
  for await (const entry of entries) {
    group.push(put(entry));
    length += entry.text.length;
    done(++count);
    if (group.length < GROUP_ENTRIES && length < GROUP_LENGTH) continue;
    await store.commit(group);
    group = [];
    length = 0;
  }
  await store.commit(group);
  return count;
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
