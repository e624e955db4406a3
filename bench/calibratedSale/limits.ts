/** Bounds of the calibrated sale, each with its reason. */

/**
 * The share of what the machine can do that the sale asks of it: the rest is for bursts, since arrivals
 * are random, and for what else runs on the machine.
 */
export const LOAD_SHARE = 0.7;

/** The default length of the sale, in seconds: a first look. */
export const SECONDS = 10;

/** The rate at which the cost of a checkout is measured: a slow machine, too, gets through some seconds. */
export const CALIBRATION_TPS = 2000;

/** Most users and products while it is measured: loading more would take longer than measuring. */
export const MAX_IDS = 20_000;

/** Virtual time before the measurement, in milliseconds: orders of every age are there by its end. */
export const SETTLE_MS = 1500;

/** The wall-clock time that this takes at most, and that of the measurement, in milliseconds. */
export const MAX_SETTLE_WALL_MS = 3000;
export const MEASURED_WALL_MS = 1500;

/** Virtual time between two looks at the wall clock, in milliseconds. */
export const STEP_MS = 50;

/** Virtual time of the measurement at most: a fast machine has a steady figure by then. */
export const MAX_MEASURED_MS = 10_000;

/** Longest time of the calibration, in milliseconds: it takes seconds. */
export const TIMEOUT_MS = 10 * 60 * 1000;
