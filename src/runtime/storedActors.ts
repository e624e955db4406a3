import type { AnyMachineSnapshot, StateValue } from 'xstate';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { StateTimes, StoredTimer } from '../schema/storedActor.ts';
import type { AnyChange, Store } from '../store/store.ts';
import type { ActorKind } from './actorKind.ts';
import { ActorMap } from './actorMap.ts';
import {
  ActorRecords,
  type RecordOwner,
  type RecordStatus,
  type StoredActor,
  withoutRecord,
} from './actorRecords.ts';
import { ActorToRecord, LastState } from './actorToRecord.ts';
import { childAddress } from './address.ts';
import { chartFault } from './chartFault.ts';
import type { ClockJumps } from './clockJumps.ts';
import type { LiveActor } from './liveActor.ts';
import {
  type PassivatedActor,
  snapshotOfRecord,
  unresolvedSnapshot,
  type WithChildren,
} from './located.ts';
import type { MigratedState } from './migration.ts';
import type { PassiveActors, Released, ResumeOptions, Resumption } from './passiveActors.ts';
import type { Residents } from './residents.ts';
import type { Unmatched } from './resume/matchActor.ts';
import { Quarantine, type QuarantinedActor } from './resume/quarantine.ts';
import { forgottenOutline, releaseActor, statusOf } from './resume/releaseActor.ts';
import { resumeActors } from './resume/resumeActors.ts';
import { stateTimes } from './resume/stateTimes.ts';
import { type ScannedActor, scannedLive, scannedRecord } from './scannedActor.ts';
import type { Scheduler } from './scheduler.ts';
import type { Turn } from './turn.ts';

export interface StoredActorsOptions {
  readonly store: Store;
  readonly jumps: ClockJumps;
  readonly residents: Residents;
  readonly scheduler: Scheduler;
  /** Called when an actor is passivated that has no state worth keeping. */
  readonly onDisposed: (actor: LiveActor) => void;
}

/** The actors of an engine with a durable store: each of them has a record, those in memory, too. */
export class StoredActors implements PassiveActors {
  readonly quarantine = new Quarantine();
  readonly #store: Store;
  readonly #residents: Residents;
  readonly #scheduler: Scheduler;
  readonly #jumps: ClockJumps;
  readonly #onDisposed: (actor: LiveActor) => void;
  readonly #records: ActorRecords;
  /** The last states of passivated actors whose records are not durable yet. */
  readonly #passivating = new ActorMap<LastState>();

  constructor({ store, jumps, residents, scheduler, onDisposed }: StoredActorsOptions) {
    this.#store = store;
    this.#residents = residents;
    this.#scheduler = scheduler;
    this.#jumps = jumps;
    this.#onDisposed = onDisposed;
    this.#records = new ActorRecords(store, jumps);
  }

  has(kind: ActorKind, name: string): boolean {
    return this.#records.has(kind, name) || this.quarantine.get(kind, name) !== undefined;
  }

  find(kind: ActorKind, name: string): PassivatedActor | undefined {
    const passivating = this.#passivating.get({ kind, name });
    if (passivating !== undefined) {
      return { kind, name, snapshot: passivating.snapshot, stored: undefined };
    }
    const quarantined = this.quarantine.get(kind, name);
    if (quarantined !== undefined) return inQuarantine(quarantined);
    const stored = this.#records.find(kind, name);
    if (stored === undefined) return undefined;
    return { kind, name, snapshot: snapshotOfRecord(kind, stored.record), stored };
  }

  reread(kind: ActorKind, name: string): StoredActor | undefined {
    return this.#records.find(kind, name);
  }

  activeCount(kind: ActorKind): number {
    return this.#records.passivatedCount(kind);
  }

  *scan(kind: ActorKind, withArchived: boolean): Generator<ScannedActor> {
    const excepted = this.quarantine.activeIds(kind);
    for (const record of this.#records.scan(kind, { excepted, withArchived })) {
      const { name } = record;
      const passivating = this.#passivating.get({ kind, name });
      if (passivating !== undefined)
        yield scannedLive(passivating.actor, record.timers, this.#jumps);
      else if (this.#residents.live(kind, name) === undefined)
        yield scannedRecord(kind, record, this.#jumps);
    }
  }

  scanHandle(): never {
    throw new Error('a durable store has no handles');
  }

  history(kind: ActorKind, name: string): readonly RecordedFact[] | undefined {
    const passivating = this.#passivating.get({ kind, name });
    if (passivating !== undefined) return [...passivating.actor.facts];
    const quarantined = this.quarantine.get(kind, name);
    if (quarantined !== undefined) return quarantined.record?.history ?? [];
    return this.#records.find(kind, name)?.record.history;
  }

  *all(kind: ActorKind): Generator<AnyMachineSnapshot> {
    for (const { snapshot } of this.#passivating.valuesOf(kind)) yield snapshot;
    for (const { kind: its, record } of this.quarantine.values()) {
      if (its === kind && record !== undefined) yield unresolvedSnapshot(record);
    }
    for (const { name, record } of this.#records.all(kind, this.quarantine.activeIds(kind))) {
      const isElsewhere =
        this.#residents.live(kind, name) !== undefined ||
        this.#passivating.get({ kind, name }) !== undefined ||
        this.quarantine.get(kind, name) !== undefined;
      if (!isElsewhere) yield snapshotOfRecord(kind, record);
    }
  }

  resume(options: ResumeOptions): Resumption {
    const { kinds } = this.#residents;
    const resumption = resumeActors({
      ...options,
      kinds,
      records: this.#records,
      store: this.#store,
    });
    for (const actor of resumption.refused) this.quarantine.add(actor);
    return resumption;
  }

  release(actor: QuarantinedActor, state: MigratedState, now: () => number): Released | Unmatched {
    const options = { records: this.#records, store: this.#store, now };
    const released = releaseActor(actor, state, options);
    if (!('problem' in released)) this.quarantine.delete(actor);
    return released;
  }

  discard(actor: QuarantinedActor): readonly AnyChange[] {
    const { kind, name } = actor;
    this.quarantine.delete(actor);
    const changes: AnyChange[] = [];
    this.#records.erase(changes, { kind, name, recordStatus: statusOf(actor) });
    return [...changes, ...forgottenOutline(this.#store, actor)];
  }

  remove(actor: LiveActor): void {
    this.#passivating.delete(actor);
    const recordStatus = actor.recordStatus ?? withoutRecord();
    actor.recordStatus = recordStatus;
    if (recordStatus.activeId === 0) recordStatus.activeId = this.#records.nextActiveId();
    if (recordStatus.placement === 'active') this.#records.markActive(actor);
  }

  passivateAll(turn: Turn): void {
    const { activated } = turn;
    for (let index = 0; index < activated.length; index++) {
      this.#tryToPassivate(activated[index] as LiveActor, turn);
    }
  }

  confirm(actors: readonly LiveActor[]): void {
    for (const actor of actors) {
      // If it was activated and passivated again since, the entry belongs to a newer actor of this name.
      if (this.#passivating.get(actor)?.actor === actor) this.#passivating.delete(actor);
    }
  }

  /** Like `#passivate`. @throws UserCodeError if a custom chart has a state that cannot be kept. */
  #tryToPassivate(actor: LiveActor, turn: Turn): void {
    try {
      this.#passivate(actor, turn);
    } catch (error) {
      const fault = chartFault(actor, error);
      turn.fail(fault, actor);
      throw fault;
    }
  }

  /**
   * Adds the changes that write the actor after the turn, and passivates it if its kind allows that; its last
   * state can be read until it is confirmed.
   */
  #passivate(actor: LiveActor, turn: Turn): void {
    const { at, changes } = turn;
    const { kind, name } = actor;
    // Each actor has got one when it came into memory.
    const owner = actor as LiveActor & RecordOwner;
    const { recordStatus } = owner;
    const isBusy = actor.hasActiveChildren;
    const staysInMemory = !kind.canPassivate(actor) || isBusy;
    const timers = this.#scheduler.timersOf(actor);
    if (isBusy) timers.push(...this.#childTimers(actor.id, actor.snapshot));
    const placement = staysInMemory || timers.length > 0 ? 'active' : 'archived';
    // Nobody can make the log grow with commands that are refused.
    if (staysInMemory && !noteChange(actor, recordStatus, timers)) return;
    const since = noteState(recordStatus, actor.value, at);
    const changesBefore = changes.length;
    if (placement === 'archived' && kind.isDisposable(actor)) {
      this.#records.erase(changes, owner);
      this.#onDisposed(actor);
    } else {
      // A chart of the user's may have more in its context than JSON can hold.
      const isWrittenNow = kind.ownChart !== undefined;
      const isStopped = !staysInMemory && actor.status === 'active';
      const isPlain = actor.configuration !== undefined;
      const snapshot = isPlain && (isWrittenNow || !isStopped) ? actor : actor.getSnapshot();
      const recorded = new ActorToRecord(actor, snapshot, timers);
      if (placement === 'active') recorded.since = since;
      recorded.clockOffsetMs = this.#records.clockOffsetMs(placement);
      this.#records.write(changes, owner, placement, recorded, isWrittenNow);
    }
    if (staysInMemory) return;
    this.#residents.of(kind).delete(name);
    if (placement === 'active') this.#records.markPassivated(owner);
    if (changes.length > changesBefore) {
      this.#passivating.set(actor, new LastState(actor));
      turn.passivate(actor);
    }
    this.#scheduler.release(actor);
    actor.isPassivated = true;
    if (actor.status === 'active') actor.stopNow();
  }

  /** The timers of the actor's children, and of their children. */
  *#childTimers(address: string, { children = {} }: WithChildren): Generator<StoredTimer> {
    for (const id in children) {
      const owner = childAddress(address, id);
      for (const timer of this.#scheduler.timersOf(owner)) yield { ...timer, owner };
      yield* this.#childTimers(owner, children[id]?.getSnapshot() as WithChildren);
    }
  }
}

/**
 * Notes what the record of an actor that stays in memory is made of, beside its state.
 *
 * @returns false if the record says the same already, which is known of the standard charts: they replace their context
 * when they change it, and what they emit is not in their records.
 */
function noteChange(
  { kind, context, configuration, value }: LiveActor,
  recordStatus: RecordStatus,
  timers: readonly StoredTimer[],
): boolean {
  if (kind.ownChart !== undefined || kind.storesHistory || configuration === undefined) return true;
  let dueTimes = timers.length;
  for (const { dueAt } of timers) dueTimes += dueAt;
  const isSame =
    recordStatus.context === context &&
    recordStatus.dueTimes === dueTimes &&
    recordStatus.state?.value === value;
  recordStatus.context = context;
  recordStatus.dueTimes = dueTimes;
  return !isSame;
}

/** Notes the state of an actor after a turn. @returns since when it has been in it. */
function noteState(
  recordStatus: RecordStatus,
  value: StateValue,
  at: number,
): StateTimes | undefined {
  const { state: before } = recordStatus;
  const since = stateTimes(before, value, at);
  if (before?.value !== value || before.since !== since) recordStatus.state = { value, since };
  return since;
}

function inQuarantine(quarantined: QuarantinedActor): PassivatedActor {
  const { kind, name, record } = quarantined;
  const nothing = { status: 'active', value: {}, context: {} } as AnyMachineSnapshot;
  const snapshot = record === undefined ? nothing : unresolvedSnapshot(record);
  return { kind, name, snapshot, stored: undefined, quarantined };
}
