import { show } from './show.ts';

/** The thrown value as an Error with a message that is not empty. */
export function toError(thrown: unknown): Error {
  if (thrown instanceof Error && thrown.message !== '') return thrown;
  return new Error(`${show(thrown)} was thrown`, { cause: thrown });
}
