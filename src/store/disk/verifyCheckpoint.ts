/**
 * Verifies the database of a checkpoint.
 *
 * @param verify verifyIntegrity or verifyForReading.
 * @throws Error as these do; if the database is damaged, the error also says what helps.
 */
export async function verifyCheckpoint(
  checkpoint: string,
  verify: (path: string) => Promise<void>,
): Promise<void> {
  try {
    await verify(checkpoint);
  } catch (error) {
    const { message } = error as Error;
    // It also fails where the worker cannot run, or another process has the store.
    if (!/ (is|are) damaged\b/.test(message)) throw error;
    throw new Error(`its checkpoint is damaged (${message}): statecart rebuild makes it again`, {
      cause: error,
    });
  }
}
