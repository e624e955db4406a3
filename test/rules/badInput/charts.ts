import { type AnyStateMachine, createMachine } from 'xstate';
import { orderMachine } from '../../../machines/index.ts';
import type { ShopOptions } from '../../../src/index.ts';
import { type Stage, stage } from './stage.ts';

/** The states of the standard order chart, from which tests build others. */
export const standard = orderMachine.config.states as unknown as Record<
  'pending' | 'confirmed' | 'shipped' | 'delivered' | 'cancelled',
  { readonly on: Readonly<Record<string, object>>; readonly after: object }
>;

/** The standard order chart with other states and further changes, without implementations. */
export function orderChart(states: object, changes: object = {}): AnyStateMachine {
  return createMachine({
    ...orderMachine.config,
    states: { ...standard, ...states },
    ...changes,
  } as never);
}

/** The standard transition of an event that ends in another state, with its actions. */
export function leadingTo(target: string, transition: object | undefined): object {
  return { ...transition, target };
}

/** A stage whose orders follow the chart. */
export function orderedBy(order: AnyStateMachine, options: ShopOptions = {}): Promise<Stage> {
  return stage({ ...options, machines: { order } });
}
