import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { writeShutdownMarker } from '../../lmdb/cleanShutdown.ts';
import { preallocateLockFile } from '../../lmdb/createDatabase.ts';
import {
  dataFile,
  FILE_MODE,
  FOLDER_MODE,
  lockFile,
  openDatabase,
} from '../../lmdb/databaseFile.ts';
import { verifyForReading } from '../../lmdb/verifyForReading.ts';
import { verifyIntegrity } from '../../lmdb/verifyIntegrity.ts';
import { removeWriter } from '../../lmdb/writerRecord.ts';
import { type CheckpointRecord, readCheckpoint } from '../checkpointRecord.ts';

/**
 * Copies the database of a checkpoint as of one moment, also while a shop has it open, and verifies the
 * copy.
 *
 * @param to a new folder.
 * @returns what the copy says of the log; undefined if no log belongs to it.
 * @throws Error if the database is damaged, or the copy cannot be written.
 */
export async function copyCheckpoint(
  from: string,
  to: string,
): Promise<CheckpointRecord | undefined> {
  mkdirSync(to, { mode: FOLDER_MODE });
  await verifyForReading(from);
  const { root } = openDatabase(from, { readOnly: true });
  try {
    await root.backup(to, true);
  } finally {
    await root.close();
  }
  chmodSync(dataFile(to), FILE_MODE);
  await forgetWriter(to);
  await verifyIntegrity(to);
  const copy = openDatabase(to, { readOnly: true });
  const record = readCheckpoint(copy.root);
  await copy.root.close();
  rmSync(lockFile(to), { force: true });
  await writeShutdownMarker(to);
  return record;
}

/**
 * Takes the writer out of a copy. It is told from that of the original by the inode of the file, and the copy may
 * get the inode of an original that has been removed.
 */
async function forgetWriter(to: string): Promise<void> {
  preallocateLockFile(to);
  const { root } = openDatabase(to);
  try {
    root.transactionSync(() => removeWriter(root));
  } finally {
    await root.close();
  }
}
