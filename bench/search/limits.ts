/** Bounds of the search benchmark, each with its reason. */

/** The default number of products: that of a large shop. */
export const PRODUCTS = 1_000_000;

/** Fewer products cannot fill 200 categories; more do not fit into the memory of most machines. */
export const PRODUCTS_RANGE = { min: 1_000, max: 20_000_000 };

/** The default number of searches of each kind: its 99th percentile rests on 20 searches. */
export const SEARCHES = 2_000;
export const SEARCHES_RANGE = { min: 10, max: 1_000_000 };

/** Longest time for the searches of one kind, in seconds, for peers whose searches are slow. */
export const SECONDS_PER_KIND = 10;

/** The warm-up of compilers and caches, for each kind of search, and its longest time. */
export const WARM_UP_SEARCHES = 300;
export const WARM_UP_SECONDS = 3;

/** Searches of each kind whose answers are compared with those of the naive variant. */
export const COMPARED = 250;

/** The share of them that must be comparable: the others match only with a typo corrected. */
export const COMPARED_SHARE = 0.8;

/** Products on a page. */
export const PAGE_SIZE = 20;

/** Most changes of each kind, and changes per product where that is fewer. */
export const CHANGES = 1_000_000;
export const CHANGES_PER_PRODUCT = 4;

/** The same for changes of words, which cost more. */
export const RENAMES = 200_000;
export const RENAMES_PER_PRODUCT = 1;

/** Longest time for price changes, in seconds, for peers whose changes are slow. */
export const CHANGE_SECONDS = 5;

/** Price changes between two readings of the clock. */
export const CHANGES_AT_ONCE = 100;

/** Changes between two searches, where both are measured together. */
export const CHANGES_PER_SEARCH = 100;

/** Products that are added between two progress updates. */
export const PROGRESS_STEP = 20_000;

/** Garbage collections before memory is measured: one may release objects for the next one. */
export const COLLECTIONS = 4;

/** The pause between two of them, in milliseconds, for timers and finalizers. */
export const COLLECTION_PAUSE_MS = 20;

/** Longest time of one process, in milliseconds: ten million products in the slowest peer. */
export const TIMEOUT_MS = 6 * 60 * 60 * 1000;

/** The part of the machine's memory that the heap of one process may grow to. */
export const HEAP_SHARE = 0.75;

export const MAX_ROUNDS = 20;

/** Longest search that is recorded, in nanoseconds: an hour. */
export const MAX_NANOSECONDS = 3.6e12;

/** Different words of the catalogue: as in large shops, not counting codes of models. */
export const VOCABULARY = 40_000;

/** The exponent of Zipf's law, for the frequencies of words and the sizes of categories. */
export const ZIPF_EXPONENT = 1;

/**
 * The shift of Mandelbrot's law for words: with it the most frequent ones occur in 9, 8, 7 ... % of all
 * names, as `set`, `pink` and `blue` do in those of a real retailer (Chen: Online Retail, UCI, 2015).
 */
export const WORD_SHIFT = 6;

export const CATEGORIES = 200;

/** Above this a shop with its carts and orders would not fit into memory beside the catalogue. */
export const MAX_SHOP_PRODUCTS = 2_000_000;

/** Checkouts beside searches: their default time, and their rates. */
export const SHOP_SECONDS = 20;
export const SHOP_SECONDS_RANGE = { min: 1, max: 600 };
export const CHECKOUTS_PER_SECOND = 500;
export const SEARCHES_PER_SECOND = 50;

/** Their default warm-up, in seconds, which is not measured: by its end the code is compiled. */
export const SHOP_WARM_UP_SECONDS = 3;
export const SHOP_WARM_UP_RANGE = { min: 0.1, max: 600 };

/** Longest time after the end for the requests that were due by then, in milliseconds. */
export const SHOP_OVERTIME_MS = 30_000;

/** Users who check out in turn: enough that each has its answer long before its next turn. */
export const SHOP_USERS = 10_000;

/** Units of each product that is not sold out. */
export const SHOP_STOCK = 1_000;

/** Products that are added to the shop together. */
export const SHOP_GROUP = 1_000;
