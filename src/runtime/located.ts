import type { AnyMachineSnapshot } from 'xstate';
import type { ActorKind } from './actorKind.ts';
import type { StoredActor } from './actorRecords.ts';
import { LiveActor } from './liveActor.ts';

/** An actor that is not in memory. */
export interface PassivatedActor {
  readonly kind: ActorKind;
  readonly name: string;
  readonly snapshot: AnyMachineSnapshot;
  /** Undefined while its last state is not durable, and for a disposable actor. */
  readonly stored: StoredActor | undefined;
}

/** An actor, wherever it was found. One in memory is itself: nothing is allocated for a look-up. */
export type Located = LiveActor | PassivatedActor;

export function snapshotOf(located: Located): AnyMachineSnapshot {
  return located instanceof LiveActor ? located.getSnapshot() : located.snapshot;
}
