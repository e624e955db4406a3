import { lmdbStore } from 'statecart/lmdb';
import { afterAll, describe, test } from 'vitest';
import { storeContract } from '../../../src/testing.ts';
import { temporaryStores } from '../crash/sampleStore.ts';

const stores = temporaryStores('contract');
afterAll(() => stores.remove());

describe('the LMDB store', () => {
  const open = () => lmdbStore({ path: stores.next() });
  const reopen = () => lmdbStore({ path: stores.last() });
  for (const { name, run } of storeContract({ open, reopen })) test(name, run);
});
