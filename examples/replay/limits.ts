/** Bounds of the replay, each with its reason. */

/**
 * A record may run over this many lines. A description with a line break or two fits; beyond it, a
 * quote that was never closed is the likelier reading, and would hide all that follows.
 */
export const MAX_RECORD_LINES = 5;

/** Lines given to the CSV parser at once: its set-up costs as much as some five lines. */
export const BATCH_LINES = 500;

/** Longest id that the engine takes. The engine does not export the bound; a test compares them. */
export const MAX_ID_LENGTH = 256;

/** A product's name is cut here: names are for reading, and the longest real one has 35 letters. */
export const MAX_NAME_LENGTH = 200;

/** How much of a wrong field a report shows. */
export const MAX_SHOWN_LENGTH = 60;
