import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, test } from 'vitest';
import { RECORDS } from '../../../src/schema/table.ts';
import { logFolder } from '../../../src/store/disk/diskFolder.ts';
import { openDiskStore } from '../../../src/store/disk/diskStore.ts';
import { systemFolder } from '../../../src/store/disk/systemFolder.ts';
import { storeContract } from '../../../src/testing.ts';
import { openSimulated, simulatedStores } from '../disk/simulatedStores.ts';

const root = mkdtempSync(join(tmpdir(), 'statecart-disk-'));
afterAll(() => rmSync(root, { recursive: true }));
let folder = 0;

describe.each([true, false, { everyMs: 5 }])('a store with a log and sync: %j', (sync) => {
  const openPath = () =>
    openDiskStore({ path: join(root, String(folder)), sync }, { forms: RECORDS });
  const open = () => {
    folder++;
    return openPath();
  };
  for (const { name, run } of storeContract({ open, reopen: openPath })) test(name, run);
});

const stores = simulatedStores('contract');
afterAll(() => stores.remove());

describe('a store with a log whose every few changes begin a segment and a checkpoint', () => {
  let path = '';
  const openPath = () => {
    const files = systemFolder(logFolder(path));
    return openSimulated({ path, files, segmentBytes: 200, everyBytes: 300 });
  };
  const open = async () => {
    path = await stores.next();
    mkdirSync(logFolder(path));
    return openPath();
  };
  for (const { name, run } of storeContract({ open, reopen: openPath })) test(name, run);
});
