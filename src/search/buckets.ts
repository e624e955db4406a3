/**
 * What filters and facets ask of a product, as one small number: the step of its price, its mean
 * rating in half stars, and whether it is in stock.
 */
export type Cell = number;

/** Where the steps of prices begin, in each power of ten from a hundred minor units on. */
const STEPS_OF_TEN = [1, 1.5, 2, 3, 5, 7];

/** Two steps are a band of the facet, which begin at 1, 2 and 5: the preferred numbers of ISO 3. */
const STEPS_OF_BAND = 2;

const STARTS = [0];
for (let unit = 100; unit <= Number.MAX_SAFE_INTEGER; unit *= 10) {
  STARTS.push(...STEPS_OF_TEN.map((step) => step * unit));
}

export const PRICE_STEPS = STARTS.length;

/** Mean ratings from 0 (unrated) to 5 in steps of a half. */
export const HALVES = 11;

export const CELLS = PRICE_STEPS * HALVES * 2;

/** The cell of a row without a product. */
export const NO_CELL: Cell = CELLS;

/** All cells, and the one of no product, fit into so many bits. */
export const CELL_BITS = 11;

export function cellOf(priceMinor: number, rating: number, inStock: boolean): Cell {
  return (stepOf(priceMinor) * HALVES + halfOf(rating)) * 2 + (inStock ? 1 : 0);
}

/** Groups of prices that a step is made of: lists of rows are as fine as that. */
const GROUPS_OF_STEP = 8;

const GROUP_STARTS = STARTS.flatMap((start, step) => {
  const width = (lastBefore(STARTS[step + 1]) + 1 - start) / GROUPS_OF_STEP;
  return Array.from({ length: GROUPS_OF_STEP }, (_, part) => Math.ceil(start + part * width));
});

/** The group of a price. */
export function priceGroupOf(priceMinor: number): number {
  let low = 0;
  let high = GROUP_STARTS.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((GROUP_STARTS[middle] as number) <= priceMinor) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The groups of a step, the cheapest first. */
export function groupsOfStep(step: number): number[] {
  return Array.from({ length: GROUPS_OF_STEP }, (_, part) => step * GROUPS_OF_STEP + part);
}

/** The prices of a group, both bounds included. */
export function boundsOfGroup(group: number): Bounds {
  return {
    minMinor: GROUP_STARTS[group] as number,
    maxMinor: lastBefore(GROUP_STARTS[group + 1]),
  };
}

function stepOf(priceMinor: number): number {
  return Math.floor(priceGroupOf(priceMinor) / GROUPS_OF_STEP);
}

function halfOf(rating: number): number {
  return Math.floor(rating * 2);
}

/** Prices, both included. */
export interface Bounds {
  readonly minMinor: number;
  readonly maxMinor: number;
}

/** The prices of a step, both bounds included. */
export function boundsOfStep(step: number): Bounds {
  return { minMinor: STARTS[step] as number, maxMinor: lastBefore(STARTS[step + 1]) };
}

/** The prices of a band, both bounds included. */
export function boundsOfBand(band: number): Bounds {
  if (band === 0) return boundsOfStep(0);
  const step = (band - 1) * STEPS_OF_BAND + 1;
  return {
    minMinor: STARTS[step] as number,
    maxMinor: lastBefore(STARTS[step + STEPS_OF_BAND]),
  };
}

function lastBefore(start = Number.MAX_SAFE_INTEGER + 1): number {
  return start - 1;
}

export function stepOfCell(cell: Cell): number {
  return Math.floor(cell / (HALVES * 2));
}

/** The band of the facet. Prices below a hundred minor units are one of their own. */
export function bandOfCell(cell: Cell): number {
  const step = stepOfCell(cell);
  return step === 0 ? 0 : Math.floor((step - 1) / STEPS_OF_BAND) + 1;
}

/** The mean rating in half stars, rounded down. */
export function halfOfCell(cell: Cell): number {
  return Math.floor(cell / 2) % HALVES;
}

export function isStockCell(cell: Cell): boolean {
  return cell % 2 === 1;
}

export function withPrice(cell: Cell, priceMinor: number): Cell {
  return stepOf(priceMinor) * HALVES * 2 + (cell % (HALVES * 2));
}

export function withRating(cell: Cell, rating: number): Cell {
  return (stepOfCell(cell) * HALVES + halfOf(rating)) * 2 + (cell % 2);
}

export function withStock(cell: Cell, inStock: boolean): Cell {
  return cell - (cell % 2) + (inStock ? 1 : 0);
}
