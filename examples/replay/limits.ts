/** Bounds of the replay, each with its reason. */

/**
 * Most lines of a record. A description with a line break or two fits. In a longer record a quote is
 * probably not closed, which would hide all lines after it.
 */
export const MAX_RECORD_LINES = 5;

/** Lines that the CSV parser gets at once: its set-up costs as much as some five lines. */
export const BATCH_LINES = 500;

/** Longest id that the engine accepts. The engine does not export this limit; a test compares the two. */
export const MAX_ID_LENGTH = 256;

/** Longest name of a product; a longer one is cut. The longest in the real log has 35 letters. */
export const MAX_NAME_LENGTH = 200;

/** Characters of a wrong field that a report shows. */
export const MAX_SHOWN_LENGTH = 60;
