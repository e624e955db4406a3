import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { matchesDescriptor } from './eventDescriptors.ts';
import { initialSets, pathTo, type TransitionSets, transitionSets } from './transitionSets.ts';

/** One way to leave a leaf state: what happens on it, by name, and where it ends. */
export interface Edge {
  readonly event: string;
  /** Names of the exit, transition and entry actions, in the order in which they run. */
  readonly actions: readonly string[];
  readonly target: AnyStateNode;
}

/** All state nodes of a chart, the root first, in document order. */
export function stateNodes(machine: AnyStateMachine): AnyStateNode[] {
  const collect = (node: AnyStateNode): AnyStateNode[] => [
    node,
    ...Object.values(node.states).flatMap(collect),
  ];
  return collect(machine.root);
}

/** All transitions of one state node, the eventless ones last. */
export function transitionsOf(node: AnyStateNode): AnyTransitionDefinition[] {
  return [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
}

/**
 * True when exactly one leaf of the chart is active at a time, so that the chart can be walked
 * leaf by leaf: it has no parallel and no history states.
 */
export function isWalkable(machine: AnyStateMachine): boolean {
  return stateNodes(machine).every(({ type }) => type !== 'parallel' && type !== 'history');
}

/** The leaf that a chart starts in, with the names of the entry actions on the way. */
export function initialEdge(machine: AnyStateMachine): Edge {
  return edge('xstate.init', initialSets(machine.root), []);
}

/**
 * Every way out of a leaf, by its own transitions and by those of its ancestors. A guard may hold
 * or not; what comes after a transition without a guard is never reached.
 */
export function edgesFrom(leaf: AnyStateNode): Edge[] {
  const found: { readonly transition: AnyTransitionDefinition; readonly edge: Edge }[] = [];
  const takenInside: string[] = [];
  for (const node of pathTo(leaf).reverse()) {
    const takenHere: string[] = [];
    for (const transition of transitionsOf(node)) {
      const { eventType, guard, actions } = transition;
      // Within one state the more specific descriptors come first: only an equal one hides it.
      if (takenHere.includes(eventType)) continue;
      if (takenInside.some((taken) => hides(taken, eventType))) continue;
      const sets = transitionSets(transition, leaf);
      found.push({ transition, edge: edge(eventType, sets, actions) });
      if (guard === undefined) takenHere.push(eventType);
    }
    takenInside.push(...takenHere);
  }
  const isLeftAtOnce = found.some(
    ({ transition: { eventType, guard }, edge: { target } }) =>
      eventType === EVENTLESS && guard === undefined && target !== leaf,
  );
  // A chart does not rest in such a leaf, so that no event finds it there.
  const reached = isLeftAtOnce
    ? found.filter(({ transition }) => transition.eventType === EVENTLESS)
    : found;
  return reached.map((each) => each.edge);
}

const EVENTLESS = '';

/** True when no event of the outer descriptor gets past an inner transition that has no guard. */
function hides(inner: string, outer: string): boolean {
  return inner === outer || (outer !== EVENTLESS && matchesDescriptor(outer, inner));
}

function edge(
  event: string,
  { exited, entered, leaf }: TransitionSets,
  actions: AnyTransitionDefinition['actions'],
): Edge {
  return {
    event,
    actions: actionNames([
      ...exited.flatMap(({ exit }) => exit),
      ...actions,
      ...entered.flatMap((state) => state.actions),
    ]),
    target: leaf,
  };
}

/** Names of named actions; inline ones have none and are left out. */
export function actionNames(actions: readonly AnyStateNode['entry'][number][]): string[] {
  return actions.flatMap((action) => {
    if (typeof action === 'string') return [action];
    return typeof action === 'function' ? [] : [action.type];
  });
}

/** A state by its path, as it stands in messages: `confirmed.packing`. */
export function pathName(node: AnyStateNode): string {
  return node.path.join('.');
}
