/** Bounds of the sale, each with its reason. */

/** Requests a second that can be asked for, all kinds together: beyond it no timer keeps up. */
export const MAX_REQUESTS_PER_SECOND = 2_000_000;

/** Checkouts a second that can be asked for: some ten times what one core is likely to hold. */
export const MAX_TPS = 500_000;

/** Longest run, in seconds: orders stay in memory, and an hour of them fills any machine. */
export const MAX_SECONDS = 3600;

/** Most users, and most products: the engine is made for a million, and all are held in memory. */
export const MAX_USERS = 5_000_000;
export const MAX_PRODUCTS = 5_000_000;

/** 32 bits of a seed count. */
export const MAX_SEED = 2 ** 32 - 1;

/** How far from 1 the sum of the mix may be: a third written with six digits still adds up. */
export const MIX_TOLERANCE = 1e-5;

/** Not counted at the start, in seconds, when nothing else is said: the code is compiled by then. */
export const WARM_UP_SECONDS = 5;

/** Without a warm-up the first requests would be measured while their code is being compiled. */
export const WARM_UP_RANGE = { min: 0.1, max: 600 };

/**
 * An unpaid order is cancelled, and a cart expires, after so many milliseconds: short enough that
 * both happen within a run.
 */
export const PAYMENT_TIMEOUT_MS = 2500;
export const CART_EXPIRY_MS = 4000;

/**
 * From one step of an order's life to the next, in milliseconds. Always the same, so that what is
 * due next is first in a queue; together they stay well below the payment's timeout.
 */
export const CONFIRM_AFTER_MS = 300;
export const SHIP_AFTER_MS = 300;
export const DELIVER_AFTER_MS = 400;
export const CANCEL_AFTER_MS = 500;

/** What becomes of orders, in shares; all others are delivered. */
export const CANCELLED_UNPAID_SHARE = 0.05;
export const CANCELLED_PAID_SHARE = 0.05;
export const LEFT_UNPAID_SHARE = 0.05;

/**
 * Users who hold a cart that is not full, in seconds of checkouts: with two lines a checkout, a user
 * waits about a second from one line to the next. At most half of all users.
 */
export const FILLING_SECONDS = 2;

/** Users whose cart is full when the sale opens, in seconds of checkouts: nobody has to wait. */
export const READY_SECONDS = 0.2;

/** Products of the flash sale: a handful, which everybody wants at the same time. */
export const HOT_PRODUCTS = 5;

/** Their stock as a share of the units that are asked for: gone in the first quarter of the time. */
export const HOT_STOCK_SHARE = 0.25;

/** Units of every other product: more than any run can sell. */
export const PLENTY = 1_000_000_000;

/** Popularity after Zipf: about 1 is what is seen in shops. */
export const ZIPF_EXPONENT = 1;

/** Share of lines of two units; all others have one. */
export const TWO_UNITS_SHARE = 0.2;

/**
 * Requests issued and not answered, at the most: what is due beyond them is dropped, counts as
 * missed and fails the run. Half a second of requests at 20,000 TPS.
 */
export const MAX_OUTSTANDING = 50_000;

/** Requests issued before timers and I/O get a turn: about a millisecond's worth. */
export const MAX_BURST = 64;

/** How long to sleep when nothing is due, in milliseconds: the least that a timer can. */
export const IDLE_MS = 1;

/** An answer so long after the end of a run, in milliseconds, is still in time. */
export const GRACE_MS = 100;

/** The last request may have been issued so late, in milliseconds: one long garbage collection. */
export const MAX_LAG_AT_END_MS = 100;

/** Share of the rate asked for that has to be held. */
export const MIN_HELD_SHARE = 0.99;

/** After the end, what was due by then is issued for so long, in milliseconds; the rest is missed. */
export const OVERTIME_MS = 1000;

/** After the end, orders have so long to live out their lifecycles, in milliseconds. */
export const MAX_DRAIN_MS = 15_000;

/** Between two looks at the memory, and two updates of the progress, in milliseconds. */
export const TICK_MS = 500;

/** Resolution of the event-loop delay, in milliseconds. */
export const LOOP_RESOLUTION_MS = 5;

/** The run against a shop that does nothing: as long as orders take to come to their end. */
export const NULL_WARM_UP_MS = 1200;
export const NULL_RUN_SECONDS = 1;
