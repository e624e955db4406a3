import type { AnyStateMachine, SnapshotFrom, StateValue, ToStateValue } from 'xstate';
import type { OrderEvent, OrderStates, orderMachine } from '../../machines/index.ts';
import type { CHART_TYPES } from './chartTypes.ts';

/**
 * The standard order chart with other states. Its type knows the names of states and events. As of
 * `AnyStateMachine`, it knows nothing of what actions and guards get.
 *
 * @typeParam States the other states.
 */
export interface ExtendedOrder<States extends OrderStates> extends AnyStateMachine {
  /** Types only: no machine has this member. It tells a shop the names of states and events. */
  readonly [CHART_TYPES]: {
    /** The state values of the chart. */
    readonly value: ExtendedValue<States>;
    /** The events that the chart takes. */
    readonly event: OrderEvent | NamedEvent<EventNames<States>>;
  };
  /**
   * Gives implementations to the actions, guards, delays and actors that the chart names.
   *
   * @param implementations by kind and name, as XState takes them.
   */
  provide(...implementations: Parameters<AnyStateMachine['provide']>): ExtendedOrder<States>;
}

type StandardName = SnapshotFrom<typeof orderMachine>['value'];

/** The state value of the chart; any where the names of the states are not known. */
type ExtendedValue<States> = string extends keyof States
  ? StateValue
  : ToStateValue<{ states: Record<Exclude<StandardName, keyof States>, Atomic> & States }>;

type Atomic = Record<never, never>;

/** The events in the states and in those inside them. */
type EventNames<States> = string extends keyof States
  ? string
  : {
      [Name in keyof States]:
        | (States[Name] extends { readonly on: infer On } ? keyof On & string : never)
        | (States[Name] extends { readonly states: infer Inner } ? EventNames<Inner> : never);
    }[keyof States];

/** An event with any members. A descriptor with a wildcard stands for any event. */
type NamedEvent<Name extends string> = Name extends OrderEvent['type'] | ''
  ? never
  : Name extends `${string}*`
    ? { readonly type: string }
    : { readonly type: Name } | { readonly type: Name; readonly [member: string]: unknown };
