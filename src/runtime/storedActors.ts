import type { AnyMachineSnapshot } from 'xstate';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { StoredTimer } from '../schema/storedActor.ts';
import type { AnyChange, Store } from '../store/store.ts';
import type { ActorKind } from './actorKind.ts';
import {
  ActorRecords,
  type RecordStatus,
  type StoredActor,
  withoutRecord,
} from './actorRecords.ts';
import { addressOf, childAddress } from './address.ts';
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
import type { Scheduler } from './scheduler.ts';
import type { Turn } from './turn.ts';

interface Passivating {
  readonly actor: LiveActor;
  /** The snapshot before the actor was stopped. */
  readonly snapshot: AnyMachineSnapshot;
}

interface Passivated {
  readonly changes: readonly AnyChange[];
  readonly isPassivated: boolean;
}

export interface StoredActorsOptions {
  readonly store: Store;
  readonly jumps: ClockJumps;
  readonly residents: Residents;
  readonly scheduler: Scheduler;
}

/** The actors of an engine with a durable store: each of them has a record, those in memory, too. */
export class StoredActors implements PassiveActors {
  readonly quarantine = new Quarantine();
  readonly #store: Store;
  readonly #residents: Residents;
  readonly #scheduler: Scheduler;
  readonly #records: ActorRecords;
  /** The last snapshots of passivated actors whose records are not durable yet, by address. */
  readonly #passivating = new Map<string, Passivating>();

  constructor({ store, jumps, residents, scheduler }: StoredActorsOptions) {
    this.#store = store;
    this.#residents = residents;
    this.#scheduler = scheduler;
    this.#records = new ActorRecords(store, jumps);
  }

  has(kind: ActorKind, name: string): boolean {
    return this.#records.has(kind, name) || this.quarantine.get(kind, name) !== undefined;
  }

  find(kind: ActorKind, name: string): PassivatedActor | undefined {
    const passivating = this.#passivatingOf(kind, name);
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

  history(kind: ActorKind, name: string): readonly RecordedFact[] | undefined {
    const passivating = this.#passivatingOf(kind, name);
    if (passivating !== undefined) return [...passivating.actor.facts];
    const quarantined = this.quarantine.get(kind, name);
    if (quarantined !== undefined) return quarantined.record?.history ?? [];
    return this.#records.find(kind, name)?.record.history;
  }

  *all(kind: ActorKind): Generator<AnyMachineSnapshot> {
    for (const { actor, snapshot } of this.#passivating.values()) {
      if (actor.kind === kind) yield snapshot;
    }
    for (const { kind: its, record } of this.quarantine.values()) {
      if (its === kind && record !== undefined) yield unresolvedSnapshot(record);
    }
    for (const { name, record } of this.#records.all(kind, this.quarantine.activeIds(kind))) {
      const isElsewhere =
        this.#residents.live(kind, name) !== undefined ||
        this.#passivatingOf(kind, name) !== undefined ||
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
    const erased = this.#records.erase({ kind, name, recordStatus: statusOf(actor) });
    return [...erased, ...forgottenOutline(this.#store, actor)];
  }

  remove(actor: LiveActor): void {
    if (this.#passivating.size > 0) this.#passivating.delete(actor.id);
    const recordStatus = actor.recordStatus ?? withoutRecord();
    actor.recordStatus = recordStatus;
    if (recordStatus.activeId === 0) recordStatus.activeId = this.#records.nextActiveId();
    if (recordStatus.placement === 'active') this.#records.markActive(actor);
  }

  passivateAll(turn: Turn): void {
    const { activated, changes, passivating } = turn;
    for (const actor of activated) {
      const passivated = this.#tryToPassivate(actor, turn);
      changes.push(...passivated.changes);
      if (passivated.isPassivated && passivated.changes.length > 0) passivating.push(actor);
    }
  }

  confirm(actors: readonly LiveActor[]): void {
    for (const actor of actors) {
      // If it was activated and passivated again since, the entry belongs to a newer actor of this name.
      if (this.#passivating.get(actor.id)?.actor === actor) this.#passivating.delete(actor.id);
    }
  }

  /** Like `#passivate`. @throws UserCodeError if a custom chart has a state that cannot be kept. */
  #tryToPassivate(actor: LiveActor, turn: Turn): Passivated {
    try {
      return this.#passivate(actor, turn.at);
    } catch (error) {
      const fault = chartFault(actor.kind, error);
      turn.fail(fault, actor);
      throw fault;
    }
  }

  /**
   * Passivates the actor if its kind allows that; its last snapshot can be read until it is
   * confirmed. @returns the changes that write the actor after the turn.
   */
  #passivate(actor: LiveActor, at: number): Passivated {
    const { kind, name, id: address, facts: history } = actor;
    // Each actor has got one when it came into memory.
    const recordStatus = actor.recordStatus as RecordStatus;
    const owner = { kind, name, recordStatus };
    const snapshot = actor.getSnapshot();
    const { value } = snapshot;
    const state = { value, since: stateTimes(recordStatus.state, value, at) };
    recordStatus.state = state;
    const isBusy = actor.hasActiveChildren;
    const staysInMemory = !kind.canPassivate(snapshot) || isBusy;
    const timers = this.#scheduler.timersOf(actor);
    if (isBusy) timers.push(...this.#childTimers(address, snapshot));
    const placement = staysInMemory || timers.length > 0 ? 'active' : 'archived';
    const changes =
      placement === 'archived' && kind.isDisposable(snapshot)
        ? this.#records.erase(owner)
        : this.#records.write(owner, placement, {
            snapshot,
            history,
            timers,
            since: placement === 'active' ? state.since : undefined,
          });
    if (staysInMemory) return { changes, isPassivated: false };
    this.#residents.of(kind).delete(name);
    if (placement === 'active') this.#records.markPassivated(owner);
    if (changes.length > 0) this.#passivating.set(address, { actor, snapshot });
    this.#scheduler.release(actor);
    actor.isPassivated = true;
    if (snapshot.status === 'active') actor.stopNow();
    return { changes, isPassivated: true };
  }

  /** The timers of the actor's children, and of their children. */
  *#childTimers(address: string, { children = {} }: WithChildren): Generator<StoredTimer> {
    for (const id in children) {
      const owner = childAddress(address, id);
      for (const timer of this.#scheduler.timersOf(owner)) yield { ...timer, owner };
      yield* this.#childTimers(owner, children[id]?.getSnapshot() as WithChildren);
    }
  }

  #passivatingOf(kind: ActorKind, name: string): Passivating | undefined {
    return this.#passivating.size === 0
      ? undefined
      : this.#passivating.get(addressOf(kind.name, name));
  }
}

function inQuarantine(quarantined: QuarantinedActor): PassivatedActor {
  const { kind, name, record } = quarantined;
  const nothing = { status: 'active', value: {}, context: {} } as AnyMachineSnapshot;
  const snapshot = record === undefined ? nothing : unresolvedSnapshot(record);
  return { kind, name, snapshot, stored: undefined, quarantined };
}
