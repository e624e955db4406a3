import { inspect } from 'node:util';

/** Whatever was thrown, as an Error whose message says something. */
export function toError(thrown: unknown): Error {
  if (thrown instanceof Error && thrown.message !== '') return thrown;
  const shown = inspect(thrown, { depth: 0, customInspect: false });
  return new Error(`${shown.split('\n', 1)[0]} was thrown`, { cause: thrown });
}
