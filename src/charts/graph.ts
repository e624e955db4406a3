import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';

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

/** Parallel and history states make "the" leaf a set: such charts cannot be walked leaf by leaf. */
export function isWalkable(machine: AnyStateMachine): boolean {
  return stateNodes(machine).every(({ type }) => type !== 'parallel' && type !== 'history');
}

/** The leaf that a chart starts in, with the names of the entry actions on the way. */
export function initialEdge(machine: AnyStateMachine): Edge {
  const path = withInitialDescendants([machine.root]);
  return { event: 'xstate.init', actions: namesOf(path.flatMap(entryOf)), target: leafOf(path) };
}

/** Every way out of a leaf, by its own transitions and by those of its ancestors; guards ignored. */
export function edgesFrom(leaf: AnyStateNode): Edge[] {
  // What an inner state always does with an event, its ancestors never get to see.
  const taken = new Set<string>();
  return pathTo(leaf)
    .reverse()
    .flatMap((node) => {
      const transitions = transitionsOf(node).filter(({ eventType }) => !taken.has(eventType));
      for (const { eventType, guard } of transitions) {
        if (guard === undefined) taken.add(eventType);
      }
      return transitions.map((transition) => edgeOf(leaf, transition));
    });
}

function edgeOf(leaf: AnyStateNode, transition: AnyTransitionDefinition): Edge {
  const { eventType, actions } = transition;
  const target = transition.target?.[0];
  if (target === undefined) return { event: eventType, actions: namesOf(actions), target: leaf };
  const depth = depthOf(domainOf(transition, target));
  const exited = pathTo(leaf).slice(depth).reverse();
  const to = withInitialDescendants(pathTo(target));
  return {
    event: eventType,
    actions: namesOf([
      ...exited.flatMap(({ exit }) => exit),
      ...actions,
      ...to.slice(depth).flatMap(entryOf),
    ]),
    target: leafOf(to),
  };
}

export function transitionsOf(node: AnyStateNode): AnyTransitionDefinition[] {
  return [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
}

/** How deep `domain` lies, counted so that the path below it starts at this index. */
function depthOf(domain: AnyStateNode | undefined): number {
  return domain === undefined ? 0 : pathTo(domain).length;
}

/** The innermost state that a transition does not leave (SCXML's transition domain). */
function domainOf(
  { source, reenter }: AnyTransitionDefinition,
  target: AnyStateNode,
): AnyStateNode | undefined {
  const [sourcePath, targetPath] = [pathTo(source), pathTo(target)];
  const staysInside = targetPath.includes(source);
  if (staysInside && !reenter) return source;
  const shared = sourcePath.filter((node) => targetPath.includes(node) && node !== source);
  return shared.filter((node) => node !== target).at(-1);
}

function pathTo(node: AnyStateNode): AnyStateNode[] {
  return node.parent === undefined ? [node] : [...pathTo(node.parent), node];
}

function withInitialDescendants(path: readonly AnyStateNode[]): AnyStateNode[] {
  const next = leafOf(path).initial?.target?.[0];
  return next === undefined ? [...path] : withInitialDescendants([...path, next]);
}

function leafOf(path: readonly AnyStateNode[]): AnyStateNode {
  return path[path.length - 1] as AnyStateNode;
}

function entryOf(node: AnyStateNode): AnyStateNode['entry'] {
  return [...node.entry, ...(node.initial?.actions ?? [])];
}

/** Names of named actions; inline ones have none and are left out. */
export function namesOf(actions: readonly AnyStateNode['entry'][number][]): string[] {
  return actions.flatMap((action) => {
    if (typeof action === 'string') return [action];
    return typeof action === 'function' ? [] : [action.type];
  });
}

/** A state by its path, as it stands in messages: `confirmed.packing`. */
export function nameOf(node: AnyStateNode): string {
  return node.path.join('.');
}
