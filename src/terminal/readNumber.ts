import { UsageError } from './usageError.ts';

export interface NumberRange {
  readonly min: number;
  readonly max: number;
}

/** The seeds of random choices: 31 bits are what every generator of this project takes. */
export const SEED_RANGE: NumberRange = { min: 0, max: 2 ** 31 - 1 };

/**
 * Reads the whole number that was given for a flag.
 *
 * @param flag with its dashes: `--seconds`.
 * @throws UsageError if it is no whole number or lies outside of the range (both ends included).
 */
export function readInteger(flag: string, text: string, { min, max }: NumberRange): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(
    `${flag}: expected a whole number from ${min} to ${max}, got ${JSON.stringify(text)}`,
  );
}

/** Reads a decimal number such as `0.25`, without an exponent, in the same way. */
export function readDecimal(flag: string, text: string, { min, max }: NumberRange): number {
  const value = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(
    `${flag}: expected a number from ${min} to ${max}, got ${JSON.stringify(text)}`,
  );
}
