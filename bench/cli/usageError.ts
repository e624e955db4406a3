/** The command cannot start as it was given: one line to print, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
