import type { ChartDescription, StateDescription, StatePath } from '../describeChart.ts';
import { initialName, stateName } from './dotNames.ts';
import { isChild, isSamePath } from './pathRelations.ts';

/** What arrows need to know of the states of a chart. */
export interface Anchors {
  /** True when the state is drawn round others. */
  isGroup(path: StatePath): boolean;
  /** The node at which an arrow to the state ends. */
  head(path: StatePath): string;
  /** The node at which an arrow from the state begins. */
  tail(path: StatePath): string;
}

/**
 * Arrows of Graphviz join nodes, not boxes round them: an arrow to a box is one to a node in it, cut off at the box.
 * It leads to the mark where the state starts, and leaves from the last state, so that the flow goes down.
 */
export function anchorsOf({ states }: ChartDescription): Anchors {
  const childrenOf = (path: StatePath): StateDescription[] =>
    states.filter((state) => isChild(state.path, path));
  const head = (path: StatePath): string => {
    const [first] = childrenOf(path);
    if (first === undefined) return stateName(path);
    const group = states.find((state) => isSamePath(state.path, path));
    return group?.initial === undefined ? head(first.path) : initialName(path);
  };
  const tail = (path: StatePath): string => {
    const last = childrenOf(path).at(-1);
    return last === undefined ? stateName(path) : tail(last.path);
  };
  return { isGroup: (path) => childrenOf(path).length > 0, head, tail };
}
