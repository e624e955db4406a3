import { existsSync, realpathSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { readPath } from '../terminal/readPath.ts';
import { UsageError } from '../terminal/usageError.ts';

/**
 * Reads the path of the folder that a command makes.
 *
 * @param flag with its dashes: `--to`.
 * @param source the folder that the command reads.
 * @throws UsageError if it lies in the source.
 */
export function readTarget(flag: string, text: string, source: string): string {
  const target = readPath(flag, text, 'folder');
  const parent = dirname(resolve(target));
  if (!existsSync(parent)) throw new UsageError(`${flag}: there is no folder ${parent}`);
  if (!`${realpathSync(parent)}${sep}`.startsWith(`${realpathSync(source)}${sep}`)) return target;
  throw new UsageError(`${flag}: expected a folder outside of ${source}, got one in it`);
}
