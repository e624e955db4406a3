import type { AnyStateMachine } from 'xstate';
import { pathName, stateNodes } from './graph.ts';
import { delayedTransitions, invocations } from './waits.ts';

/**
 * What a store remembers of the chart that wrote it: enough to see which of its promises the chart of a
 * later deployment breaks.
 */
export interface ChartOutline {
  /** The id of the chart, with which the names of its states and timers begin. */
  readonly id: string;
  /** By the path of each state; that of the root is empty. */
  readonly states: Readonly<Record<string, StateOutline>>;
  /** The types of events, and their patterns, that some state accepts. */
  readonly events: readonly string[];
}

export interface StateOutline {
  /** The delays of its delayed transitions, as they stand in the chart. */
  readonly delays: readonly string[];
  /** The ids of the actors that it invokes. */
  readonly invokes: readonly string[];
  /** True when the chart ends when it enters this state. */
  readonly isFinal: boolean;
}

const known = new WeakMap<AnyStateMachine, ChartOutline>();

/** The outline of a chart. */
export function chartOutline(machine: AnyStateMachine): ChartOutline {
  const outline = known.get(machine) ?? makeOutline(machine);
  known.set(machine, outline);
  return outline;
}

function makeOutline(machine: AnyStateMachine): ChartOutline {
  const nodes = stateNodes(machine);
  const states: Record<string, StateOutline> = {};
  for (const node of nodes) {
    states[pathName(node)] = {
      delays: delayedTransitions(node).map(({ delay }) => delay),
      invokes: invocations(node).map(({ id }) => id),
      isFinal: node.type === 'final' && node.parent === machine.root,
    };
  }
  const events = new Set(nodes.flatMap((node) => [...node.transitions.keys()]));
  return {
    id: machine.id,
    states,
    events: [...events].filter((type) => !type.startsWith('xstate.')),
  };
}
