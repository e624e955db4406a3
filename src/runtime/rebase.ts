import type { ActorRecord } from '../schema/actorRecord.ts';
import type { ActorKind } from './actorKind.ts';

/**
 * The record of an actor on the present wall clock.
 *
 * @param byMs how far the clock has jumped since the record was written, in milliseconds.
 */
export function rebasedRecord(kind: ActorKind, record: ActorRecord, byMs: number): ActorRecord {
  if (byMs === 0) return record;
  const context = kind.rebase?.(record.snapshot.context, byMs) ?? record.snapshot.context;
  return {
    ...record,
    snapshot: { ...record.snapshot, context },
    timers: record.timers.map((timer) => ({ ...timer, dueAt: timer.dueAt + byMs })),
  };
}
