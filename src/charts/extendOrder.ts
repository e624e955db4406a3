import { extendOrder as extend, type OrderStates } from '../../machines/index.ts';
import { wrongType } from '../base/check.ts';
import type { ExtendedOrder } from './extendedOrder.ts';

/**
 * The standard order chart with states of your own: a state with a standard name replaces that
 * state, any other is added. Actions and delays are the standard ones, by name, so that
 * `commitStock` or `releaseStock` resolve the hold; add others with `.provide()`.
 *
 * In TypeScript, a shop knows the names of these states and events: `order.state` and `orders.send` have them.
 *
 * @param states state configs of XState, by name.
 * @throws TypeError if `states` is not an object of state configs.
 *
 * @example
 * const order = extendOrder({
 *   confirmed: { on: { 'order.pack': 'packed' } },
 *   packed: {
 *     on: {
 *       'order.ship': { target: 'shipped', actions: ['noteTracking', 'commitStock', 'tellShipped'] },
 *     },
 *   },
 * });
 */
export function extendOrder<const States extends OrderStates>(
  states: States,
): ExtendedOrder<States> {
  assertConfig('an object of state configs by name', states);
  for (const [name, state] of Object.entries(states)) {
    assertConfig(`a state config as '${name}'`, state);
  }
  return extend(states) as ExtendedOrder<States>;
}

function assertConfig(expected: string, value: unknown): void {
  if (typeof value === 'object' && value !== null) return;
  throw wrongType('extendOrder', expected, value, value === null ? 'null' : typeof value);
}
