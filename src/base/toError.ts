import { inspect } from 'node:util';

/** The thrown value as an Error with a message that is not empty. */
export function toError(thrown: unknown): Error {
  if (thrown instanceof Error && thrown.message !== '') return thrown;
  const shown = inspect(thrown, { depth: 0, customInspect: false });
  return new Error(`${shown.split('\n', 1)[0]} was thrown`, { cause: thrown });
}
