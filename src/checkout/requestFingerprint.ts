import { type CartLine, NO_LINES } from '../../machines/index.ts';
import { hashText, mixBits } from '../base/hashText.ts';
import { nameOf, type Pricing } from '../pricing/pricing.ts';

/**
 * Fingerprints say what a checkout with an idempotency key asks for (`KeyedRequest`), each in a number of 31
 * bits. Should two requests have the same one, which happens once in 2^31 times, a changed request gets the
 * answer of the first instead of a refusal.
 */

/** Of all fingerprints. They are stored, so that it stays. */
const SEED = 0x811c9dc5;

/** The fingerprint of a checkout without options besides its key. */
const NO_OPTIONS = 0;

/** The options of a checkout that a repeat has to give again. */
export interface KeyedOptions {
  readonly pricing: Pricing | undefined;
  /** Minor units. */
  readonly expectedTotalMinor: number | undefined;
}

/** A pricing strategy counts by its name, which is what an order keeps of it, too. */
export function optionsFingerprint({ pricing, expectedTotalMinor }: KeyedOptions): number {
  if (pricing === undefined && expectedTotalMinor === undefined) return NO_OPTIONS;
  const name = pricing === undefined ? '' : `priced by ${nameOf(pricing)}`;
  return positive(hashText(`${expectedTotalMinor ?? ''} ${name}`, SEED));
}

/** The same for the same products and quantities in any order. */
export function linesFingerprint(lines: readonly CartLine[]): number {
  if (lines.length === 0) return NO_LINES;
  let sum = 0;
  for (let index = 0; index < lines.length; index++) {
    const { sku, quantity } = lines[index] as CartLine;
    // Units above 2^32 count, too.
    const units = mixBits(quantity ^ Math.imul(quantity / 2 ** 32, 0x9e3779b1));
    sum = (sum + mixBits(hashText(sku, SEED) ^ units)) | 0;
  }
  return positive(sum);
}

/** 31 bits, and not 0. V8 keeps such a number in the object that has it. */
function positive(hash: number): number {
  return hash >>> 1 || 1;
}
