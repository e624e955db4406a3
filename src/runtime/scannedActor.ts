import type { AnyMachineSnapshot, StateValue } from 'xstate';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { ActorRecord, StateTimes } from '../schema/storedActor.ts';
import type { LiveActor } from './liveActor.ts';

/** An actor as a scan finds it. */
export interface ScannedActor {
  readonly name: string;
  readonly status: AnyMachineSnapshot['status'];
  readonly value: StateValue;
  /** When it has entered its state at the latest, epoch milliseconds; undefined if nothing is known. */
  readonly since: number | undefined;
}

export function scannedLive(actor: LiveActor): ScannedActor {
  const { name, status, value } = actor;
  return { name, status, value, since: sinceOf(actor) };
}

export function scannedRecord({ name, snapshot, since, history }: ActorRecord): ScannedActor {
  const { status, value } = snapshot;
  return { name, status, value, since: latestOf(since) ?? history.at(-1)?.at };
}

/**
 * When an actor in memory has entered its state at the latest, epoch milliseconds: by its record, or else by the last fact
 * that it has emitted.
 */
export function sinceOf({ recordStatus, facts }: LiveActor): number | undefined {
  return latestOf(recordStatus?.state?.since) ?? (facts as readonly RecordedFact[]).at(-1)?.at;
}

function latestOf(since: StateTimes | undefined): number | undefined {
  if (typeof since !== 'object') return since;
  return Object.values(since).reduce((latest, at) => Math.max(latest, at), 0);
}
