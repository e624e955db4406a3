/** Argument of the integrity worker: another process may be writing, so skip the check of pages. */
export const MAY_BE_IN_USE = 'may-be-in-use';
