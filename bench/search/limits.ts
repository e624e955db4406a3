/** Bounds of the search benchmark, each with its reason. */

/** Products when nothing else is said: what large shops have. */
export const PRODUCTS = 1_000_000;

/** Fewer are no catalogue of 200 categories; more outgrow the machines that this runs on. */
export const PRODUCTS_RANGE = { min: 1_000, max: 20_000_000 };

/** Searches of each kind when nothing else is said: so many that 1 % of them is more than a few. */
export const SEARCHES = 2_000;
export const SEARCHES_RANGE = { min: 10, max: 1_000_000 };

/** For peers that take long for a search: at the most so many seconds of each kind. */
export const SECONDS_PER_KIND = 10;

/** Not counted, for compilers and caches: so many of each kind, and not longer than so. */
export const WARM_UP_SEARCHES = 300;
export const WARM_UP_SECONDS = 3;

/** Searches of each kind whose answers are compared with those of the naive way. */
export const COMPARED = 250;

/** Of those at least so many must have been compared: the others needed a typo to be forgiven. */
export const COMPARED_SHARE = 0.8;

/** Products on a page. */
export const PAGE_SIZE = 20;

/** Changes of each kind, or four for each product where there are fewer. */
export const CHANGES = 1_000_000;
export const CHANGES_PER_PRODUCT = 4;

/** Fewer of those that change words, which cost more. */
export const RENAMES = 200_000;
export const RENAMES_PER_PRODUCT = 1;

/** Changes of a price in peers that need longer for each: as many as fit into so many seconds. */
export const CHANGE_SECONDS = 5;

/** Changes between two looks at the clock in that case. */
export const CHANGES_AT_ONCE = 100;

/** Between two searches while changes go on. */
export const CHANGES_PER_SEARCH = 100;

/** Products added between two words about the progress. */
export const PROGRESS_STEP = 20_000;

/** Garbage collections before memory is measured: what one lets go of, the next one takes. */
export const COLLECTIONS = 4;

/** Between two of them, in milliseconds, for timers and finalizers. */
export const COLLECTION_PAUSE_MS = 20;

/** Longest time of one process, in milliseconds: ten million products in the slowest peer. */
export const TIMEOUT_MS = 6 * 60 * 60 * 1000;

/** The part of the machine's memory that the heap of one process may grow to. */
export const HEAP_SHARE = 0.75;

export const MAX_ROUNDS = 20;

/** Longest search that is told apart, in nanoseconds: an hour. */
export const MAX_NANOSECONDS = 3.6e12;

/** Different words of the catalogue: what large shops have, without codes of models. */
export const VOCABULARY = 40_000;

/** Words in everyday use come after Zipf; so do the sizes of categories. */
export const ZIPF_EXPONENT = 1;

/**
 * Words come after Mandelbrot: with this shift the most frequent stand in 9, 8, 7 ... % of all names,
 * as `set`, `pink` and `blue` do in those of a real retailer (Chen: Online Retail, UCI, 2015).
 */
export const WORD_SHIFT = 6;

export const CATEGORIES = 200;

/** Above this the shop with its carts and orders would not fit beside its catalogue. */
export const MAX_SHOP_PRODUCTS = 2_000_000;

/** Checkouts beside searches: seconds when nothing else is said, and what comes in each of them. */
export const SHOP_SECONDS = 20;
export const SHOP_SECONDS_RANGE = { min: 1, max: 600 };
export const CHECKOUTS_PER_SECOND = 500;
export const SEARCHES_PER_SECOND = 50;

/** Not counted before them, in seconds, when nothing else is said: the code is compiled by then. */
export const SHOP_WARM_UP_SECONDS = 3;
export const SHOP_WARM_UP_RANGE = { min: 0.1, max: 600 };

/** After the end, what was due by then has so long to be answered, in milliseconds. */
export const SHOP_OVERTIME_MS = 30_000;

/** Users who check out in turn: so many that each has long been answered when the next turn comes. */
export const SHOP_USERS = 10_000;

/** Units of each product that is in stock. */
export const SHOP_STOCK = 1_000;

/** Products added to the shop at once. */
export const SHOP_GROUP = 1_000;
