import type { StateValue } from 'xstate';
import type { StateTimes } from '../../schema/storedActor.ts';

/** A state of an actor, and since when it has been in it. */
export interface TimedState {
  readonly value: StateValue;
  readonly since: StateTimes | undefined;
}

/**
 * When the active states of an actor were entered, after a turn.
 *
 * @param before the actor after its last turn; undefined for a new one. A state that is active before and after
 * has not been left, unless a transition went from it to itself.
 * @param at the time of the turn.
 * @returns undefined if nothing is known.
 */
export function stateTimes(
  before: TimedState | undefined,
  value: StateValue,
  at: number,
): StateTimes | undefined {
  if (before === undefined) return at;
  if (value === before.value) return before.since;
  if (typeof value === 'string') return at;
  const paths = pathsOf(value);
  const pathsBefore = new Set(pathsOf(before.value));
  const times: Record<string, number> = {};
  for (const path of paths) {
    const time = pathsBefore.has(path) ? timeOf(before.since, path) : at;
    if (time !== undefined) times[path] = time;
  }
  const known = new Set(Object.values(times));
  if (known.size === 0) return undefined;
  const isOneTime = known.size === 1 && Object.keys(times).length === paths.length;
  return isOneTime ? Object.values(times)[0] : times;
}

/** When the state with this path was entered; undefined if that is not known. */
export function timeOf(since: StateTimes | undefined, path: string): number | undefined {
  // Of the root state, which is entered when the actor starts, no time is stored.
  if (path === '') return undefined;
  if (typeof since !== 'object') return since;
  return Object.hasOwn(since, path) ? since[path] : undefined;
}

/** The paths of all states in a state value, except that of the root. */
function pathsOf(value: StateValue, parent = ''): string[] {
  if (typeof value === 'string') return [`${parent}${value}`];
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = `${parent}${key}`;
    return inner === undefined ? [path] : [path, ...pathsOf(inner, `${path}.`)];
  });
}
