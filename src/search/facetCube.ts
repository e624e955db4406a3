import { CELLS, type Cell } from './buckets.ts';
import { type Columns, cellIn, type Facts, factsOf } from './columns.ts';
import { FactLists } from './rowKeyLists.ts';

/**
 * A category with fewer products has no counts of its own: to look at all of its products takes no
 * longer than to add up its cells, and a catalogue of a million tiny categories stays small.
 */
const MIN_COUNTED = 512;

/** How many products there are of each category in each cell. A change takes O(1). */
export class FacetCube {
  /** The rows of each category. */
  readonly lists = new FactLists();
  /** Over all categories. */
  readonly all = new Uint32Array(CELLS);
  readonly #columns: Columns;
  readonly #counts: (Uint32Array | undefined)[] = [];

  constructor(columns: Columns) {
    this.#columns = columns;
  }

  /** The counts by cell; undefined for a small category, whose rows are to be looked at. */
  counts(category: number): Uint32Array | undefined {
    return this.#counts[category];
  }

  /** Takes in a row whose columns are set. */
  add(row: number): void {
    const category = this.#columns.category(row);
    while (category >= this.#counts.length) this.#counts.push(undefined);
    this.#count(category, this.#columns.cell(row), 1);
    this.lists.add(category, row, this.#columns.facts[row] as Facts);
    if (this.lists.size(category) < MIN_COUNTED) return;
    this.#counts[category] ??= this.#countAll(category);
  }

  /** Lets go of a row whose columns are still set. */
  remove(row: number): void {
    const category = this.#columns.category(row);
    this.#count(category, this.#columns.cell(row), -1);
    this.lists.remove(category, row);
    // Half as many, so that one product that comes and goes does not make it count all anew.
    if (this.lists.size(category) < MIN_COUNTED / 2) this.#counts[category] = undefined;
  }

  /** Moves a row into another cell of its category. */
  move(row: number, cell: Cell): void {
    const category = this.#columns.category(row);
    this.#count(category, this.#columns.cell(row), -1);
    this.#count(category, cell, 1);
    const facts = factsOf(category, cell);
    this.#columns.facts[row] = facts;
    this.lists.set(category, row, facts);
  }

  #count(category: number, cell: Cell, change: 1 | -1): void {
    this.all[cell] = (this.all[cell] as number) + change;
    const counts = this.#counts[category];
    if (counts !== undefined) counts[cell] = (counts[cell] as number) + change;
  }

  #countAll(category: number): Uint32Array {
    const counts = new Uint32Array(CELLS);
    for (const facts of this.lists.facts(category)) {
      const cell = cellIn(facts);
      counts[cell] = (counts[cell] as number) + 1;
    }
    return counts;
  }
}
