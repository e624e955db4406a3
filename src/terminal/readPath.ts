import { UsageError } from './usageError.ts';

/**
 * Reads the path that was given for a flag. Whether there is something at it is not looked at.
 *
 * @param flag with its dashes: `--out`.
 * @throws UsageError if it is empty.
 */
export function readPath(flag: string, text: string, kind: 'file' | 'folder'): string {
  if (text !== '') return text;
  throw new UsageError(`${flag}: expected a ${kind}, got nothing`);
}
