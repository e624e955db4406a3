/** Bounds of the footprint, each with its reason. */

/** The default number of things of each kind: what does not grow with them is below a byte of each. */
export const COUNT = 20_000;

/** An order has two different products; more than a hundred thousand take minutes and gigabytes. */
export const COUNT_RANGE = { min: 2, max: 100_000 };

/** Things of each kind that are made before: code is compiled by then, and is not counted as theirs. */
export const WARM_UP_COUNT = 500;

/**
 * Commands that are under way together, so that a log has them in one group, whose header is below a byte
 * of each. Their number, not the speed of the disk, says what a group is: the bytes are the same in each run.
 */
export const GROUP = 100;

/** The time from one group to the next, in milliseconds. */
export const GROUP_MS = 40;

/**
 * The time from the first thing of one kind to the first of the next, in milliseconds: more than the longest run
 * needs, and so little that no cart expires, no payment is late, and no fact is old enough to be removed.
 */
export const STAGE_MS = 4 * 60 * 1000;

/** The time at which every run begins, in epoch milliseconds: bytes do not depend on the date. */
export const BEGIN_AT = 1_700_000_000_000;

/** Units of each product: more than any run sells. */
export const STOCK = 1000;

/** Different words in the names and descriptions: a catalogue uses the same ones again and again. */
export const WORDS = 5_000;

/** Characters of a description or of the text of a review: words are added up to this length. */
export const TEXT_LENGTH = 60;

/** Characters of the ids of carts and orders: those of nanoid. */
export const ID_LENGTH = 21;

/** Longest time of one process, in milliseconds: the largest takes minutes. */
export const TIMEOUT_MS = 30 * 60 * 1000;
