import * as check from '../base/check.ts';
import type { Filter } from './filters.ts';

/** `inStock` without its brackets, or an async function, would let every product pass. */
export function isPassed<Item>(filter: Filter<Item>, item: Item): boolean {
  const answer: unknown = filter(item);
  if (typeof answer === 'function' || answer instanceof Promise) {
    throw check.wrongType(`filter ${filter.name}`, 'true or false for a product', answer);
  }
  return Boolean(answer);
}
