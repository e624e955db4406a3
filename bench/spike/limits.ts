/** Bounds of the sale with a spike, each with its reason. */

/** The default length of the spike, in seconds: long enough that a backlog that grows would be seen. */
export const SPIKE_SECONDS = 20;

/** The default seconds at the base rate before and after the spike. */
export const BASE_SECONDS = 10;

/** The default rate before and after the spike, as a share of what the machine can do: a shop with room. */
export const BASE_RATE = '0.7C';

/** The largest share of the capacity: beyond it, most of a core goes into refusing. */
export const MAX_SHARE = 100;

/** Time for the shop to come back to the latency before the spike, in milliseconds. */
export const RECOVERY_MS = 5000;

/** Lines that a shopper puts into the cart before the checkout. */
export const LINES = 2;

/** How long a shopper is willing to stay away after a refusal, in milliseconds; others leave. */
export const PATIENCE_MS = 3000;

/** Attempts of one shopper at one step: people do not press for ever. */
export const MAX_ATTEMPTS = 3;

/**
 * Shoppers who are there at a time while the capacity is measured: the shop always has work, for about as long as it
 * lets wait under a load that lasts, so that it works on as many carts at a time as in the spike.
 */
export const CLOSED_SHOPPERS = 1000;

/** The time before the capacity is measured, in which code is compiled and orders of every age come up. */
export const SETTLE_MS = 3000;

/** How long the capacity is measured, in milliseconds. */
export const CAPACITY_MS = 4000;

/** Random draws that are made before the run and used again and again: a draw would cost more than a refusal. */
export const DRAWS = 2 ** 16;

/** Shoppers who arrive before the rest of the process has its turn, at most: some milliseconds' worth. */
export const MAX_ARRIVALS_PER_TURN = 5000;

/** The width of a slot in which shoppers come back, and the number of slots: longer than anybody's patience. */
export const RETURN_SLOT_MS = 10;
export const RETURN_SLOTS = 512;

/** The time between two pings of the host, in milliseconds. */
export const PING_EVERY_MS = 10;

/** What is required of the shop. The goodput is a share of the capacity; latencies are milliseconds. */
export const MIN_GOODPUT_SHARE = 0.9;
export const MAX_ADMITTED_P99_MS = 1000;
export const MAX_PING_P99_MS = 50;

/** Back to the latency before means: at most this many times as long, or these milliseconds longer. */
export const RECOVERED_RATIO = 2;
export const RECOVERED_MS = 20;

/** The heap may grow by this for each order that is placed, and by this besides, in bytes. */
export const BYTES_PER_ORDER = 4096;
export const SPARE_HEAP_BYTES = 64 * 2 ** 20;

/** Longest time after the end for orders to come to theirs, in milliseconds. */
export const MAX_DRAIN_MS = 15_000;
