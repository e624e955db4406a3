import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lmdbStore } from 'statecart/lmdb';
import { afterAll, describe, test } from 'vitest';
import { memoryStore } from '../../../src/index.ts';
import { storeContract } from '../../../src/testing.ts';

const home = mkdtempSync(join(tmpdir(), 'statecart-contract-'));
afterAll(() => rmSync(home, { recursive: true }));

describe('the memory store', () => {
  for (const { name, run } of storeContract({ open: memoryStore })) test(name, run);
});

describe('the LMDB store', () => {
  let count = 0;
  const open = () => lmdbStore({ path: join(home, String(++count)) });
  const reopen = () => lmdbStore({ path: join(home, String(count)) });
  for (const { name, run } of storeContract({ open, reopen })) test(name, run);
});
