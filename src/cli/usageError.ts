/** The tool cannot start as it was called: one line to print, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
