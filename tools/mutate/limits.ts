/** The share of faults that tests have to notice. */
export const MIN_KILL_RATE = 0.95;

/** A test that runs longer than this with a fault hangs; without a fault, all are far quicker. */
export const TEST_TIMEOUT_MS = 60_000;

/** A run of tests that takes longer hangs where the test runner cannot end it, as in an endless loop. */
export const RUN_TIMEOUT_MS = 180_000;

/** The same for the run without a fault, which has many more tests and decides over all others. */
export const BASELINE_TEST_TIMEOUT_MS = 300_000;
export const BASELINE_TIMEOUT_MS = 1_800_000;
