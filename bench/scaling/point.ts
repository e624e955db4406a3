import type { ChildProgress } from '../harness/runChild.ts';

/** How much of everything there is at a point. */
export interface Point {
  readonly products: number;
  readonly carts: number;
  readonly orders: number;
}

/** What one process has to do. */
export interface PointTask extends Point {
  readonly checkouts: number;
  readonly seed: number;
}

/** What was found at a point. */
export interface PointResult {
  /** The median of the batches, by the clock on the wall. */
  readonly microsecondsPerCheckout: number;
  /** The same by the time that all threads of the process were given a core. */
  readonly cpuMicrosecondsPerCheckout: number;
  readonly heapBytes: number;
  readonly rssBytes: number;
  /** Past orders and checkouts, two units each: the checksum, found missing in the stock. */
  readonly unitsSold: number;
}

/** Gets how far a point is. */
export type OnProgress = (progress: ChildProgress) => void;

/** A point by what grows in it, for people. */
export function pointText({ products, carts, orders }: Point): string {
  const number = (count: number) => count.toLocaleString('en-US');
  return `${number(products)} products, ${number(carts)} carts, ${number(orders)} past orders`;
}
