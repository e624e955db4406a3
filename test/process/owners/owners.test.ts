import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { open, type RootDatabase } from 'lmdb';
import { lmdbStore } from 'statecart/lmdb';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createShop } from '../../../src/index.ts';
import { inodesOf } from '../../../src/store/lmdb/databaseFile.ts';
import { acquireWriterLock } from '../../../src/store/lmdb/writerLock.ts';
import {
  putWriter,
  readWriter,
  removeWriter,
  type Writer,
} from '../../../src/store/lmdb/writerRecord.ts';
import { temporaryStores } from '../crash/sampleStore.ts';
import {
  type Contender,
  DIST,
  expectOneOwner,
  inUse,
  killContenders,
  processContender,
  threadContender,
} from './contender.ts';

const stores = temporaryStores('owners');
const contenders: Contender[] = [];
afterEach(async () => {
  await Promise.all(contenders.splice(0).map((one) => one.kill()));
});
afterAll(() => {
  killContenders();
  stores.remove();
});

function thread(): Contender {
  contenders.push(threadContender());
  return contenders.at(-1) as Contender;
}

function process_(wrapper?: readonly string[]): Contender {
  contenders.push(processContender(wrapper));
  return contenders.at(-1) as Contender;
}

async function kill(one: Contender): Promise<void> {
  contenders.splice(contenders.indexOf(one), 1);
  await one.kill();
}

/** What is said to a process whose id, 1, is that of another one in the table of readers. */
function sameId(path: string): string {
  return `the store at ${path} cannot be opened: a process of another container has it open, and has the id of this one: 1`;
}

/** Changes the records of a store that say who writes, as nothing but a faulty system would. */
async function meddle(path: string, change: (root: RootDatabase) => void): Promise<void> {
  const root = open({ path, noSubdir: false, overlappingSync: false, maxDbs: 2 });
  root.transactionSync(() => change(root));
  await root.close();
}

const TOOL = join(DIST, 'src/cli/statecart.js');
const CONTAINER = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'];
const canUnshare = spawnSync(CONTAINER[0] as string, [...CONTAINER.slice(1), 'true']).status === 0;

describe('threads and processes that open a path at the same moment', () => {
  test('have one owner, on a new path, after a close and after each kind of crash', async () => {
    let path = stores.next();
    for (const ending of ['close', 'kill', 'kill', 'new', 'kill']) {
      while (contenders.length < 3) thread();
      while (contenders.length < 5) process_();
      const owner = await expectOneOwner(path, contenders);
      expect(await owner.ask({ action: 'put', path, value: ending })).toBe('put');
      if (ending === 'kill') await kill(owner);
      else await owner.ask({ action: 'close', path });
      const store = await lmdbStore({ path });
      expect(store.get(['by'])).toBe(ending);
      await store.close();
      if (ending === 'new') path = stores.next();
    }
  });

  test('have one owner if they are all threads of one process', async () => {
    const threads = Array.from({ length: 4 }, thread);
    for (let round = 0; round < 10; round++) {
      const path = stores.next();
      const owner = await expectOneOwner(path, threads);
      await owner.ask({ action: 'close', path });
    }
  });
});

describe('a second copy of the module', () => {
  const copy = join(DIST, 'copy-of-owners/');
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test('in the same thread is refused while the store is open', async () => {
    mkdirSync(copy);
    for (const folder of ['src', 'machines']) {
      cpSync(join(DIST, folder), join(copy, folder), { recursive: true });
    }
    const other = (await import(join(copy, 'src/lmdb.js'))) as { lmdbStore: typeof lmdbStore };
    expect(other.lmdbStore).not.toBe(lmdbStore);
    const path = stores.next();
    const opened = await Promise.allSettled([lmdbStore({ path }), other.lmdbStore({ path })]);
    const [owner, ...more] = opened.flatMap((one) =>
      one.status === 'fulfilled' ? [one.value] : [],
    );
    expect(more).toEqual([]);
    await expect(other.lmdbStore({ path })).rejects.toThrow(inUse(path, process.pid));
    await expect(lmdbStore({ path })).rejects.toThrow(inUse(path, process.pid));
    await owner?.close();
    await (await other.lmdbStore({ path })).close();
  });
});

describe('a thread that is terminated with a store open', () => {
  test('leaves it to its own process, and to another one', async () => {
    const path = stores.next();
    for (const next of [thread, process_]) {
      const owner = thread();
      expect(await owner.ask({ action: 'open', path })).toBe('open');
      const heir = next();
      expect(await heir.ask({ action: 'open', path })).toBe(inUse(path, process.pid));
      await kill(owner);
      expect(await heir.ask({ action: 'open', path })).toBe('open');
      await heir.ask({ action: 'close', path });
    }
  });
});

describe('the writer that a store names', () => {
  /** Leaves a store by a crash, with another writer in it. */
  async function crashedStore(writer: Partial<Writer>): Promise<string> {
    const path = stores.next();
    const owner = process_();
    await owner.ask({ action: 'open', path });
    await kill(owner);
    await meddle(path, (root) => putWriter(root, { ...(readWriter(root) as Writer), ...writer }));
    return path;
  }

  async function expectFree(path: string): Promise<void> {
    const store = await lmdbStore({ path });
    await store.commit([{ op: 'put', key: ['a'], value: '1' }]);
    await store.close();
  }

  test('is dead if its process id is that of a later process, also of one that reads the store', async () => {
    const later = process_();
    // The kernel counts starts in hundredths of a second: the two may have been started in the same one.
    const path = await crashedStore({ pid: later.pid, thread: later.pid, startedAt: '1' });
    expect(await later.ask({ action: 'read', path })).toBe('read');
    await expectFree(path);
  });

  test('is dead if it had the id of this process', async () => {
    await expectFree(await crashedStore({ pid: process.pid, thread: process.pid }));
  });

  test('is dead if it was in a PID namespace that is gone, with any process id', async () => {
    await expectFree(await crashedStore({ namespace: 'pid:[1]', host: 'gone' }));
    await expectFree(await crashedStore({ namespace: 'pid:[1]', pid: process.pid }));
  });

  test('is not that of a copy of the file', async () => {
    const path = stores.next();
    const owner = process_();
    await owner.ask({ action: 'open', path });
    await owner.ask({ action: 'put', path, value: 'x' });
    const copy = stores.next();
    cpSync(join(path, 'data.mdb'), join(copy, 'data.mdb'));
    await expectFree(copy);
    await expect(lmdbStore({ path })).rejects.toThrow(inUse(path, owner.pid));
  });

  test('is not replaced by one that has found an earlier writer dead', async () => {
    const other = process_();
    const itsPath = stores.next();
    await other.ask({ action: 'open', path: itsPath });
    let living: Writer | undefined;
    await meddle(itsPath, (root) => {
      living = readWriter(root);
    });
    const path = await crashedStore({});
    const root = open({ path, noSubdir: false, overlappingSync: false, maxDbs: 2 });
    // Another process takes the store after the first reading of its writer.
    const owner = { ...(living as Writer), inode: String(inodesOf(path).data) };
    const transact = root.transactionSync.bind(root);
    let isTaken = false;
    root.transactionSync = (work) => {
      const result = transact(work);
      if (!isTaken) transact(() => putWriter(root, owner));
      isTaken = true;
      return result;
    };
    await expect(acquireWriterLock(root, path, inodesOf(path))).rejects.toThrow(
      `it is in use by process ${other.pid}`,
    );
    expect(readWriter(root)).toEqual(owner);
    await root.close();
  });

  test('may be a process of the first release, as long as it lives', async () => {
    const path = await crashedStore({});
    const old = process_();
    expect(await old.ask({ action: 'openAsFirstRelease', path })).toBe('open');
    await expect(lmdbStore({ path })).rejects.toThrow(inUse(path, old.pid));
    await kill(old);
    await expectFree(path);
  });
});

describe('an owner that gives up the lock of the kernel by reading the lock file', () => {
  test('keeps its store, since its thread is seen to live', async () => {
    const path = stores.next();
    const owner = process_();
    await owner.ask({ action: 'open', path });
    await owner.ask({ action: 'readLocks', path });
    await expect(lmdbStore({ path })).rejects.toThrow(inUse(path, owner.pid));
    expect(await owner.ask({ action: 'put', path, value: 'x' })).toBe('put');
  });

  test.skipIf(!canUnshare)(
    'loses it to another container, and writes nothing more (skipped where no PID namespace can be made)',
    async () => {
      const path = stores.next();
      const [owner, later] = [process_(CONTAINER), process_(CONTAINER)];
      await owner.ask({ action: 'open', path });
      await owner.ask({ action: 'readLocks', path });
      expect(await later.ask({ action: 'open', path })).toBe('open');
      expect(await owner.ask({ action: 'put', path, value: 'x' })).toBe(
        `the store at ${path} cannot be written: another opening has replaced this one, in process 1`,
      );
      expect(await later.ask({ action: 'put', path, value: 'y' })).toBe('put');
    },
  );
});

describe('an owner that was replaced although it lives', () => {
  test('sells nothing more, and its shop stops', async () => {
    const path = stores.next();
    const users = Array.from({ length: 10 }, (_, index) => `user-${index}`);
    const setUp = await createShop({ store: await lmdbStore({ path }) });
    await setUp.products.add({ sku: 'ps5', name: 'P', category: 'c', priceMinor: 1, stock: 10 });
    for (const userId of users) {
      await setUp.users.register({ userId, name: userId });
      await setUp.carts.add(userId, 'ps5', 1);
    }
    await setUp.close();

    const [older, later] = [process_(), process_()];
    await older.ask({ action: 'open', path });
    const first = users.slice(0, 3);
    expect(await older.ask({ action: 'sell', path, users: first })).toEqual(
      first.map(() => 'sold'),
    );
    await meddle(path, removeWriter);
    expect(await later.ask({ action: 'open', path })).toBe('open');
    const rest = users.slice(3);
    const [refused, sold] = await Promise.all([
      older.ask({ action: 'sell', path, users: rest }),
      later.ask({ action: 'sell', path, users: rest }),
    ]);
    expect(sold).toEqual(rest.map(() => 'sold'));
    const replaced = `the store at ${path} cannot be written: another opening has replaced this one, in process ${later.pid}`;
    // A command that begins after the first refused commit finds the shop closed.
    expect(refused).toEqual(rest.map(() => expect.toBeOneOf([replaced, 'closed'])));
    expect(refused).toContain(replaced);
    expect(await older.ask({ action: 'sell', path, users: ['user-9'] })).toEqual(['closed']);
    // Its close does not take the store from the later one.
    expect(await older.ask({ action: 'close', path })).toBe('closed');
    await expect(lmdbStore({ path })).rejects.toThrow(inUse(path, later.pid));
    await kill(later);

    const shop = await createShop({ store: await lmdbStore({ path }) });
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
    expect(shop.explain('ps5')).toMatchObject({ onHand: 10, available: 0, held: 10 });
    await shop.close();
  });
});

describe('containers that share the folder, each with a process 1', () => {
  test.skipIf(!canUnshare)(
    'have one owner, and the next one opens after a kill (skipped where no PID namespace can be made)',
    async () => {
      const path = stores.next();
      // The second round is on what a killed container has left.
      for (let round = 0; round < 2; round++) {
        const both = [process_(CONTAINER), process_(CONTAINER)];
        const answers = await Promise.all(both.map((one) => one.ask({ action: 'open', path })));
        const owner = both[answers.indexOf('open')] as Contender;
        const other = both.find((one) => one !== owner) as Contender;
        expect([inUse(path, 1), sameId(path)]).toContain(answers[both.indexOf(other)]);
        expect(await other.ask({ action: 'open', path })).toBe(inUse(path, 1));
        const [command = '', ...args] = [...CONTAINER, process.execPath, TOOL, 'inspect', path];
        expect(spawnSync(command, args, { encoding: 'utf8' })).toMatchObject({
          status: 2,
          stderr: `statecart inspect: ${sameId(path)}\n`,
        });
        expect(await owner.ask({ action: 'put', path, value: 'x' })).toBe('put');
        await kill(owner);
        expect(await other.ask({ action: 'open', path })).toBe('open');
        expect(await other.ask({ action: 'put', path, value: 'y' })).toBe('put');
        await kill(other);
      }
      const store = await lmdbStore({ path });
      expect(store.get(['by'])).toBe('y');
      await store.close();
    },
  );

  test.skipIf(!canUnshare)(
    'do not read a closed store at the same time, and one reads it after a kill (skipped where no PID namespace can be made)',
    async () => {
      const path = stores.next();
      const store = await lmdbStore({ path });
      await createShop({ store }).then((shop) => shop.close());
      const reader = process_(CONTAINER);
      expect(await reader.ask({ action: 'read', path })).toBe('read');
      const [command = '', ...args] = [...CONTAINER, process.execPath, TOOL, 'inspect', path];
      const inspect = () => spawnSync(command, args, { encoding: 'utf8' });
      expect(inspect()).toMatchObject({
        status: 2,
        stderr: `statecart inspect: ${sameId(path)}\n`,
      });
      await kill(reader);
      expect(inspect()).toMatchObject({ status: 0, stderr: '' });
    },
  );
});
