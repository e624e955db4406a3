import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { assertMachine } from './assertMachine.ts';
import { stateElementId, transitionElementId } from './elementIds.ts';
import { actionNames, stateNodes, transitionsOf } from './graph.ts';
import { historyTargets } from './historyTargets.ts';
import { invocationName, transitionLabel, triggerLabel } from './transitionLabel.ts';
import { invocations } from './waits.ts';

/** Keys from the outermost state to this one; that of the root is empty. */
export type StatePath = readonly string[];

/** What a drawing shows of a chart, as plain data. */
export interface ChartDescription {
  /** The id of the chart. */
  readonly id: string;
  /** The root first, in document order. */
  readonly states: readonly StateDescription[];
  /** State by state, in the order in which XState looks for one that fits. */
  readonly transitions: readonly TransitionDescription[];
}

/** One state of a chart. */
export interface StateDescription {
  /** Where it is in the chart. */
  readonly path: StatePath;
  /** The key of the state; of the root, the id of the chart. */
  readonly name: string;
  /** What kind of state it is, as SCXML has them. */
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  /** What the chart says of it; undefined if it says nothing. */
  readonly description: string | undefined;
  /** The child in which a compound state starts. */
  readonly initial:
    | {
        /** The child. */
        readonly target: StatePath;
        /** Names of the actions that run when the state is entered this way. */
        readonly actions: readonly string[];
      }
    | undefined;
  /** Names of the actions; inline ones have none and are left out. So are those of `exit` and of transitions. */
  readonly entry: readonly string[];
  /** Names of the actions that run when it is left. */
  readonly exit: readonly string[];
  /** Names of the actors that it invokes. */
  readonly invokes: readonly string[];
  /** What a history state remembers, and where it leads while there is no history; empty for the initial state. */
  readonly history:
    | {
        /** `deep` remembers the states inside, too. */
        readonly depth: 'shallow' | 'deep';
        /** Where it leads while there is no history. */
        readonly targets: readonly StatePath[];
      }
    | undefined;
  /** The id of its element in the SVG of `toDot`. */
  readonly elementId: string;
}

/** One transition of a chart. */
export interface TransitionDescription {
  /** The state that has it. */
  readonly source: StatePath;
  /** The type of the event, as inspection events of XState have it; '' if there is none. */
  readonly event: string;
  /** Its place among the transitions of this state and this event, from 0 on. */
  readonly index: number;
  /** `event [guard] / actions`. */
  readonly label: string;
  /** `event [guard]`. */
  readonly trigger: string;
  /** Names of the actions that it runs. */
  readonly actions: readonly string[];
  /** Empty when the chart stays where it is. */
  readonly targets: readonly StatePath[];
  /** True when the source is left and entered again although a target lies in it. */
  readonly reenter: boolean;
  /** What the chart says of it; undefined if it says nothing. */
  readonly description: string | undefined;
  /** The id of its element in the SVG of `toDot`. */
  readonly elementId: string;
}

/**
 * Describes a chart for a page that shows it: names, labels, and the ids of the elements of its drawing.
 *
 * @param machine any state machine.
 * @throws TypeError if it is not a state machine.
 *
 * @example
 * const { states, transitions } = describeChart(orderMachine);
 * for (const { source, event, targets } of transitions) console.log(source.join('.'), event, targets);
 */
export function describeChart(machine: AnyStateMachine): ChartDescription {
  assertMachine('machine', machine);
  const nodes = stateNodes(machine);
  return {
    id: machine.id,
    states: nodes.map(describeState),
    transitions: nodes.flatMap(describeTransitions),
  };
}

function describeState(node: AnyStateNode): StateDescription {
  const { path, type, initial, history } = node;
  const first = initial?.target?.[0];
  return {
    path,
    name: path.length === 0 ? node.machine.id : node.key,
    kind: type,
    description: node.description,
    initial:
      first === undefined
        ? undefined
        : { target: first.path, actions: actionNames(initial.actions ?? []) },
    entry: actionNames(node.entry),
    exit: actionNames(node.exit),
    invokes: invocations(node).map((invoked) => invocationName(node, invoked)),
    history:
      type === 'history'
        ? { depth: history || 'shallow', targets: historyTargets(node).map(pathOf) }
        : undefined,
    elementId: stateElementId(path),
  };
}

function describeTransitions(node: AnyStateNode): TransitionDescription[] {
  const counts = new Map<string, number>();
  return transitionsOf(node).map((transition) => {
    const index = counts.get(transition.eventType) ?? 0;
    counts.set(transition.eventType, index + 1);
    return describeTransition(transition, index);
  });
}

function describeTransition(
  transition: AnyTransitionDefinition,
  index: number,
): TransitionDescription {
  const { source, eventType: event, actions, target, reenter, description } = transition;
  return {
    source: source.path,
    event,
    index,
    label: transitionLabel(transition),
    trigger: triggerLabel(transition),
    actions: actionNames(actions),
    targets: (target ?? []).map(pathOf),
    reenter,
    description,
    elementId: transitionElementId(source.path, event, index),
  };
}

function pathOf({ path }: AnyStateNode): StatePath {
  return path;
}
