import type { AnyMachineSnapshot, StateValue } from 'xstate';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { ActorRecord, StateTimes, StoredTimer } from '../schema/storedActor.ts';
import type { ActorKind } from './actorKind.ts';
import type { LiveActor } from './liveActor.ts';

/** An actor as a scan finds it. */
export interface ScannedActor extends StateAge {
  readonly name: string;
  readonly status: AnyMachineSnapshot['status'];
  readonly value: StateValue;
  readonly context: unknown;
}

/** Since when an actor has been in its state. */
export interface StateAge {
  /** Epoch milliseconds; undefined if nothing is known. */
  readonly since: number | undefined;
  /** True when it may have been in the state before. */
  readonly isAtLeast: boolean;
}

/** @param timers what it waits for. */
export function scannedLive(actor: LiveActor, timers: readonly StoredTimer[]): ScannedActor {
  const { kind, name, status, value, context, facts, recordStatus } = actor;
  return {
    name,
    status,
    value,
    context,
    ...ageOf(kind, recordStatus?.state?.since, { facts, timers }),
  };
}

export function scannedRecord(kind: ActorKind, record: ActorRecord): ScannedActor {
  const { name, snapshot, since, history, timers } = record;
  const { status, value, context } = snapshot;
  return { name, status, value, context, ...ageOf(kind, since, { facts: history, timers }) };
}

/** By the record; or else by the last fact of the actor, or by the first timer: it was set in the state. */
function ageOf(
  { ownChart }: ActorKind,
  since: StateTimes | undefined,
  {
    facts,
    timers,
  }: { readonly facts: readonly RecordedFact[]; readonly timers: readonly StoredTimer[] },
): StateAge {
  if (since !== undefined) return { since: latestOf(since), isAtLeast: false };
  const fact = facts.at(-1);
  // The standard charts emit a fact with each transition; a chart of the user's may emit others.
  if (fact !== undefined) return { since: fact.at, isAtLeast: ownChart !== undefined };
  let first: number | undefined;
  for (const timer of timers) {
    if (timer.since !== undefined) first = Math.min(first ?? timer.since, timer.since);
  }
  return { since: first, isAtLeast: true };
}

function latestOf(since: StateTimes): number | undefined {
  if (typeof since === 'number') return since;
  let latest: number | undefined;
  for (const at of Object.values(since)) latest = Math.max(latest ?? at, at);
  return latest;
}
