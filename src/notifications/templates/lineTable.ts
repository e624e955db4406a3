import type { LineRow, LineTable } from './composeMessage.ts';
import { MAX_LISTED_LINES } from './limits.ts';
import { shownText } from './shownText.ts';

interface Line {
  readonly name: string;
  readonly quantity: number;
}

/**
 * The table of an order or a cart. Lists the first lines only if there are very many.
 *
 * @param options.amountOf what a line costs; left out where there are no prices.
 */
export function lineTable<L extends Line>(
  lines: readonly L[],
  {
    number,
    amountOf,
    total,
  }: {
    readonly number: (value: number) => string;
    readonly amountOf?: (line: L) => string;
    readonly total?: string;
  },
): LineTable {
  const rows = lines.slice(0, MAX_LISTED_LINES).map((line): LineRow => {
    const row = { quantity: number(line.quantity), name: shownText(line.name) };
    return amountOf === undefined ? row : { ...row, amount: amountOf(line) };
  });
  const left = lines.length - rows.length;
  if (left > 0) rows.push({ name: `and ${number(left)} more product${left === 1 ? '' : 's'}` });
  return total === undefined ? { rows } : { rows, total };
}
