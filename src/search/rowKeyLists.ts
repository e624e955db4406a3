import { type Facts, grown } from './columns.ts';
import { RowLists } from './rowLists.ts';
import type { KeptOrder } from './topK.ts';

/**
 * Rows by group, with the facts of each row beside it: they stand all over the columns, and to fetch
 * them from there takes ten times as long as all that a search does with them.
 */
export class FactLists {
  readonly #rows = new RowLists();
  /** By group and place in its list. */
  readonly #facts: Uint32Array<ArrayBuffer>[] = [];

  size(group: number): number {
    return this.#rows.size(group);
  }

  /** The rows of a group. To be read until the next change. */
  rows(group: number): Uint32Array {
    return this.#rows.all(group);
  }

  /** The facts of these rows, one for each. To be read until the next change. */
  facts(group: number): Uint32Array {
    return (this.#facts[group] ?? NONE).subarray(0, this.size(group));
  }

  /**
   * Rows of the first of the groups first: of use when these are one behind the other in the order
   * that rows are sorted by.
   */
  inOrder(groups: readonly number[]): KeptOrder {
    return {
      offerTo: (top, passing) => {
        for (const group of groups) {
          if (top.isFull) return;
          if (this.size(group) > 0) top.offer(passing.listed(this.rows(group), this.facts(group)));
        }
      },
    };
  }

  add(group: number, row: number, facts: Facts): void {
    const place = this.#rows.add(group, row);
    while (group >= this.#facts.length) this.#facts.push(NONE);
    let list = this.#facts[group] as Uint32Array<ArrayBuffer>;
    if (place >= list.length) {
      list = grown(list, new Uint32Array(this.#rows.room(group)));
      this.#facts[group] = list;
    }
    list[place] = facts;
  }

  remove(group: number, row: number): void {
    const place = this.#rows.remove(group, row);
    const list = this.#facts[group] as Uint32Array;
    list[place] = list[this.size(group)] as Facts;
  }

  /** The facts of a row of the group have changed. */
  set(group: number, row: number, facts: Facts): void {
    (this.#facts[group] as Uint32Array)[this.#rows.placeOf(row)] = facts;
  }

  move(row: number, { from, to, facts }: { from: number; to: number; facts: Facts }): void {
    if (from === to) {
      this.set(from, row, facts);
    } else {
      this.remove(from, row);
      this.add(to, row, facts);
    }
  }
}

const NONE = new Uint32Array();
