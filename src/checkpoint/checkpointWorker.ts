import { parentPort, workerData } from 'node:worker_threads';
import { RECORDS } from '../schema/table.ts';
import type { CheckpointJob } from '../store/disk/checkpointJob.ts';
import { copyToCheckpoint } from '../store/disk/copyToCheckpoint.ts';
import { checkpointFolder, logFolder } from '../store/disk/diskFolder.ts';
import { systemFolder } from '../store/disk/systemFolder.ts';
import { openDatabase } from '../store/lmdb/databaseFile.ts';

/**
 * Writes one checkpoint in a thread of its own, and says how that ended: `done`, or the text of the error. Its
 * program is a text that the build makes, so that it is part of a bundle.
 */
const { realPath, token, from, to } = workerData as CheckpointJob;

run().then((outcome) => parentPort?.postMessage(outcome));

async function run(): Promise<{ readonly error?: string }> {
  try {
    const database = openDatabase(checkpointFolder(realPath));
    try {
      const files = systemFolder(logFolder(realPath));
      await copyToCheckpoint({ files, forms: RECORDS, database, token, from, to });
    } finally {
      await database.root.close();
    }
    return {};
  } catch (error) {
    return { error: (error as Error).message };
  }
}
