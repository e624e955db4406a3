import type { ActorRecord, StateTimes } from '../schema/storedActor.ts';
import type { ActorKind } from './actorKind.ts';

/**
 * The record of an active actor on the present wall clock.
 *
 * @param clockOffsetMs how far the clock has jumped in all, in milliseconds.
 */
export function rebasedRecord(
  kind: ActorKind,
  record: ActorRecord,
  clockOffsetMs: number,
): ActorRecord {
  const byMs = clockOffsetMs - record.clockOffsetMs;
  if (byMs === 0) return record;
  const context = kind.rebase?.(record.snapshot.context, byMs) ?? record.snapshot.context;
  return {
    ...record,
    snapshot: { ...record.snapshot, context },
    timers: record.timers.map((timer) => ({
      ...timer,
      dueAt: timer.dueAt + byMs,
      since: timer.since === undefined ? undefined : timer.since + byMs,
    })),
    since: movedTimes(record.since, byMs),
    clockOffsetMs,
  };
}

/** When states were entered, on a wall clock that has jumped. */
export function movedTimes(since: StateTimes | undefined, byMs: number): StateTimes | undefined {
  if (since === undefined) return undefined;
  if (typeof since === 'number') return since + byMs;
  return Object.fromEntries(Object.entries(since).map(([path, at]) => [path, at + byMs]));
}
