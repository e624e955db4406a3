/** Bounds of what the closed loops share, each with its reason. */

/** How much of what a process writes to stderr is kept for an error message, in characters. */
export const MAX_ERROR_TEXT = 2000;
