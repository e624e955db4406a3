import { checkPages } from './checkPages.ts';
import { dataFile, keyOf, openDatabase, refuseStump } from './databaseFile.ts';
import { inUseBy, livingOwner } from './owner.ts';
import { unseal } from './sealed.ts';

/**
 * Reads every page and every record of the store in the folder given: a process of its own, because
 * LMDB maps the file into memory and believes what it finds, so that a damaged page may end the
 * process. Exits with 0 if all is well; otherwise says on stderr what is wrong.
 */
try {
  const path = process.argv[2] as string;
  refuseStump(path);
  const { root, records } = openDatabase(path, { readOnly: true });
  const refuseRival = () => {
    const owner = livingOwner(root);
    if (owner !== undefined) throw new Error(inUseBy(owner));
  };
  refuseRival();
  // As long as somebody reads, no page that was in use is written over.
  const reading = root.useReadTransaction();
  try {
    checkPages(dataFile(path));
  } catch (error) {
    refuseRival();
    throw error;
  }
  for (const { key, value } of records.getRange({ snapshot: true })) unseal(keyOf(key), value);
  reading.done();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
