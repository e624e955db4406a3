import { existsSync } from 'node:fs';
import { isAsClosed } from './cleanShutdown.ts';
import { lockFile } from './databaseFile.ts';
import { verifyIntegrity } from './verifyIntegrity.ts';

/**
 * Verifies a database that is going to be read only, also while another process writes. A data file that is as it
 * was closed needs no integrity worker, whose start takes longer than most reading.
 *
 * @throws Error as {@link verifyIntegrity} does.
 */
export async function verifyForReading(path: string): Promise<void> {
  // With a file of locks, a process of another container may be a reader with the id of this one: a worker finds out.
  const hasNoReader = !existsSync(lockFile(path));
  const isSound = hasNoReader && (await isAsClosed(path));
  if (!isSound) await verifyIntegrity(path, { mayBeInUse: true });
}
