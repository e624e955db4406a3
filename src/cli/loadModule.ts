import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { toError } from '../base/toError.ts';
import { UsageError } from '../terminal/usageError.ts';

/**
 * Loads a module of the user.
 *
 * @param flag with its dashes, as the message names it: `--machines`.
 * @returns its exports.
 * @throws UsageError if it cannot be loaded.
 */
export async function loadModule(
  flag: string,
  file: string,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(pathToFileURL(resolve(file)).href);
  } catch (error) {
    throw new UsageError(`${flag} ${file}: it cannot be loaded: ${toError(error).message}`);
  }
}
