import type { AnyStateMachine, AnyStateNode, StateValue } from 'xstate';
import { activeNodesOf } from '../xstate/internals.ts';
import { pathName } from './graph.ts';
import {
  type DelayedTransition,
  delayedTransitions,
  type Invocation,
  invocations,
} from './waits.ts';

/** Something of one state. */
export type OfState<Member> = Member & {
  /** The path of the state, as in `pathName`. */
  readonly path: string;
};

/** What a chart says about a stored state. */
export interface ActiveStates {
  /** True when the chart has ended in this state. */
  readonly hasEnded: boolean;
  /** The delayed transitions of all active states. */
  readonly delayed: readonly OfState<DelayedTransition>[];
  /** The events of these transitions. */
  readonly delayedEvents: ReadonlySet<string>;
  /** The actors that the active states invoke. */
  readonly invoked: readonly OfState<Invocation>[];
}

/** Worked out once for each state of a chart: a store has a hundred thousand actors in a few states. */
const known = new WeakMap<AnyStateMachine, Map<string, ActiveStates | undefined>>();

/** The states that are active in a state value; undefined if the chart has no such state. */
export function activeStates(
  machine: AnyStateMachine,
  value: StateValue,
): ActiveStates | undefined {
  const states = known.get(machine) ?? new Map<string, ActiveStates | undefined>();
  known.set(machine, states);
  const name = typeof value === 'string' ? value : JSON.stringify(value);
  if (states.has(name)) return states.get(name);
  const found = findStates(machine, value);
  states.set(name, found);
  return found;
}

function findStates(machine: AnyStateMachine, value: StateValue): ActiveStates | undefined {
  type StateConfig = Parameters<AnyStateMachine['resolveState']>[0];
  let snapshot: ReturnType<AnyStateMachine['resolveState']>;
  try {
    snapshot = machine.resolveState({ value, context: {} } as StateConfig);
  } catch {
    return undefined;
  }
  const nodes = activeNodesOf(snapshot);
  const delayed = ofStates(nodes, delayedTransitions);
  return {
    hasEnded: snapshot.status === 'done',
    delayed,
    delayedEvents: new Set(delayed.map(({ event }) => event)),
    invoked: ofStates(nodes, invocations),
  };
}

function ofStates<Member extends object>(
  nodes: readonly AnyStateNode[],
  membersOf: (node: AnyStateNode) => readonly Member[],
): OfState<Member>[] {
  return nodes.flatMap((node) =>
    membersOf(node).map((member) => ({ ...member, path: pathName(node) })),
  );
}
