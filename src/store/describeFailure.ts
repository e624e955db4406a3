import { statfsSync } from 'node:fs';

/** The error of a store that cannot be written any more. */
export function describeFailure(path: string, cause: unknown): Error {
  const { message } = cause as Error;
  return new Error(`the store at ${path} cannot be written: ${message}${roomText(path)}`, {
    cause,
  });
}

/** How much room a disk has, in parentheses; empty if that is unknown. */
export function roomText(path: string): string {
  try {
    const { bavail, bsize } = statfsSync(path);
    return ` (${bavail * bsize} bytes are free on its disk)`;
  } catch {
    return ''; // The folder may be gone.
  }
}
