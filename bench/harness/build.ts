import { existsSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { createShop } from '../../src/index.ts';
import { UsageError } from '../../src/terminal/usageError.ts';
import { type Commit, commitOf } from './environment.ts';

/** A build of the project, this one or another one. */
export interface Build extends Commit {
  readonly name: 'this build' | 'other build';
  /** The path of its main module. */
  readonly module: string;
}

/** The build that this module belongs to. */
export function thisBuild(): Build {
  const module = fileURLToPath(
    new URL(`../../src/index${extname(import.meta.url)}`, import.meta.url),
  );
  return { name: 'this build', module, ...commitOf(import.meta.dirname) };
}

/**
 * Finds another build.
 *
 * @param folder a checkout that has been built, or its folder `dist`.
 * @throws UsageError if it is neither.
 */
export function otherBuild(folder: string): Build {
  const candidates = [join(folder, 'dist/src/index.js'), join(folder, 'src/index.js')];
  const found = candidates.find((path) => existsSync(path));
  if (found === undefined) {
    throw new UsageError(
      `--against: expected a checkout that has been built, or its folder dist, got ${JSON.stringify(folder)}`,
    );
  }
  const module = resolve(found);
  return { name: 'other build', module, ...commitOf(dirname(module)) };
}

/** What a build is called where its folder does not matter: `other build (5786fe0)`. */
export function buildText({ name, commit, dirty }: Pick<Build, 'name' | 'commit' | 'dirty'>) {
  if (commit === null) return name;
  return `${name} (${commit}${dirty === true ? ' with changes' : ''})`;
}

/**
 * Loads the main module of a build.
 *
 * @throws Error if it is none.
 */
export async function loadBuild(module: string): Promise<typeof createShop> {
  const build = await import(pathToFileURL(module).href);
  if (typeof build.createShop === 'function') return build.createShop;
  throw new Error(`${module}: expected the main module of statecart, got one without createShop()`);
}
