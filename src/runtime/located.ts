import type { AnyActorRef, AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { ActorRecord } from '../schema/storedActor.ts';
import type { ActorKind, ActorState } from './actorKind.ts';
import type { StoredActor } from './actorRecords.ts';
import { LiveActor } from './liveActor.ts';
import type { QuarantinedActor } from './resume/quarantine.ts';

/** An actor that is not in memory. */
export interface PassivatedActor {
  readonly kind: ActorKind;
  readonly name: string;
  readonly snapshot: AnyMachineSnapshot;
  /** Undefined while its last state is not durable, and for a disposable actor. */
  readonly stored: StoredActor | undefined;
  /** Why it is in quarantine; undefined if it is not. Its snapshot then has only status, value and context. */
  readonly quarantined?: QuarantinedActor;
}

/** An actor, wherever it was found. One in memory is itself: nothing is allocated for a look-up. */
export type Located = LiveActor | PassivatedActor;

export interface WithChildren {
  readonly children?: Readonly<Record<string, AnyActorRef | undefined>>;
}

export function snapshotOf(located: Located): AnyMachineSnapshot {
  return located instanceof LiveActor ? located.getSnapshot() : located.snapshot;
}

/** The state of an actor, without a snapshot if it is in memory. */
export function stateOf(located: Located): ActorState {
  return located instanceof LiveActor ? located : located.snapshot;
}

/** The snapshot that a record was written from, without children. */
export function snapshotOfRecord(
  { machine }: ActorKind,
  { snapshot }: ActorRecord,
): AnyMachineSnapshot {
  type StateConfig = Parameters<AnyStateMachine['resolveState']>[0];
  return machine.resolveState({ ...snapshot, children: {} } as unknown as StateConfig);
}

/** True for an actor in quarantine whose record cannot be read. */
export function isUnreadable(located: Located): boolean {
  if (located instanceof LiveActor || located.quarantined === undefined) return false;
  return located.quarantined.record === undefined;
}

/** The state on a record as it is: its machine may not have it. */
export function unresolvedSnapshot({ snapshot }: ActorRecord): AnyMachineSnapshot {
  return { ...snapshot, children: {} } as unknown as AnyMachineSnapshot;
}

export function hasChildren({ children }: { readonly children?: unknown }): boolean {
  for (const _ in children as object) return true;
  return false;
}
