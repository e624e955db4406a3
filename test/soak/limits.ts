/** What a crash run is made of, each with its reason. */

/** Few enough that most products are sold out most of the time, and carts ask for the same units. */
export const PRODUCTS = 6;

/** Enough that every commit on the disk holds turns of several of them. */
export const SHOPPERS = 16;

/** Units of each product at the start. */
export const FIRST_STOCK = 40;

/** Short enough that carts and orders run out while the child works, and while it is dead. */
export const CART_EXPIRY_MS = 150;
export const PAYMENT_TIMEOUT_MS = 250;

/** A shopper thinks up to so long between two commands. */
export const MAX_THINK_MS = 6;

/** Kills while a store is made or opened come at most so long after its process was ready to. */
export const MAX_OPENING_MS = 180;

/** Kills at work come at most so long after the shop was open. */
export const MAX_WORK_MS = 700;

/** A child that has not opened its shop by then never will. */
export const OPENING_TIMEOUT_MS = 60_000;

/** Differences that are told of one check: the first ones say what went wrong. */
export const MAX_REPORTED_PROBLEMS = 12;

/** Answers of idempotency keys from before this kill that are asked for again. */
export const MAX_RETRIED_KEYS = 40;

/** The `RUNS_SCALE` of the simulation tests in a soak: minutes in place of seconds. */
export const SIMULATION_SCALE = '100';
