/*
 * What the integrity worker and the process that starts it have agreed on. The worker's program is bundled:
 * it imports nothing from that process.
 */

/** Argument of the integrity worker: another process may be writing, so skip the check of pages. */
export const MAY_BE_IN_USE = 'may-be-in-use';

/** Argument of the integrity worker: only look whether another process is writing. */
export const WRITER_ONLY = 'writer-only';

/** Exit code of the integrity worker: its process id is in use, in another PID namespace. */
export const HAS_NAMESAKE = 3;
