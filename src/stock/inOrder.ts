import { type Allocation, inOrder as drawInOrder } from '../../machines/index.ts';
import * as check from '../base/check.ts';

/**
 * An allocation strategy: serves orders from the given locations in this order, then from any other.
 *
 * @param locations names, the preferred one first; unknown ones are skipped.
 * @throws TypeError or RangeError if `locations` is not an array of location names.
 *
 * @example
 * const shop = await createShop({ allocation: inOrder(['berlin', 'paris']) });
 */
export function inOrder(locations: readonly string[]): Allocation {
  if (!Array.isArray(locations)) {
    throw check.wrongType('locations', 'an array of location names', locations);
  }
  return drawInOrder(locations.map((name, index) => check.id(`locations[${index}]`, name)));
}
