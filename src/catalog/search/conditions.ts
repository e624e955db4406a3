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
} from './cells.ts';
import type { Criterion } from './filters.ts';
import type { QueryWord } from './words.ts';

/** Bounds of the exact figures, both included. */
export interface Figures {
  readonly minMinor: number;
  readonly maxMinor: number;
  readonly minRating: number;
}

/** What the indexed filters of a search come to. */
export class Conditions {
  /** All of them, each to be found in the product. */
  readonly texts: readonly (readonly QueryWord[])[];
  /** The numbers of the categories; undefined for all. */
  readonly categories: readonly number[] | undefined;
  readonly figures: Figures;
  /** The cells of which products may pass, in rising order: the cheapest first. */
  readonly cells: readonly Cell[];
  /** Does it depend on the exact price in some of them? */
  readonly isPriceDoubtful: boolean;
  /** Does it depend on the exact rating in some of them? */
  readonly isRatingDoubtful: boolean;
  /** By cell, 1 for those that may pass and 0 for others. */
  readonly mask: Uint8Array;

  constructor(
    texts: Conditions['texts'],
    categories: Conditions['categories'],
    figures: Figures,
    cells: readonly Cell[],
  ) {
    this.texts = texts;
    this.categories = categories;
    this.figures = figures;
    this.cells = cells;
    this.isPriceDoubtful = cells.some((cell) => !this.isPriceSure(cell));
    this.isRatingDoubtful = cells.some((cell) => !this.isRatingSure(cell));
    this.mask = new Uint8Array(CELLS + 1);
    for (const cell of cells) this.mask[cell] = 1;
  }

  /** Is every price of a cell within the bounds, of which some may be? */
  isPriceSure(cell: Cell): boolean {
    return isWithin(boundsOfStep(stepOfCell(cell)), this.figures);
  }

  /** Is every rating of a cell good enough, of which some may be? */
  isRatingSure(cell: Cell): boolean {
    return halfOfCell(cell) / 2 >= this.figures.minRating;
  }

  /** The groups of prices that its products may be in, the cheapest first. */
  priceGroups(): number[] {
    const { minMinor, maxMinor } = this.figures;
    return [...new Set(this.cells.map(stepOfCell))].flatMap(groupsOfStep).filter((group) => {
      const bounds = boundsOfGroup(group);
      return bounds.maxMinor >= minMinor && bounds.minMinor <= maxMinor;
    });
  }

  /** Mean ratings that its products may have, in half stars, the best first. */
  halves(): number[] {
    return [...new Set(this.cells.map(halfOfCell))].sort((a, b) => b - a);
  }

  /** Is every price of a group within the bounds? */
  isGroupSure(group: number): boolean {
    return isWithin(boundsOfGroup(group), this.figures);
  }

  /** The same, for the cells alone that `keep` answers true for. */
  only(keep: (cell: Cell) => boolean): Conditions {
    const { texts, categories, figures } = this;
    return new Conditions(texts, categories, figures, this.cells.filter(keep));
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
  const wanted = names?.flatMap((name) => categories.get(name) ?? []);
  const figures = { minMinor, maxMinor, minRating };
  return new Conditions(texts, wanted, figures, cellsWithin(figures, inStock));
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

function isWithin(bounds: Bounds, { minMinor, maxMinor }: Figures): boolean {
  return bounds.minMinor >= minMinor && bounds.maxMinor <= maxMinor;
}
