import { type Compacted, compactStore } from '../lmdb/compactStore.ts';
import { checkpointFolder } from './diskFolder.ts';
import { assertCheckpoint } from './openDiskSnapshot.ts';

/**
 * Compacts the database of a store with a log as {@link compactStore} does. The log stays as it is.
 *
 * @throws Error if the store is in use, damaged, or cannot be written.
 */
export async function compactCheckpoint(path: string): Promise<Compacted> {
  const folder = checkpointFolder(path);
  try {
    assertCheckpoint(folder);
  } catch (error) {
    throw new Error(`the store at ${path} cannot be compacted: ${(error as Error).message}`, {
      cause: error,
    });
  }
  return await compactStore(path, { folder, hasMarker: false });
}
