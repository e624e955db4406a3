/** Bounds of the bytes, each with its reason. */

/** The default number of commands in a step: few enough that no step fills the young generation. */
export const COMMANDS = 4000;

/** With fewer, a table that grows meanwhile would count; more would need a collection in a step. */
export const COMMANDS_RANGE = { min: 10, max: 10_000 };

/** The default number of measured rounds. */
export const ROUNDS = 7;
export const ROUNDS_RANGE = { min: 1, max: 100 };

/** The rounds before them: tables have their size by then, and code is compiled. */
export const WARM_UP_ROUNDS = 2;

/** Products of the shop. */
export const PRODUCTS = 20_000;

/** Units of each product: more than any run sells. */
export const STOCK = 100_000_000;

/** The young generation in megabytes: what one step allocates fits, so that nothing is collected in it. */
export const SEMI_SPACE_MEGABYTES = 512;

/** Longest time of a build, in milliseconds. */
export const TIMEOUT_MS = 30 * 60 * 1000;
