import { activeStates } from '../../charts/activeStates.ts';
import type { StoredSnapshot, StoredTimer } from '../../schema/storedActor.ts';
import { stateName } from '../stateName.ts';
import { matchChildren } from './matchChildren.ts';
import { matchHistory } from './matchHistory.ts';
import type { Matching, StoredChart } from './matching.ts';
import { matchTimers } from './matchTimers.ts';

/**
 * Matches a stored state with its chart: the state itself, its timers, its children with theirs, and its
 * history.
 *
 * @param timers those of the actor and of all of its children.
 * @returns the state to go on with. Timers and problems are added to `matching`.
 */
export function matchChart(
  stored: StoredChart,
  timers: readonly StoredTimer[],
  matching: Matching,
): StoredSnapshot {
  const { machine, snapshot, address } = stored;
  const { status, value } = snapshot;
  const states = activeStates(machine, value);
  const state = stateName(value);
  if (states === undefined) {
    matching.problems.push(`is in the state ${state}, which its chart does not have`);
    return snapshot;
  }
  const { hasEnded } = states;
  if (status === 'active' && hasEnded) {
    matching.problems.push(
      `has not ended, but is in the state ${state}, which is final in its chart`,
    );
  }
  if (status === 'done' && !hasEnded) {
    matching.problems.push(`has ended in the state ${state}, which is not final in its chart`);
  }
  if (status !== 'active' || hasEnded) return { ...snapshot, children: {} };
  const chart = { ...stored, states };
  const own = timers.filter(({ owner }) => owner === address);
  matchTimers(chart, own, matching);
  const children = matchChildren(chart, { timers, match: matchChart }, matching);
  return { ...snapshot, children, historyValue: matchHistory(stored, matching) };
}
