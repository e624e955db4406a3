import { bandOfCell, boundsOfBand, CELLS, type Cell, halfOfCell } from './buckets.ts';
import type { FacetName, Facets } from './searchOptions.ts';

/** How many products pass, by cell and by category. */
export class Tally {
  readonly cells = new Uint32Array(CELLS);
  readonly categories: Uint32Array;

  /** @param categories how many there are. */
  constructor(categories: number) {
    this.categories = new Uint32Array(categories);
  }

  get total(): number {
    return this.cells.reduce((sum, count) => sum + count, 0);
  }

  add(category: number, cell: Cell, count = 1): void {
    this.cells[cell] = (this.cells[cell] as number) + count;
    this.categories[category] = (this.categories[category] as number) + count;
  }

  /** @param names of the categories, by number. */
  facets(wanted: ReadonlySet<FacetName>, names: readonly string[]): Facets {
    return {
      ...(wanted.has('category') && { category: this.#byCategory(names) }),
      ...(wanted.has('price') && { price: this.#byPrice() }),
      ...(wanted.has('rating') && { rating: this.#byRating() }),
    };
  }

  #byCategory(names: readonly string[]): Facets['category'] & object {
    const found: { category: string; count: number }[] = [];
    for (let category = 0; category < names.length; category++) {
      const count = this.categories[category] as number;
      if (count > 0) found.push({ category: names[category] as string, count });
    }
    return found.sort((a, b) => b.count - a.count || (a.category < b.category ? -1 : 1));
  }

  #byPrice(): Facets['price'] & object {
    const counts = this.#grouped(bandOfCell);
    return [...counts]
      .toSorted(([a], [b]) => a - b)
      .map(([band, count]) => ({ ...boundsOfBand(band), count }));
  }

  #byRating(): Facets['rating'] & object {
    const counts = this.#grouped(halfOfCell);
    return [...counts]
      .toSorted(([a], [b]) => b - a)
      .map(([half, count]) => ({ rating: half / 2, count }));
  }

  #grouped(group: (cell: Cell) => number): Map<number, number> {
    const counts = new Map<number, number>();
    for (let cell = 0; cell < CELLS; cell++) {
      const count = this.cells[cell] as number;
      if (count > 0) counts.set(group(cell), (counts.get(group(cell)) ?? 0) + count);
    }
    return counts;
  }
}
