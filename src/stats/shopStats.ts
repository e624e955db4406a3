import type { CommandClass } from '../admission/commandClass.ts';
import type { ConsumerLag } from '../facts/factPart.ts';
import type { Percentiles } from '../health/slidingHistogram.ts';

/** What goes on in a shop. Times and rates are those of the last ten seconds. */
export interface ShopStats {
  /** Figures of carts. */
  readonly carts: {
    /** Carts that have lines. */
    readonly live: number;
  };
  /** Figures of orders. */
  readonly orders: {
    /** Orders that are not in a final state, except those in quarantine. */
    readonly open: number;
  };
  /** Pending timers of carts and orders. */
  readonly timers: number;
  /** What waits for the store. */
  readonly commits: {
    /** Turns that wait for the store. */
    readonly waiting: number;
    /** How long the oldest of them has waited, in milliseconds; 0 without any. */
    readonly oldestMs: number;
  };
  /** Figures of commands, by their class. */
  readonly commands: {
    /** Commands that wait for their turn, by class. */
    readonly waiting: Readonly<Record<CommandClass, number>>;
    /** Answers per second, by class. */
    readonly perSecond: Readonly<Record<CommandClass, number>>;
    /** Milliseconds from the call to the durable answer, by class. */
    readonly latencyMs: Readonly<Record<CommandClass, Percentiles>>;
    /** Milliseconds from the call to the start of the command, by class. */
    readonly waitMs: Readonly<Record<CommandClass, Percentiles>>;
  };
  /** Every consumer, in the order in which they were made. */
  readonly consumers: readonly ConsumerLag[];
  /** Figures of the search index. */
  readonly search: {
    /** Products in the index. */
    readonly rows: number;
    /** True when it has all products of the store. Until then, a search reads the others first. */
    readonly isReady: boolean;
  };
  /** Memory of the shop and of its process. */
  readonly memory: MemoryStats;
}

/** Memory in bytes. */
export interface MemoryStats {
  /** Of the process: the used part of the JavaScript heap. */
  readonly heapUsed: number;
  /** Of the process: all of its physical memory. */
  readonly rss: number;
  /** Of the process: buffers outside of the JavaScript heap, those of past orders and the search index among them. */
  readonly external: number;
  /** Of this shop, by part: estimates from the number of entries. */
  readonly estimates: MemoryEstimates;
}

/**
 * Estimates in bytes: the number of entries in memory times what one has taken in a measurement. They tell which
 * part is large; long names, descriptions and custom charts take more.
 */
export interface MemoryEstimates {
  /** Registered users. */
  readonly users: number;
  /** Products with their stock, without their rows in the search index. */
  readonly products: number;
  /** Carts that are in memory. */
  readonly carts: number;
  /** Open orders with their holds, and past orders unless they are in a store. */
  readonly orders: number;
  /** Remembered answers of checkouts. */
  readonly idempotencyKeys: number;
  /** Facts that are retained in memory; 0 when they are in a store. */
  readonly facts: number;
  /** Rows of products in the search index. */
  readonly searchIndex: number;
  /** Timers that are set. */
  readonly timers: number;
}
