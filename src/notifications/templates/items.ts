/** A number of units in words: `1 item`, `2 items`. @param number writes the number. */
export function items(count: number, number: (value: number) => string): string {
  return `${number(count)} item${count === 1 ? '' : 's'}`;
}

/** The units of all lines of an order or a cart. */
export function unitsOf(lines: readonly { readonly quantity: number }[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}
