import { writeSync } from 'node:fs';
import { checkPages } from './checkPages.ts';
import { verifyChecksum } from './checksum.ts';
import { currentWriter, inUseMessage } from './currentWriter.ts';
import { assertNotTruncated, dataFile, keyOf, openDatabase } from './databaseFile.ts';
import { HAS_NAMESAKE, MAY_BE_IN_USE, WRITER_ONLY } from './integrityModes.ts';
import { hasNamesake, namesakeMessage } from './readerTable.ts';

/**
 * Reads every page and every record of the store in the folder given, unless it only looks for a
 * writer. Runs as a process of its own: LMDB maps the file into memory and trusts what it reads, so a
 * damaged page may end the process. Exits with 0 if the store is sound; otherwise writes what is wrong
 * to stderr.
 */
try {
  const [path, mode, starter] = process.argv.slice(2) as [string, string, string];
  assertNotTruncated(path);
  const { root, records } = openDatabase(path, { readOnly: true });
  const mayBeInUse = mode === MAY_BE_IN_USE;
  const assertNoOtherWriter = () => {
    const writer = currentWriter(root, path);
    if (writer !== undefined && !mayBeInUse) throw new Error(inUseMessage(writer));
    return writer;
  };
  const writer = assertNoOtherWriter();
  // The process that has started this one is about to enter the table of readers.
  if (mayBeInUse && hasNamesake(root, path, Number(starter))) {
    throw new Error(namesakeMessage(Number(starter)));
  }
  if (mode !== WRITER_ONLY) {
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
  const { message } = error as Error;
  writeSync(process.stderr.fd, `${message}\n`);
  // At once: a timer of LMDB's package fails when it could not enter the table of readers.
  process.exit(message.includes('No transaction to renew') ? HAS_NAMESAKE : 1);
}
