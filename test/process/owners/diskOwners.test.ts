import { readdirSync } from 'node:fs';
import { open, type RootDatabase } from 'lmdb';
import { diskStore as openDiskStore } from 'statecart/disk';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createShop } from '../../../src/index.ts';
import { checkpointFolder, logFolder } from '../../../src/store/disk/diskFolder.ts';
import { removeWriter } from '../../../src/store/lmdb/writerRecord.ts';
import { temporaryStores } from '../crash/sampleStore.ts';
import {
  type Contender,
  expectOneOwner,
  inUse,
  killContenders,
  processContender,
  threadContender,
} from './contender.ts';

const stores = temporaryStores('diskOwners');
const contenders: Contender[] = [];
afterEach(async () => {
  await Promise.all(contenders.splice(0).map((one) => one.kill()));
});
afterAll(() => {
  killContenders();
  stores.remove();
});

function added(one: Contender): Contender {
  contenders.push(one);
  return one;
}

async function kill(one: Contender): Promise<void> {
  contenders.splice(contenders.indexOf(one), 1);
  await one.kill();
}

function diskStore(path: string) {
  return openDiskStore({ path });
}

/** Changes the records of a checkpoint that say who writes, as nothing but a faulty system would. */
async function meddle(path: string, change: (root: RootDatabase) => void): Promise<void> {
  const options = { noSubdir: false, overlappingSync: false, maxDbs: 2 };
  const root = open({ path: checkpointFolder(path), ...options });
  root.transactionSync(() => change(root));
  await root.close();
}

describe('threads and processes that open a store with a log at the same moment', () => {
  test('have one owner, on a new path, after a close and after each kind of crash', async () => {
    let path = stores.next();
    for (const ending of ['close', 'kill', 'kill', 'new', 'kill']) {
      while (contenders.length < 2) added(threadContender());
      while (contenders.length < 4) added(processContender());
      const owner = await expectOneOwner(path, contenders, 'disk');
      expect(await owner.ask({ action: 'put', path, value: ending })).toBe('put');
      if (ending === 'kill') await kill(owner);
      else await owner.ask({ action: 'close', path });
      const store = await diskStore(path);
      expect(store.get(['by'])).toBe(ending);
      await expect(diskStore(path)).rejects.toThrow(inUse(path, process.pid));
      await store.close();
      if (ending === 'new') path = stores.next();
    }
  });
});

describe('an owner of a store with a log that was replaced although it lives', () => {
  test('sells nothing more, its shop stops, and its successor has its own sales', async () => {
    const path = stores.next();
    const users = Array.from({ length: 10 }, (_, index) => `user-${index}`);
    const setUp = await createShop({ store: await diskStore(path) });
    await setUp.products.add({ sku: 'ps5', name: 'P', category: 'c', priceMinor: 1, stock: 10 });
    for (const userId of users) {
      await setUp.users.register({ userId, name: userId });
      await setUp.carts.add(userId, 'ps5', 1);
    }
    await setUp.close();

    const [older, later] = [added(processContender()), added(processContender())];
    await older.ask({ action: 'open', path, store: 'disk' });
    const first = users.slice(0, 3);
    expect(await older.ask({ action: 'sell', path, users: first })).toEqual(
      first.map(() => 'sold'),
    );
    await meddle(path, removeWriter);
    expect(await later.ask({ action: 'open', path, store: 'disk' })).toBe('open');
    const rest = users.slice(3);
    const [refused, sold] = await Promise.all([
      older.ask({ action: 'sell', path, users: rest }),
      later.ask({ action: 'sell', path, users: rest }),
    ]);
    expect(sold).toEqual(rest.map(() => 'sold'));
    const replaced = `the store at ${path} cannot be written: another opening has replaced this one, in process ${later.pid}`;
    const [firstRefused = '', ...others] = refused as string[];
    expect(firstRefused.startsWith(replaced)).toBe(true);
    // A checkout that has waited for its turn comes to a shop that has stopped.
    for (const answer of others)
      expect(answer === 'closed' || answer.startsWith(replaced)).toBe(true);
    expect(await older.ask({ action: 'sell', path, users: ['user-9'] })).toEqual(['closed']);
    // Its close does not take the store from the later one.
    expect(await older.ask({ action: 'close', path })).toBe('closed');
    await expect(diskStore(path)).rejects.toThrow(inUse(path, later.pid));
    await kill(later);

    const shop = await createShop({ store: await diskStore(path) });
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
    expect(shop.explain('ps5')).toMatchObject({ onHand: 10, available: 0, held: 10 });
    await shop.close();
    expect(readdirSync(logFolder(path)).every((name) => /^\d{12}\.log$/.test(name))).toBe(true);
  });
});
