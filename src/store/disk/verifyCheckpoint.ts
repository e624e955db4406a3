import { verifyIntegrity } from '../lmdb/verifyIntegrity.ts';

/** Reads the whole database of a checkpoint, as {@link verifyIntegrity} does. The error also says what helps. */
export async function verifyCheckpoint(...args: Parameters<typeof verifyIntegrity>): Promise<void> {
  try {
    await verifyIntegrity(...args);
  } catch (error) {
    const { message } = error as Error;
    // It also fails where the worker cannot run, or another process has the store.
    if (!/ (is|are) damaged\b/.test(message)) throw error;
    throw new Error(`its checkpoint is damaged (${message}): statecart rebuild makes it again`, {
      cause: error,
    });
  }
}
