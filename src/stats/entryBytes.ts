/**
 * Bytes of memory that one more entry takes, for estimates: measured with 100,000 entries of short texts on
 * Node.js 20, and rounded.
 */

/** A user without a cart. */
export const USER_BYTES = 220;

/** A product at one location, without its row in the search index. */
export const PRODUCT_BYTES = 530;

/** A cart of two lines, without its timer. */
export const CART_BYTES = 550;

/** An open order of two lines with its hold, without its timer. */
export const OPEN_ORDER_BYTES = 980;

/** The row of an order in the table of orders in memory, with its id. */
export const ORDER_ROW_BYTES = 70;

/** A checkout that is remembered under its idempotency key. */
export const IDEMPOTENCY_KEY_BYTES = 400;

/** A fact that is retained in memory, as text. */
export const FACT_BYTES = 220;

/** A product in the search index. */
export const SEARCH_ROW_BYTES = 240;

/** A timer in a ring. */
export const TIMER_BYTES = 24;
