/** Bounds of the live page, each with its reason. */

/** Milliseconds between two updates: people see no more, and a busy shop has other work. */
export const UPDATE_MS = 100;

/** Milliseconds between two updates when nothing happens, and between two readings of what costs more. */
export const IDLE_UPDATE_MS = 1000;

/** Viewers at a time: people who look at one shop. */
export const MAX_VIEWERS = 16;

/** Milliseconds in which a viewer has to take an update: then it is gone. */
export const STALLED_MS = 30_000;

/**
 * Of a server: connections, of which some have not become viewers, how long a client may take to send a request and to take
 * the answer, and how many requests are answered: a page that is loaded asks for three things, and then for few.
 */
export const SERVER_BOUNDS = {
  maxConnections: 64,
  requestTimeoutMs: 5_000,
  idleTimeoutMs: STALLED_MS,
  requestEveryMs: 5,
  requestBurst: 32,
} as const;

/** The share of its time that a shop spends on updates, 0 to 1: when they take long, there are fewer. */
export const UPDATE_SHARE = 0.1;

/** The share of its time that a shop spends on questions for stock: a large one has to look through many holds. */
export const STOCK_SHARE = 0.05;

/** Milliseconds from one question for stock to the next, at most. */
export const MAX_STOCK_PAUSE_MS = 10_000;

/** Questions for stock, of different products, that may wait. */
export const MAX_STOCK_QUESTIONS = 32;

/** Milliseconds for which a source is still watched when the last viewer has gone: a page that is loaded again goes on. */
export const LINGER_MS = 10_000;

/** Changes of states in a second, above which the times in states are those of a sample. */
export const BUSY_CHANGES = 2_000;

/** Actors whose time in their state is measured, by chart. Each takes about 100 bytes. */
export const MAX_SAMPLED = 100_000;

/** Milliseconds that looking through the actors of a running shop takes at a time. */
export const SCAN_SLICE_MS = 1;

/** Milliseconds between two slices while the actors of a busy shop are counted: that takes a fortieth of its time. */
export const COUNTING_PAUSE_MS = 40;

/** The share of its time that a shop works, 0 to 1, below which slices follow each other at once. */
export const IDLE_UTILIZATION = 0.5;

/** Milliseconds between two slices when all have been counted: those that wait long are looked for in a two-hundredth. */
export const SCAN_PAUSE_MS = 200;

/** Milliseconds between two scans. */
export const SCAN_CYCLE_MS = 1000;

/** Actors by state that are shown as the longest in it. */
export const MAX_LONGEST = 20;

/** States of a chart of which the longest are looked for. */
export const MAX_WAITING_STATES = 50;

/** States of a chart, and codes of refusals, that are counted one by one: charts of users may have any. */
export const MAX_NAMES = 1000;

/** Dead letters that are shown. */
export const MAX_DEAD = 20;

/** Messages of a turn, and steps of a followed actor, that are shown. */
export const MAX_MESSAGES = 100;
export const MAX_PATH = 200;

/** Characters of the context of a followed actor. */
export const MAX_CONTEXT_LENGTH = 16_384;

/** Characters of an id that is asked for: those of the shop have fewer. */
export const MAX_ID_LENGTH = 1_000;

/** Holds of a product that are shown. */
export const MAX_HOLDS = 50;
