import type { AnyStateMachine, AnyStateNode, StateValue } from 'xstate';
import { activeNodesOf } from '../xstate/internals.ts';

/** What a chart says about a stored state. */
export interface ActiveStates {
  /** The active states, the root among them. */
  readonly nodes: readonly AnyStateNode[];
  /** True when the chart has ended in this state. */
  readonly hasEnded: boolean;
}

/** The states that are active in a state value; undefined if the chart has no such state. */
export function activeStates(
  machine: AnyStateMachine,
  value: StateValue,
): ActiveStates | undefined {
  try {
    type StateConfig = Parameters<AnyStateMachine['resolveState']>[0];
    const snapshot = machine.resolveState({ value, context: {} } as StateConfig);
    return { nodes: activeNodesOf(snapshot), hasEnded: snapshot.status === 'done' };
  } catch {
    return undefined;
  }
}
