/** The arguments of a command are not those of its help: one line to print, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
