/** Bounds of the benchmark of being watched, each with its reason. */

/** Requests that are under way at a time in memory: what one turn of the event loop answers, half a millisecond of work. */
export const CLIENTS = 64;

/** The same where an answer waits for the disk: those that wait share the next commit. */
export const CLIENTS_DURABLE = 1024;

/** The default number of users, each with an order under way: far more than an inspector shows. */
export const USERS = 20_000;

/** No two requests under way are of the same user; more users only make the set-up of each run long. */
export const USERS_RANGE = { min: CLIENTS_DURABLE, max: 1_000_000 };

/** Products that are sold: their number is no goal of this benchmark. */
export const PRODUCTS = 1_000;

/** Units of each product: more than any run sells. */
export const STOCK = 100_000_000;

/** The default number of runs of each variant: their median is not the one that was disturbed. */
export const ROUNDS = 5;
export const ROUNDS_RANGE = { min: 1, max: 100 };

/** The default length of the measured part of a run, in seconds: a page gets a hundred updates, and reads slow figures ten times. */
export const SECONDS = 10;

/** Longer runs only fill the memory with past orders. */
export const SECONDS_RANGE = { min: 0.1, max: 120 };

/** The warm-up of compilers and caches, as a share of the measured part. The viewer is there already. */
export const WARM_UP_SHARE = 1 / 3;

/** The least warm-up, in orders of each user: a variant that is slow, or a busy machine, runs code as warm as the others do. */
export const WARM_UP_ORDERS = 0.5;

/** The interval in which memory is sampled, in milliseconds: reading it takes microseconds. */
export const MEMORY_SAMPLE_MS = 50;

/** Carts and orders that the inspector shows at a time: a screen full of them, or more than a person can tell apart. */
export const FEW_ACTORS = 100;
export const ALL_ACTORS = 10_000;

/** The highest rate of messages that the inspector takes. */
export const HIGHEST_RATE = 100_000;

/** A viewer of an idle shop has received all actors when no message has come for this long, in milliseconds. */
export const QUIET_MS = 300;

/** Longest time for a viewer to start, to receive all actors, or to end, in milliseconds: a browser takes some seconds. */
export const VIEWER_ANSWER_MS = 60_000;

/** Milliseconds in which a new viewer gets its first message. */
export const FIRST_MESSAGE_MS = 10_000;

/** Longest time of one run, in milliseconds: the longest has two minutes of load, and a set-up of a million users. */
export const RUN_TIMEOUT_MS = 60 * 60 * 1000;

/** The least throughput with a page that is served and not viewed: runs of one program differ by as much. */
export const MIN_SERVED_RATIO = 0.95;

/** The least throughput with an open page, and with 100 actors in the inspector, as a share of that without. */
export const MIN_PAGE_RATIO = 0.95;
export const MIN_FEW_ACTORS_RATIO = 0.9;

/** The heap may grow by this for each order, which stays in memory, and by this besides, in bytes, whatever is watched. */
export const BYTES_PER_ORDER = 1024;
export const SPARE_HEAP_BYTES = 64 * 2 ** 20;
