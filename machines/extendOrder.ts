import { type AnyStateMachine, createMachine } from 'xstate';
import { orderMachine } from './order.ts';

/** States as in the config of any machine, by name. */
export type OrderStates = NonNullable<AnyStateMachine['config']['states']>;

/**
 * The standard order chart with states of your own: a state with a standard name replaces that
 * state, any other is added. Actions and delays are the standard ones, by name, so that
 * `commitStock` or `releaseStock` resolve the hold; add others with `.provide()`.
 *
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
export function extendOrder(states: OrderStates): AnyStateMachine {
  assertConfig('extendOrder: expected an object of state configs by name', states);
  for (const [name, state] of Object.entries(states)) {
    assertConfig(`extendOrder: expected a state config as '${name}'`, state);
  }
  const { config, implementations } = orderMachine;
  // XState types a chart by its events; here the given states define them.
  const extended = { ...config, states: { ...config.states, ...states } };
  return createMachine(extended as never).provide(implementations as never);
}

function assertConfig(expectation: string, value: unknown): void {
  if (typeof value === 'object' && value !== null) return;
  throw new TypeError(`${expectation}, got ${value === null ? 'null' : typeof value}`);
}
