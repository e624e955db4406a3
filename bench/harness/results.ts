import {
  accessSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../src/terminal/usageError.ts';
import { describeEnvironment, type Environment } from './environment.ts';

/** Where results go by default, from the project's folder: beside what the build has made. */
export const RESULTS_DIR = 'dist/results';

/** Where `--record` puts results: under version control, and the source of all published figures. */
export const RECORDED_DIR = 'bench/results';

/** One run of one benchmark. */
export interface Result {
  /** Also the name of its file, without `.json`. */
  readonly name: string;
  readonly environment: Environment;
  readonly seed: number;
  /** The arguments of the run, and its fixed settings. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The measurements. */
  readonly figures: Readonly<Record<string, unknown>>;
}

/**
 * Makes sure that results can be written to a folder, before a run is spent on them.
 *
 * @throws UsageError if they cannot be written, or if the folder holds other files of JSON.
 */
export function openResults(out: string): void {
  try {
    mkdirSync(out, { recursive: true });
    accessSync(out, constants.W_OK);
    readResults(out);
  } catch (error) {
    throw new UsageError(`--out: ${out} cannot be used: ${(error as Error).message}`);
  }
}

/** Writes `<out>/<name>.json` with the environment, replaces an older one, and returns its path. */
export function writeResult(
  out: string,
  name: string,
  { seed, settings, figures }: Pick<Result, 'seed' | 'settings' | 'figures'>,
): string {
  mkdirSync(out, { recursive: true });
  const path = join(out, `${name}.json`);
  const result: Result = { name, environment: describeEnvironment(), seed, settings, figures };
  writeFileSync(path, `${JSON.stringify(result, null, 2)}\n`);
  return path;
}

/**
 * All results in a folder by name; none if there is no such folder.
 *
 * @throws Error that names the file if one ends in `.json` and is no result.
 */
export function readResults(dir: string): Map<string, Result> {
  const results = new Map<string, Result>();
  for (const file of filesIn(dir).sort()) {
    if (!file.endsWith('.json')) continue;
    const result = readResult(join(dir, file));
    results.set(result.name, result);
  }
  return results;
}

function filesIn(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function readResult(path: string): Result {
  let result: Partial<Result> | null;
  try {
    result = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`);
  }
  const isResult =
    typeof result?.name === 'string' &&
    [result.environment, result.settings, result.figures].every(
      (part) => typeof part === 'object' && part !== null,
    );
  if (!isResult)
    throw new Error(`${path}: expected a result of a benchmark, got another JSON file`);
  return result as Result;
}
