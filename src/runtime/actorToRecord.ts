import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type {
  RecordedActor,
  RecordedSnapshot,
  StateTimes,
  StoredTimer,
} from '../schema/storedActor.ts';
import type { LiveActor } from './liveActor.ts';

/** An actor as it is recorded at the end of a turn. A class, so that all of them have one shape. */
export class ActorToRecord implements RecordedActor {
  readonly machine: AnyStateMachine;
  readonly name: string;
  readonly snapshot: RecordedSnapshot;
  readonly history: readonly RecordedFact[];
  readonly timers: readonly StoredTimer[];
  since: StateTimes | undefined = undefined;
  clockOffsetMs = 0;

  /** @param snapshot the actor itself if its state does not change before the record is written. */
  constructor(actor: LiveActor, snapshot: RecordedSnapshot, timers: readonly StoredTimer[]) {
    this.machine = actor.kind.machine;
    this.name = actor.name;
    this.snapshot = snapshot;
    this.history = actor.facts;
    this.timers = timers;
  }
}

/** The state that an actor had when it was passivated, which has stopped it since. */
export class LastState {
  readonly actor: LiveActor;
  readonly #status: AnyMachineSnapshot['status'];
  /** Undefined until it is read, if all of it but the status follows from the stopped actor. */
  #snapshot: AnyMachineSnapshot | undefined;

  constructor(actor: LiveActor) {
    this.actor = actor;
    this.#status = actor.status;
    this.#snapshot = actor.configuration === undefined ? actor.getSnapshot() : undefined;
  }

  get snapshot(): AnyMachineSnapshot {
    this.#snapshot ??= { ...this.actor.getSnapshot(), status: this.#status } as AnyMachineSnapshot;
    return this.#snapshot;
  }
}
