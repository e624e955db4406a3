/** Bounds of the admission that are no options, each with its reason. */

/** The cost of a command before any has been measured, in milliseconds: that of compiled code. */
export const PRESUMED_COST_MS = 0.01;

/** The mean cost of a command follows what commands have cost in about this time, in milliseconds. */
export const REMEMBERED_MS = 50;

/** The commands of a slice count as at most this many mean ones: a garbage collection is none of their own cost. */
export const MAX_COST_RATIO = 4;

/** The weight of one turn of the event loop in how much longer commands take than their own cost. */
export const SLOWDOWN_WEIGHT = 1 / 16;

/** A pause of the whole process, such as a breakpoint, says nothing about the turns after it. */
export const MAX_SLOWDOWN = 100;

/** Up to this share of `shedAboveMs` a wait is short: a queue that is never that short stands. */
export const LOW_SHARE = 0.02;

/** The share of `shedAboveMs` up to which commands are admitted while the queue stands. */
export const STANDING_SHARE = 0.1;

/**
 * While refused clients are expected back, others are admitted up to this share of the limit: the rest is for
 * those who come back.
 */
export const SHARE_OF_NEW = 0.8;

/**
 * Commands of its class that a client who comes back gives: it fills a cart. More than most do, so that all who are asked to
 * come back can be served; what they leave goes to others.
 */
export const COMMANDS_OF_CLIENT = 4;

/**
 * Clients who were asked to come back are admitted up to this many times the wait up to which others are, and those who
 * have been admitted lately up to still more of it, at most `shedAboveMs`: what has been begun comes to its end.
 */
export const SHARE_OF_EXPECTED = 2;
export const SHARE_OF_ADMITTED = 8;

/** A client who is asked to come back later than that is not noted, in milliseconds: few wait that long. */
export const NOTED_UP_TO_MS = 60 * 1000;

/** The clock is read for one call of these and one more, while commands wait: a bit mask. */
export const READ_EVERY = 7;

/** The longest time after which a refused client is asked to come back, in milliseconds. */
export const MAX_RETRY_AFTER_MS = 5 * 60 * 1000;

/** Added to the time after which a client is asked to come back, as a share of it, and in milliseconds. */
export const JITTER_SHARE = 0.1;
export const MIN_JITTER_MS = 10;

/** How long after its time a client that comes back is still expected, in milliseconds: networks are slow. */
export const RETURN_GRACE_MS = 5000;

/** Clients that are expected, at most: 12 bytes each. Further ones are not noted. */
export const MAX_EXPECTED = 2 ** 16;

/** Places in which one client may be noted: further ones find them taken. */
export const EXPECTED_WAYS = 4;

/** Users without a waiting command who are remembered, beside as many as there are with one: they go all at once. */
export const SPARE_USERS = 4096;

/** A class of commands counts as refused for this time after a refusal, in milliseconds: the health looks once a second. */
export const REFUSED_LATELY_MS = 1000;
