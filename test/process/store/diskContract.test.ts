import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, test } from 'vitest';
import { RECORDS } from '../../../src/schema/table.ts';
import { openDiskStore } from '../../../src/store/disk/diskStore.ts';
import { storeContract } from '../../../src/testing.ts';

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
