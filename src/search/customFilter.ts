import * as check from '../base/check.ts';
import { userCodeReturned, userCodeThrew } from '../base/userCodeError.ts';
import type { Filter } from './filters.ts';

/**
 * Calls a custom filter.
 *
 * @throws UserCodeError if it throws, or if it returns a function or a promise, as `inStock` without its
 * brackets and an async function do: every item would pass.
 */
export function passes<Item>(filter: Filter<Item>, item: Item): boolean {
  let answer: unknown;
  try {
    answer = filter(item);
  } catch (error) {
    throw userCodeThrew('filter', error, nameOf(filter));
  }
  // A rejection of its promise must not end the process.
  if (answer instanceof Promise) answer.catch(() => {});
  if (typeof answer === 'function' || answer instanceof Promise) {
    const fault = check.wrongType(nameOf(filter), 'true or false for a product', answer);
    throw userCodeReturned('filter', fault);
  }
  return Boolean(answer);
}

/** How messages name the filter. */
function nameOf({ name }: { readonly name: string }): string {
  return name === '' ? 'filter' : `filter ${name}`;
}
