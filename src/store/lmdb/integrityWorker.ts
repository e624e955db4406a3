import { checkPages } from './checkPages.ts';
import { unseal } from './checksum.ts';
import { dataFile, keyOf, openDatabase, refuseStump } from './databaseFile.ts';
import { MAY_BE_IN_USE } from './verifyIntegrity.ts';
import { inUseBy, livingOwner } from './writerLock.ts';

/**
 * Reads every page and every record of the store in the folder given: a process of its own, because
 * LMDB maps the file into memory and believes what it finds, so that a damaged page may end the
 * process. Exits with 0 if all is well; otherwise says on stderr what is wrong.
 */
try {
  const path = process.argv[2] as string;
  refuseStump(path);
  const { root, records } = openDatabase(path, { readOnly: true });
  const mayBeInUse = process.argv[3] === MAY_BE_IN_USE;
  const refuseRival = () => {
    const owner = livingOwner(root);
    if (owner !== undefined && !mayBeInUse) throw new Error(inUseBy(owner));
    return owner;
  };
  const owner = refuseRival();
  // As long as somebody reads, no page that was in use is written over.
  const reading = root.useReadTransaction();
  try {
    // Whoever writes now has checked them, and moves the free ones about.
    if (owner === undefined) checkPages(dataFile(path));
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
