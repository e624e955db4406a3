import type { ShopState } from './shopState.ts';

/**
 * What was true after a batch was committed, and must be true again when that batch was the last
 * durable one before a crash.
 */
export interface Checkpoint {
  /** Undefined if the shop was being opened. */
  readonly state: ShopState | undefined;
  /** The time of the shop, epoch milliseconds. */
  readonly at: number;
  /** The number of the last fact. */
  readonly lastFact: number;
  /** The number of the last fact that was kept longest and has been evicted. */
  readonly lowWatermark: number;
  /** The numbers of the facts that have not been evicted. */
  readonly kept: ReadonlySet<number>;
  /** The number of the last fact that each consumer has acknowledged. */
  readonly positions: ReadonlyMap<string, number>;
  /** Units of each product that were ever received, by SKU. */
  readonly received: ReadonlyMap<string, number>;
}
