import type { ChildProgress } from '../harness/runChild.ts';

/** The contents of a shop at a point. */
export interface Point {
  readonly products: number;
  readonly carts: number;
  readonly orders: number;
}

/** The task of one process. */
export interface PointTask extends Point {
  readonly checkouts: number;
  readonly seed: number;
}

/** The measurements at a point. */
export interface PointResult {
  /** The median of the batches, in wall-clock time. */
  readonly microsecondsPerCheckout: number;
  /** The same in CPU time of all threads of the process. */
  readonly cpuMicrosecondsPerCheckout: number;
  readonly heapBytes: number;
  readonly rssBytes: number;
  /** The checksum: the units missing from the stock, two for each past order and checkout. */
  readonly unitsSold: number;
}

/** Receives the progress of a process. */
export type OnProgress = (progress: ChildProgress) => void;

/** The contents of a point as they are printed. */
export function pointText({ products, carts, orders }: Point): string {
  const number = (count: number) => count.toLocaleString('en-US');
  return `${number(products)} products, ${number(carts)} carts, ${number(orders)} past orders`;
}
