import {
  type Bounds,
  boundsOfGroup,
  boundsOfStep,
  CELLS,
  type Cell,
  groupsOfStep,
  HALVES,
  halfOfCell,
  PRICE_STEPS,
  stepOfCell,
} from './buckets.ts';
import type { Criterion } from './filters.ts';
import type { QueryWord } from './words.ts';

/** Bounds of the exact figures, both included. */
export interface Figures {
  readonly minMinor: number;
  readonly maxMinor: number;
  readonly minRating: number;
}

/** What filters ask for, the cells apart. */
interface Wanted {
  /** All texts, each to be found in the product. */
  readonly texts: readonly (readonly QueryWord[])[];
  /** The numbers of the categories; undefined for all. */
  readonly categories: readonly number[] | undefined;
  /** By category, 1 for those and 0 for others; undefined for all. */
  readonly inCategory: Uint8Array | undefined;
  readonly figures: Figures;
}

/** What the indexed filters of a search come to. */
export class Conditions {
  readonly wanted: Wanted;
  /** The cells of which products may pass, in rising order: the cheapest first. */
  readonly cells: readonly Cell[];
  /** By cell, 1 for those and 0 for others. */
  readonly mask: Uint8Array;
  /** Does it depend on the exact price in some of them? */
  readonly isPriceDoubtful: boolean;
  /** Does it depend on the exact rating in some of them? */
  readonly isRatingDoubtful: boolean;
  /** By step of prices, 1 if it lies between the bounds. */
  readonly #sureSteps: Uint8Array;
  #priceGroups: readonly number[] | undefined;
  #halves: readonly number[] | undefined;

  constructor(wanted: Wanted, cells: readonly Cell[]) {
    this.wanted = wanted;
    this.cells = cells;
    this.mask = maskOf(cells, CELLS + 1);
    this.#sureSteps = Uint8Array.from({ length: PRICE_STEPS }, (_, step) =>
      Number(isWithin(boundsOfStep(step), wanted.figures)),
    );
    this.isPriceDoubtful = cells.some((cell) => !this.isPriceSure(cell));
    this.isRatingDoubtful = cells.some((cell) => !this.isRatingSure(cell));
  }

  /** Is every price of a cell within the bounds, of which some may be? */
  isPriceSure(cell: Cell): boolean {
    return this.#sureSteps[stepOfCell(cell)] === 1;
  }

  /** Is every rating of a cell good enough, of which some may be? */
  isRatingSure(cell: Cell): boolean {
    return halfOfCell(cell) / 2 >= this.wanted.figures.minRating;
  }

  /** The groups of prices that its products may be in, the cheapest first. */
  get priceGroups(): readonly number[] {
    const { minMinor, maxMinor } = this.wanted.figures;
    this.#priceGroups ??= [...new Set(this.cells.map(stepOfCell))]
      .flatMap(groupsOfStep)
      .filter((group) => {
        const bounds = boundsOfGroup(group);
        return bounds.maxMinor >= minMinor && bounds.minMinor <= maxMinor;
      });
    return this.#priceGroups;
  }

  /** Mean ratings that its products may have, in half stars, the best first. */
  get halves(): readonly number[] {
    this.#halves ??= [...new Set(this.cells.map(halfOfCell))].sort((a, b) => b - a);
    return this.#halves;
  }

  /** Is every price of a group within the bounds? */
  isGroupSure(group: number): boolean {
    return isWithin(boundsOfGroup(group), this.wanted.figures);
  }

  /** The same, for the cells alone that `keep` answers true for. */
  only(keep: (cell: Cell) => boolean): Conditions {
    return new Conditions(this.wanted, this.cells.filter(keep));
  }
}

/** @param categories the number of each category that there has been. */
export function conditionsOf(
  criteria: readonly Criterion[],
  categories: ReadonlyMap<string, number>,
): Conditions {
  const texts: (readonly QueryWord[])[] = [];
  let names: readonly string[] | undefined;
  let minMinor = 0;
  let maxMinor = Number.MAX_SAFE_INTEGER;
  let minRating = 0;
  let inStock = false;
  for (const criterion of criteria) {
    if (criterion.kind === 'text') texts.push(criterion.words);
    else if (criterion.kind === 'category') {
      names = (names ?? [...criterion.names]).filter((name) => criterion.names.has(name));
    } else if (criterion.kind === 'price') {
      minMinor = Math.max(minMinor, criterion.minMinor);
      maxMinor = Math.min(maxMinor, criterion.maxMinor);
    } else if (criterion.kind === 'rating') minRating = Math.max(minRating, criterion.minimum);
    else inStock = true;
  }
  const numbers = names?.flatMap((name) => categories.get(name) ?? []);
  const inCategory = numbers && maskOf(numbers, categories.size);
  const figures = { minMinor, maxMinor, minRating };
  const wanted = { texts, categories: numbers, inCategory, figures };
  return new Conditions(wanted, cellsWithin(figures, inStock));
}

function cellsWithin({ minMinor, maxMinor, minRating }: Figures, inStock: boolean): Cell[] {
  const cells: Cell[] = [];
  for (let step = 0; step < PRICE_STEPS; step++) {
    const bounds = boundsOfStep(step);
    if (bounds.maxMinor < minMinor || bounds.minMinor > maxMinor) continue;
    for (let half = 0; half < HALVES; half++) {
      if ((half + 1) / 2 <= minRating) continue;
      const cell = (step * HALVES + half) * 2;
      if (!inStock) cells.push(cell);
      cells.push(cell + 1);
    }
  }
  return cells;
}

/** 1 at each of the numbers, 0 elsewhere. */
function maskOf(numbers: readonly number[], size: number): Uint8Array {
  const mask = new Uint8Array(size);
  for (const number of numbers) mask[number] = 1;
  return mask;
}

function isWithin(bounds: Bounds, { minMinor, maxMinor }: Figures): boolean {
  return bounds.minMinor >= minMinor && bounds.maxMinor <= maxMinor;
}
