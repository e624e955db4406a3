import type { RandomSource } from './randomSource.ts';

/** Ids that are unique, but not in the order of their creation. */
export function createIdsFrom(random: RandomSource): () => string {
  let count = 0;
  return () => `${random.integer(36).toString(36)}${++count}`;
}
