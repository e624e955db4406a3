/** Bounds of a crash run, each with its reason. */

/** Few enough that most products are mostly sold out, and carts compete for the same units. */
export const PRODUCTS = 6;

/** Enough that every group commit contains turns of several shoppers. */
export const SHOPPERS = 16;

/** Units of each product at the start. */
export const FIRST_STOCK = 40;

/** Short enough that carts and orders expire while a process works, and between two processes. */
export const CART_EXPIRY_MS = 150;
export const PAYMENT_TIMEOUT_MS = 250;

/** Longest pause of a shopper between two commands: short, so that each process gets much done. */
export const MAX_THINK_MS = 6;

/** Bytes of a segment and between two checkpoints: the least, so that many kills come while one is written. */
export const LOG_BYTES = 64 * 1024;

/** Latest kill while a store is created or opened, after its process was ready: about its duration. */
export const MAX_OPENING_MS = 180;

/** Latest kill at work, after the shop was open. */
export const MAX_WORK_MS = 700;

/** A process that has not opened its shop by then never will. */
export const OPENING_TIMEOUT_MS = 60_000;

/** Problems reported of one check: the first ones say what went wrong. */
export const MAX_REPORTED_PROBLEMS = 12;

/** Answered idempotency keys that are retried after a kill. */
export const MAX_RETRIED_KEYS = 40;

/** `RUNS_SCALE` of the simulation tests in a soak, for 51,000 runs: minutes instead of seconds. */
export const SIMULATION_SCALE = '170';
