import { grown } from './columns.ts';
import type { KeptOrder, PassingRows, TopRows } from './topK.ts';

/** Rows of a zone: few enough to be read in a microsecond or two. */
const ZONE_SIZE = 1024;

/**
 * The smallest and the largest figure of each stretch of rows that there has been. Rows are given
 * out one after the other, so figures that rise with time are mostly in the order of the zones, and
 * who looks for the newest products can pass over most of them.
 */
export class Zones {
  #smallest = new Float64Array();
  #largest = new Float64Array();
  /** Zones below it have been used. */
  #end = 0;

  note(row: number, figure: number): void {
    const zone = Math.floor(row / ZONE_SIZE);
    if (zone >= this.#smallest.length) this.#grow(Math.max(16, zone * 2));
    this.#end = Math.max(this.#end, zone + 1);
    this.#smallest[zone] = Math.min(this.#smallest[zone] as number, figure);
    this.#largest[zone] = Math.max(this.#largest[zone] as number, figure);
  }

  /** Rows with the smallest figures first. */
  readonly rising: KeptOrder = {
    offerTo: (top, passing) => {
      for (let zone = 0; zone < this.#end; zone++) {
        if (!top.excludes(this.#smallest[zone] as number)) offer(zone, top, passing);
      }
    },
  };

  /** Rows with the largest figures first. */
  readonly falling: KeptOrder = {
    offerTo: (top, passing) => {
      for (let zone = this.#end - 1; zone >= 0; zone--) {
        if (!top.excludes(this.#largest[zone] as number)) offer(zone, top, passing);
      }
    },
  };

  #grow(size: number): void {
    const { POSITIVE_INFINITY: first, NEGATIVE_INFINITY: last } = Number;
    this.#smallest = grown(this.#smallest, new Float64Array(size).fill(first));
    this.#largest = grown(this.#largest, new Float64Array(size).fill(last));
  }
}

function offer(zone: number, top: TopRows, passing: PassingRows): void {
  top.offer(passing.between(zone * ZONE_SIZE, (zone + 1) * ZONE_SIZE));
}
