import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lmdbStore } from 'statecart/lmdb';
import { afterAll, test } from 'vitest';
import { expectSameAfterReopening } from '../../rules/search/expectSameAfterReopening.ts';

const path = mkdtempSync(join(tmpdir(), 'statecart-search-'));
afterAll(() => rmSync(path, { recursive: true }));

test('a shop answers the same after it is opened again from disk', async () => {
  await expectSameAfterReopening(() => lmdbStore({ path: join(path, 'shop') }));
});
