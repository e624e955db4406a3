import Big from 'big.js';

/** Digits with or without a fraction. No sign and no exponent: a price list has neither. */
const DECIMAL = /^(\d+(\.\d*)?|\.\d+)$/;

/**
 * Converts a price in pounds into pence, rounded half up from its decimal text: `2.675` is 268,
 * although the nearest binary fraction is smaller.
 *
 * @returns undefined if the text is not a non-negative decimal number.
 */
export function priceInPence(text: string): number | undefined {
  if (!DECIMAL.test(text)) return undefined;
  return new Big(text).times(100).round(0, Big.roundHalfUp).toNumber();
}
