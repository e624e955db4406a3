import type { AnyMachineSnapshot, StateValue } from 'xstate';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { ActorRecord, StateTimes, StoredTimer } from '../schema/storedActor.ts';
import type { ActorKind } from './actorKind.ts';
import type { ClockJumps } from './clockJumps.ts';
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

type Jumps = Pick<ClockJumps, 'since'>;

/** @param timers what it waits for. @param jumps those of the clock, after which times of facts are still what they were. */
export function scannedLive(
  actor: LiveActor,
  timers: readonly StoredTimer[],
  jumps: Jumps,
): ScannedActor {
  const { kind, name, status, value, context, facts, recordStatus } = actor;
  const age = ageOf(kind, recordStatus?.state?.since, { facts, timers, jumps });
  return { name, status, value, context, ...age };
}

export function scannedRecord(kind: ActorKind, record: ActorRecord, jumps: Jumps): ScannedActor {
  const { name, snapshot, since, history: facts, timers } = record;
  const { status, value, context } = snapshot;
  return { name, status, value, context, ...ageOf(kind, since, { facts, timers, jumps }) };
}

interface KnownTimes {
  readonly facts: readonly RecordedFact[];
  readonly timers: readonly StoredTimer[];
  readonly jumps: Jumps;
}

/** By the record; or else by the last fact of the actor, or by the first timer: it was set in the state. */
function ageOf(
  { ownChart }: ActorKind,
  since: StateTimes | undefined,
  { facts, timers, jumps }: KnownTimes,
): StateAge {
  if (since !== undefined) return { since: latestOf(since), isAtLeast: false };
  const fact = facts.at(-1);
  if (fact !== undefined) {
    // The standard charts emit a fact with each transition; a chart of the user's may emit others.
    return { since: fact.at + jumps.since(fact.seq), isAtLeast: ownChart !== undefined };
  }
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
