import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Unavailable } from './unavailable.ts';

/**
 * Finds a program in PATH or, if `alsoIn` is given, in the folder that it returns.
 *
 * @param install the advice for a machine without the program.
 * @throws Unavailable if there is none.
 */
export function findProgram(
  name: string,
  { install, alsoIn }: { readonly install: string; readonly alsoIn?: () => string | undefined },
): string {
  const inPath = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const found = firstWith(name, inPath);
  if (found !== undefined) return found;
  const folder = alsoIn?.();
  const other = folder === undefined ? undefined : firstWith(name, [folder]);
  if (other !== undefined) return other;
  throw new Unavailable(`there is no ${name}: ${install}`);
}

/** Returns the folder of the programs of PostgreSQL, which distributions keep out of PATH. */
export function postgresFolder(): string | undefined {
  try {
    return execFileSync('pg_config', ['--bindir'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}

function firstWith(name: string, folders: readonly string[]): string | undefined {
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
