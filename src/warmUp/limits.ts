/** Bounds of a warm-up, each with its reason. */

/** Time after which no further round begins, in milliseconds: the whole stays below a second. */
export const BUDGET_MS = 500;

/** Most rounds: on a fast machine V8 has compiled everything by then. */
export const MAX_ROUNDS = 500;

/** The terms of the shop that is thrown away, in milliseconds: the time is simulated. */
export const PAYMENT_TIMEOUT_MS = 1000;
export const CART_EXPIRY_MS = 2000;

/** The most lines of its carts: a round fills one. */
export const MAX_CART_LINES = 2;

/** Rounds of an overload, and the calls of each: thousands of refusals, so that their code is compiled. */
export const OVERLOAD_ROUNDS = 10;
export const OVERLOAD_CALLS = 400;
