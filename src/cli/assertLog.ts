import { loadLmdb } from './loadLmdb.ts';

/** @throws Error if there is no store at the path, or it has no log. */
export async function assertLog(path: string): Promise<void> {
  const { storeKindAt } = await loadLmdb();
  let problem: string;
  try {
    if (storeKindAt(path) === 'disk') return;
    problem = 'it is a store of lmdbStore, which has no log: statecart export copies it';
  } catch (error) {
    problem = (error as Error).message;
  }
  throw new Error(`the store at ${path} cannot be read: ${problem}`);
}
