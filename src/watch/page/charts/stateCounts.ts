import type { StateFigures, StatePicture } from '../../watchTypes.ts';

/** The leaves that an actor is in at once: the parts of `a.x|b.y`. */
function leavesOf(state: string): string[] {
  return state.split('|');
}

/** True when an actor in `state` is in the state of the path, or in one within it. */
export function isWithin(state: string, path: string): boolean {
  return leavesOf(state).some((leaf) => leaf === path || leaf.startsWith(`${path}.`));
}

export interface StateRow {
  readonly path: string;
  readonly elementId: string;
  readonly isFinal: boolean;
  readonly isLeaf: boolean;
  /** How many states it is in. */
  readonly depth: number;
  readonly now: number;
  readonly medianMs: number | null;
  readonly p99Ms: number | null;
}

/**
 * The states of a chart with their figures. An actor counts for each state that it is in, inner and outer. The times are known
 * of leaves that actors are in for themselves: those of several states at once cannot be taken apart.
 */
export function stateRows(
  states: readonly StatePicture[],
  figures: Readonly<Record<string, StateFigures>>,
): StateRow[] {
  const entries = Object.entries(figures);
  return states.map((state) => {
    const { path, isLeaf } = state;
    const own = entries.filter(([key]) => isWithin(key, path));
    const times = isLeaf && own.length === 1 ? own[0]?.[1] : undefined;
    return {
      ...state,
      depth: path.split('.').length - 1,
      now: own.reduce((sum, [, { now }]) => sum + now, 0),
      medianMs: times?.medianMs ?? null,
      p99Ms: times?.p99Ms ?? null,
    };
  });
}
