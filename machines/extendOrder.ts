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
  const isStates =
    typeof states === 'object' && states !== null && Object.values(states).every(isStateConfig);
  if (!isStates) throw new TypeError('extendOrder: expected an object of state configs by name');
  const { config, implementations } = orderMachine;
  // XState types a chart by its events; here the given states define them.
  const extended = { ...config, states: { ...config.states, ...states } };
  return createMachine(extended as never).provide(implementations as never);
}

function isStateConfig(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
