import { categoryIn, cellIn } from './columns.ts';

/*
 * The loops in which a search spends its time, over plain typed arrays. Each writes every row down
 * and lets the next one overwrite it if it does not pass: a branch that goes this way and that takes
 * four times as long. `| 0` spares the question whether a sum is still a small number.
 */

/** What rows have to be like; 1 for yes and 0 for no. */
export interface RowTest {
  /** By row, what is tested. */
  readonly facts: Uint32Array;
  /** By cell. */
  readonly cells: Uint8Array;
  /** By category. */
  readonly categories: Uint8Array;
}

/** Appends those of `rows` that pass to the first `from` found. @returns how many there are then. */
export function keepListed(
  { rows, facts }: { readonly rows: Uint32Array; readonly facts: Uint32Array },
  { cells, categories }: RowTest,
  found: Uint32Array,
  from: number,
): number {
  let count = from;
  for (let index = 0; index < rows.length; index++) {
    const fact = facts[index] as number;
    const passes = (cells[cellIn(fact)] as number) & (categories[categoryIn(fact)] as number);
    found[count] = rows[index] as number;
    count = (count + passes) | 0;
  }
  return count;
}

/** Counts the rows with these facts that pass. */
export function countListed(
  facts: Uint32Array,
  { cells, categories }: RowTest,
  tally: { readonly cells: Uint32Array; readonly categories: Uint32Array },
): void {
  const { cells: inCells, categories: inCategories } = tally;
  for (let index = 0; index < facts.length; index++) {
    const fact = facts[index] as number;
    const cell = cellIn(fact);
    const category = categoryIn(fact);
    const passes = (cells[cell] as number) & (categories[category] as number);
    inCells[cell] = (inCells[cell] as number) + passes;
    inCategories[category] = (inCategories[category] as number) + passes;
  }
}

/** Writes those of `rows` that pass. @returns how many there are. */
export function keepAmong(
  rows: Uint32Array,
  { facts, cells, categories }: RowTest,
  found: Uint32Array,
): number {
  let count = 0;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] as number;
    const fact = facts[row] as number;
    const passes = (cells[cellIn(fact)] as number) & (categories[categoryIn(fact)] as number);
    found[count] = row;
    count = (count + passes) | 0;
  }
  return count;
}

/** Writes those of the rows from `first` up to `end` that pass. @returns how many there are. */
export function keepStretch(
  first: number,
  end: number,
  { facts, cells, categories }: RowTest,
  found: Uint32Array,
): number {
  let count = 0;
  for (let row = first; row < end; row++) {
    const fact = facts[row] as number;
    const passes = (cells[cellIn(fact)] as number) & (categories[categoryIn(fact)] as number);
    found[count] = row;
    count = (count + passes) | 0;
  }
  return count;
}

/** A figure of each row, and the bounds that it has to be within, both included. */
export interface Bounded {
  readonly figures: Float64Array;
  readonly least: number;
  readonly most: number;
}

/** Leaves, of what was found from `from` up to `end`, the rows whose figures are within bounds. */
export function keepBetween(
  { figures, least, most }: Bounded,
  found: Uint32Array,
  from: number,
  end: number,
): number {
  let count = from;
  for (let index = from; index < end; index++) {
    const row = found[index] as number;
    const figure = figures[row] as number;
    found[count] = row;
    count = (count + (Number(figure >= least) & Number(figure <= most))) | 0;
  }
  return count;
}
