/**
 * Compares the stock of each product with what must be left of it, to the unit.
 *
 * @param taken units of each product that were bought.
 * @param left units of each product that can still be sold.
 * @returns the units sold.
 * @throws Error that names the first product whose stock is wrong.
 */
export function checkStock({
  initial,
  taken,
  left,
}: {
  /** Units of every product at the start. */
  readonly initial: number;
  readonly taken: Uint32Array;
  readonly left: readonly number[];
}): number {
  let sold = 0;
  for (const [product, units] of taken.entries()) {
    const found = initial - (left[product] ?? Number.NaN);
    if (found !== units) {
      throw new Error(
        `product ${product}: ${units} units were bought, ${found} are missing from the stock`,
      );
    }
    sold += found;
  }
  return sold;
}
