import type { ChartUpdate, WaitingActor } from '../../watchTypes.ts';
import { isWithin } from '../charts/stateCounts.ts';

export interface LongActor extends WaitingActor {
  readonly chart: string;
}

/** The actors that are in their state the longest, of one chart and state or of all (`null`). */
export function longestActors(
  charts: readonly ChartUpdate[],
  wanted: { readonly chart: string | null; readonly state: string | null },
  most: number,
): LongActor[] {
  return charts
    .filter(({ id }) => wanted.chart === null || id === wanted.chart)
    .flatMap(({ id, longest }) => longest.map((actor) => ({ ...actor, chart: id })))
    .filter(({ state }) => wanted.state === null || isWithin(state, wanted.state))
    .sort((a, b) => a.since - b.since)
    .slice(0, most);
}
