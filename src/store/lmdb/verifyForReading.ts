import { isAsClosed } from './cleanShutdown.ts';
import { openDatabase } from './databaseFile.ts';
import { hasNamesake } from './readerTable.ts';
import { verifyIntegrity } from './verifyIntegrity.ts';

/**
 * Verifies a database that is going to be read only, also while another process writes. A data file that is as it
 * was closed needs no integrity worker, whose start takes longer than most reading.
 *
 * @throws Error as {@link verifyIntegrity} does.
 */
export async function verifyForReading(path: string): Promise<void> {
  // A worker, in another process, removes the place of a namesake that has ended, and refuses one that lives.
  const isSound = (await isAsClosed(path)) && !(await hasOwnNamesake(path));
  if (!isSound) await verifyIntegrity(path, { mayBeInUse: true });
}

/** True when a process of another PID namespace has the id of this process, and is or was a reader. */
async function hasOwnNamesake(path: string): Promise<boolean> {
  const { root } = openDatabase(path, { readOnly: true });
  try {
    return hasNamesake(root, path, process.pid);
  } finally {
    await root.close();
  }
}
