import { checkPages } from './checkPages.ts';
import { verifyChecksum } from './checksum.ts';
import { assertNotTruncated, dataFile, keyOf, openDatabase } from './databaseFile.ts';
import { MAY_BE_IN_USE, WRITER_ONLY } from './verifyIntegrity.ts';
import { currentWriter, inUseMessage } from './writerLock.ts';

/**
 * Reads every page and every record of the store in the folder given, unless it only looks for a
 * writer. Runs as a process of its own:
 * LMDB maps the file into memory and trusts what it reads, so a damaged page may end the process.
 * Exits with 0 if the store is sound; otherwise writes what is wrong to stderr.
 */
try {
  const path = process.argv[2] as string;
  assertNotTruncated(path);
  const { root, records } = openDatabase(path, { readOnly: true });
  const mayBeInUse = process.argv[3] === MAY_BE_IN_USE;
  const assertNoOtherWriter = () => {
    const writer = currentWriter(root, path);
    if (writer !== undefined && !mayBeInUse) throw new Error(inUseMessage(writer));
    return writer;
  };
  const writer = assertNoOtherWriter();
  if (process.argv[3] !== WRITER_ONLY) {
    // While this transaction reads, LMDB overwrites no page that is in use now.
    const transaction = root.useReadTransaction();
    try {
      // A live writer has already checked the pages, and reuses the free ones meanwhile.
      if (writer === undefined) checkPages(dataFile(path));
    } catch (error) {
      assertNoOtherWriter(); // A writer that has just opened the store explains the difference.
      throw error;
    }
    for (const { key, value } of records.getRange({ snapshot: true })) {
      verifyChecksum(keyOf(key), value);
    }
    transaction.done();
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
