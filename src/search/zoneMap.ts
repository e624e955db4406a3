import { grown } from './grown.ts';
import type { RowFilter, SortIndex } from './sortIndex.ts';
import type { TopK } from './topK.ts';

/** Rows per zone: few enough to be read in a microsecond or two. */
const ZONE_SIZE = 1024;

/**
 * The smallest and the largest value of each zone, which is a range of consecutive rows. Rows are
 * allocated one after another, so values that rise with time mostly follow the order of the zones,
 * and a search for the newest products can skip most zones.
 *
 * A zone's bounds cover all values that it has ever had: they never shrink.
 */
export class ZoneMap {
  #smallest = new Float64Array();
  #largest = new Float64Array();
  /** Every zone below it has been used. */
  #end = 0;

  add(row: number, value: number): void {
    const zone = Math.floor(row / ZONE_SIZE);
    if (zone >= this.#smallest.length) this.#grow(Math.max(16, zone * 2));
    this.#end = Math.max(this.#end, zone + 1);
    this.#smallest[zone] = Math.min(this.#smallest[zone] as number, value);
    this.#largest[zone] = Math.max(this.#largest[zone] as number, value);
  }

  /** The smallest values first. */
  readonly ascending: SortIndex = {
    offerTo: (top, filter) => {
      for (let zone = 0; zone < this.#end; zone++) {
        if (!top.excludes(this.#smallest[zone] as number)) offer(zone, top, filter);
      }
    },
  };

  /** The largest values first. */
  readonly descending: SortIndex = {
    offerTo: (top, filter) => {
      for (let zone = this.#end - 1; zone >= 0; zone--) {
        if (!top.excludes(this.#largest[zone] as number)) offer(zone, top, filter);
      }
    },
  };

  #grow(size: number): void {
    const { POSITIVE_INFINITY: first, NEGATIVE_INFINITY: last } = Number;
    this.#smallest = grown(this.#smallest, new Float64Array(size).fill(first));
    this.#largest = grown(this.#largest, new Float64Array(size).fill(last));
  }
}

function offer(zone: number, top: TopK, filter: RowFilter): void {
  top.offer(filter.filterRange(zone * ZONE_SIZE, (zone + 1) * ZONE_SIZE));
}
