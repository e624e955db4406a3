import type { StepTally } from '../xstate/host/host.ts';
import type { ActorKind, PassiveState } from './actorKind.ts';
import type { LiveActor } from './liveActor.ts';

/** Counts the actors of an engine by what they do. Its members are called in the middle of turns, and must not throw. */
export interface ActorTally extends StepTally {
  /** A new actor is about to start, in its first state. */
  started(actor: LiveActor): void;
  /** The actor is gone, and so is its record: it has no state that is worth keeping. */
  disposed(actor: LiveActor): void;
  /** An actor goes on that was in quarantine. */
  released(kind: ActorKind, name: string, state: PassiveState): void;
}
