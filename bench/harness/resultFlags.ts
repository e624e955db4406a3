import type { Flags } from '../../src/terminal/readFlags.ts';
import { readPath } from '../../src/terminal/readPath.ts';
import { UsageError } from '../../src/terminal/usageError.ts';
import { RECORDED_DIR, RESULTS_DIR } from './results.ts';

/** The flags of every benchmark, and of the report, that say where results go. */
export const RESULT_FLAGS = {
  out: { type: 'string' },
  record: { type: 'boolean' },
} as const satisfies Flags;

/**
 * Returns the folder for results. Only `--record` selects a folder that is under version control, so
 * that trying out a command leaves a clone as it was.
 *
 * @throws UsageError if both flags are given, or `--out` is empty.
 */
export function readResultFolder(values: {
  readonly out?: string | undefined;
  readonly record?: boolean | undefined;
}): string {
  const { out, record = false } = values;
  if (out === undefined) return record ? RECORDED_DIR : RESULTS_DIR;
  if (record) throw new UsageError('expected --out or --record, got both');
  return readPath('--out', out, 'folder');
}

/**
 * The lines of a help text on {@link RESULT_FLAGS}.
 *
 * @param files what is written: `peers.json and the report`.
 * @param width of the column that holds the flags.
 */
export function resultHelp(files: string, width: number): string {
  const indent = ' '.repeat(width + 4);
  return `  ${'--out DIR'.padEnd(width)}  where ${files} are written
${indent}(${RESULTS_DIR})
  ${'--record'.padEnd(width)}  write them to ${RECORDED_DIR}, the source of all published figures`;
}
