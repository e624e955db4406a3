import { UsageError } from './usageError.ts';

export interface NumberRange {
  readonly min: number;
  readonly max: number;
}

/**
 * The whole number that was given for a flag.
 *
 * @param flag with its dashes: `--seconds`.
 * @throws UsageError if it is none, or not within the range (both ends included).
 */
export function readInteger(flag: string, text: string, { min, max }: NumberRange): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(
    `${flag}: expected a whole number from ${min} to ${max}, got ${JSON.stringify(text)}`,
  );
}

/** The same for a decimal number such as `0.25`, without an exponent. */
export function readDecimal(flag: string, text: string, { min, max }: NumberRange): number {
  const value = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(
    `${flag}: expected a number from ${min} to ${max}, got ${JSON.stringify(text)}`,
  );
}
