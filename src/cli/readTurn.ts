import { readInteger } from '../terminal/readNumber.ts';

/**
 * Reads the number of a turn that was given for a flag.
 *
 * @param flag with its dashes: `--until`.
 * @throws UsageError if it is no whole number from 1 on.
 */
export function readTurn(flag: string, text: string): number {
  return readInteger(flag, text, { min: 1, max: Number.MAX_SAFE_INTEGER });
}
