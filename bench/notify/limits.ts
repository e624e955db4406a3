/** Bounds of the benchmark of notifications, each with its reason. */

/** The default backlog, in messages: what a shop with a million orders a day has after six hours without mail. */
export const MESSAGES = 1_000_000;

/** The smaller backlog has a tenth of them, of four messages each; more than ten million do not fit on most disks. */
export const MESSAGES_RANGE = { min: 40, max: 10_000_000 };

/** The backlog that the heap is compared with is this many times smaller. */
export const SMALLER_BY = 10;

/** Messages of one order of a backlog: it was placed, confirmed, shipped and delivered. */
export const MESSAGES_PER_ORDER = 4;

/** Users with an email address. A shop has fewer customers than orders, and each has one cart at a time. */
export const USERS = 10_000;

/** Products that are sold: their number is no goal of this benchmark. */
export const PRODUCTS = 1_000;

/** Units of each product: more than any run sells. */
export const STOCK = 100_000_000;

/** The interval of samples while a backlog is delivered, in milliseconds: the curve of 1,000,000 has some hundred points. */
export const SAMPLE_MS = 250;

/** The most points of a curve that are written: more cannot be told apart in a plot. */
export const MAX_POINTS = 200;

/** Longest time in which a channel delivers nothing of its backlog, in milliseconds: then the run has failed. */
export const STALLED_MS = 60_000;

/** The default number of runs of each variant with a mail server: their median is not the one that was disturbed. */
export const ROUNDS = 5;
export const ROUNDS_RANGE = { min: 1, max: 100 };

/** The default length of a run beside a mail server that hangs, in seconds of checkouts, and of the warm-up before it. */
export const CHECKOUT_SECONDS = 5;
export const WARM_UP_SHARE = 1 / 3;

/** Longer runs only fill the memory: without a store, the log of facts is there. */
export const CHECKOUT_SECONDS_RANGE = { min: 0.1, max: 60 };

/**
 * How long the email channel waits for the server that hangs, in milliseconds, in place of its default of 15 seconds: a
 * run of some seconds then sees the channel fail, wait, and try again.
 */
export const HANGING_TIMEOUT_MS = 1000;

/** The default length of a run with a healthy mail server, in seconds: a backlog that grows would be seen. */
export const SECONDS = 20;
export const SECONDS_RANGE = { min: 1, max: 3600 };

/** The seconds before them, in which code is compiled and connections are opened. */
export const WARM_UP_SECONDS = 3;

/** The default rate of orders, per second. */
export const RATE = 1000;

/** A user has one cart: with {@link USERS}, a higher rate could have two orders of one user under way. */
export const RATE_RANGE = { min: 1, max: 5000 };

/** Sleep when no order is due, in milliseconds: the shortest that a timer can do. */
export const IDLE_MS = 1;

/** The interval in which messages that are left are waited for, in milliseconds: it costs next to no CPU time. */
export const POLL_MS = 10;

/** Longest time for one run or one filling of a store, in milliseconds: the largest takes hours. */
export const RUN_TIMEOUT_MS = 4 * 60 * 60 * 1000;

/** Longest time for a mail server to start or to answer, in milliseconds. */
export const SERVER_ANSWER_MS = 30_000;

/** What is required: messages of a backlog delivered per second. */
export const MIN_PER_SECOND = 5000;

/** The heap with the whole backlog, as a multiple of that with the smaller one: memory does not grow with it. */
export const MAX_HEAP_RATIO = 1.3;

/**
 * A ratio is noise if its median is within these bounds, or if rounds are on both sides of 1. Throughput of the same
 * program differs by some per cent from run to run, its 99th percentile by more.
 */
export const MIN_THROUGHPUT_RATIO = 0.95;
export const MAX_P99_RATIO = 1.1;

/** A message is in time if it was handed over within this time after its fact, in milliseconds. */
export const IN_TIME_MS = 30_000;
export const MIN_IN_TIME_SHARE = 0.999;

/** The time of a checkout beside notifications, as a multiple of that without them. */
export const MAX_CHECKOUT_RATIO = 1.15;

/** The interval of mails that are sent beside a shop, in milliseconds: how long messages of a shop gather. */
export const MAIL_BATCH_MS = 50;
