import { MAX_ZIPF_ITEMS } from './limits.ts';
import type { Seeded } from './seeded.ts';

/**
 * Draws items by their popularity according to Zipf's law: of `size` items the one of rank k (0 is the
 * most popular) has the probability
 *
 *     p(k) = (k + 1 + q)^-s / H,   H = sum over i from 1 to size of (i + q)^-s
 *
 * With a shift q it is Mandelbrot's law, which fits words better.
 *
 * Written by hand: no package of this project draws from this distribution, and general ones sum up
 * the series anew with each draw. Here the sums are in a table of 8 bytes per item, and a draw is one
 * binary search: 17 steps for 100,000 items.
 *
 * @param exponent s, 0 or more: 0 makes all items equally likely, about 1 is typical of shops.
 * @param shift q, 0 or more: the larger it is, the less the first ranks stand out. 0 by default.
 * @returns a function that draws a rank.
 */
export function zipf(
  {
    size,
    exponent,
    shift = 0,
  }: { readonly size: number; readonly exponent: number; readonly shift?: number },
  random: Seeded,
): () => number {
  if (!Number.isSafeInteger(size) || size < 1 || size > MAX_ZIPF_ITEMS) {
    throw new RangeError(`size: expected a whole number from 1 to ${MAX_ZIPF_ITEMS}, got ${size}`);
  }
  if (!(exponent >= 0 && Number.isFinite(exponent))) {
    throw new RangeError(`exponent: expected a number of 0 or more, got ${exponent}`);
  }
  if (!(shift >= 0 && Number.isFinite(shift))) {
    throw new RangeError(`shift: expected a number of 0 or more, got ${shift}`);
  }
  const sums = cumulated(size, exponent, shift);
  const total = sums[size - 1] as number;
  return () => firstAbove(sums, random.uniform() * total);
}

/** At k the sum of the weights of the ranks 0 to k. */
function cumulated(size: number, exponent: number, shift: number): Float64Array {
  const sums = new Float64Array(size);
  let sum = 0;
  for (let rank = 0; rank < size; rank++) {
    sum += (rank + 1 + shift) ** -exponent;
    sums[rank] = sum;
  }
  return sums;
}

/** The first index whose value is above the given one, which the last value is. */
function firstAbove(sums: Float64Array, value: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sums[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
