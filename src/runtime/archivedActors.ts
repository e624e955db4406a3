import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { actorRecords } from '../schema/actorRecord.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { ActorRecord } from '../schema/storedActor.ts';
import type { AnyChange } from '../store/store.ts';
import type { ActorArchive, ArchivedActor } from './actorArchive.ts';
import type { ActorKind } from './actorKind.ts';
import { chartFault } from './chartFault.ts';
import type { ClockJumps } from './clockJumps.ts';
import type { LiveActor } from './liveActor.ts';
import { type PassivatedActor, snapshotOfRecord } from './located.ts';
import type { PassiveActors, Resumption } from './passiveActors.ts';
import type { Residents } from './residents.ts';
import type { Unmatched } from './resume/matchActor.ts';
import { Quarantine } from './resume/quarantine.ts';
import { type ScannedActor, scannedRecord } from './scannedActor.ts';
import type { Scheduler } from './scheduler.ts';
import { TextArchive } from './textArchive.ts';
import type { Turn } from './turn.ts';

/** An actor as its archive sees it. Its facts are made only for an archive that reads them. */
class ActorToArchive implements ArchivedActor {
  readonly snapshot: LiveActor;

  constructor(actor: LiveActor) {
    this.snapshot = actor;
  }

  get machine(): AnyStateMachine {
    return this.snapshot.kind.machine;
  }

  get name(): string {
    return this.snapshot.name;
  }

  get history(): readonly RecordedFact[] {
    return this.snapshot.facts;
  }

  get notes(): object | undefined {
    return this.snapshot.notes;
  }
}

export interface ArchivedActorsOptions {
  readonly residents: Residents;
  readonly scheduler: Scheduler;
  readonly jumps: ClockJumps;
  /** Called when an actor is passivated that has no state worth keeping. */
  readonly onDisposed: (actor: LiveActor) => void;
}

/** The passivated actors of an engine without a durable store: each is a record in an archive. */
export class ArchivedActors implements PassiveActors {
  readonly #residents: Residents;
  readonly #scheduler: Scheduler;
  readonly #jumps: ClockJumps;
  readonly #onDisposed: (actor: LiveActor) => void;
  readonly #archives = new Map<ActorKind, ActorArchive>();
  readonly quarantine = new Quarantine();

  constructor({ residents, scheduler, jumps, onDisposed }: ArchivedActorsOptions) {
    this.#residents = residents;
    this.#scheduler = scheduler;
    this.#jumps = jumps;
    this.#onDisposed = onDisposed;
  }

  has(): boolean {
    return false;
  }

  find(kind: ActorKind, name: string): PassivatedActor | undefined {
    const record = this.#recordOf(kind, name);
    if (record === undefined) return undefined;
    const snapshot = snapshotOfRecord(kind, record);
    const stored = { name, record, placement: 'archived' } as const;
    return { kind, name, snapshot, stored };
  }

  reread(): undefined {}

  /** An actor that may be activated again by a timer counts as an archived one. */
  activeCount(): number {
    return 0;
  }

  scan(): [] {
    return [];
  }

  scanHandle(kind: ActorKind, handle: number): ScannedActor {
    return scannedRecord(kind, this.#archiveOf(kind).get(handle), this.#jumps);
  }

  history(kind: ActorKind, name: string): readonly RecordedFact[] | undefined {
    return this.#recordOf(kind, name)?.history;
  }

  *all(kind: ActorKind): Generator<AnyMachineSnapshot> {
    for (const resident of this.#residents.of(kind).values()) {
      if (typeof resident === 'object') continue;
      yield snapshotOfRecord(kind, this.#archiveOf(kind).get(resident));
    }
  }

  resume(): Resumption {
    return { unchanged: 0, changed: [], refused: [], outlines: [] };
  }

  /** There is nothing in quarantine that the store of another process has left. */
  release(): Unmatched {
    return { problem: 'is not in quarantine' };
  }

  discard(): readonly AnyChange[] {
    return [];
  }

  remove({ kind, name }: LiveActor): void {
    const handle = this.#residents.of(kind).get(name);
    if (typeof handle === 'number') this.#archiveOf(kind).delete(handle);
  }

  passivateAll({ activated }: Turn): void {
    for (let index = 0; index < activated.length; index++) {
      const actor = activated[index] as LiveActor;
      try {
        if (actor.kind.canPassivate(actor) && !actor.hasActiveChildren) this.#passivate(actor);
      } catch (error) {
        throw chartFault(actor, error);
      }
    }
  }

  confirm(): void {}

  #passivate(actor: LiveActor): void {
    const { kind, name } = actor;
    const residents = this.#residents.of(kind);
    if (!actor.hasTimers && kind.isDisposable(actor)) {
      residents.delete(name);
      this.#onDisposed(actor);
    } else {
      residents.set(name, this.#archiveOf(kind).add(new ActorToArchive(actor)));
    }
    this.#scheduler.release(actor);
    actor.isPassivated = true;
    if (actor.status === 'active') actor.stopNow();
  }

  #recordOf(kind: ActorKind, name: string): ActorRecord | undefined {
    const handle = this.#residents.of(kind).get(name);
    return typeof handle === 'number' ? this.#archiveOf(kind).get(handle) : undefined;
  }

  #archiveOf(kind: ActorKind): ActorArchive {
    let archive = kind.archive ?? this.#archives.get(kind);
    if (archive !== undefined) return archive;
    archive = new TextArchive(kind.records ?? actorRecords(kind.name));
    this.#archives.set(kind, archive);
    return archive;
  }
}
