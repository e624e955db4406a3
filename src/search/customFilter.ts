import * as check from '../base/check.ts';
import type { Filter } from './filters.ts';

/**
 * Calls a custom filter.
 *
 * @throws TypeError if it returns a function or a promise, as `inStock` without its brackets and an
 * async function do: every item would pass.
 */
export function passes<Item>(filter: Filter<Item>, item: Item): boolean {
  const answer: unknown = filter(item);
  if (typeof answer === 'function' || answer instanceof Promise) {
    throw check.wrongType(`filter ${filter.name}`, 'true or false for a product', answer);
  }
  return Boolean(answer);
}
