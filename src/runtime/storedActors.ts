import type { AnyMachineSnapshot } from 'xstate';
import type { StoredTimer } from '../schema/actorRecord.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { Change, Store } from '../store/store.ts';
import type { ActorKind } from './actorKind.ts';
import {
  ActorRecords,
  type RecordStatus,
  recordStatusOf,
  type StoredActor,
} from './actorRecords.ts';
import { addressOf, childAddress } from './address.ts';
import type { ClockJumps } from './clockJumps.ts';
import type { LiveActor } from './liveActor.ts';
import {
  hasChildren,
  type PassivatedActor,
  snapshotOfRecord,
  type WithChildren,
} from './located.ts';
import type { PassiveActors, Resumed } from './passiveActors.ts';
import type { Residents } from './residents.ts';
import type { Scheduler } from './scheduler.ts';
import type { Turn } from './turn.ts';

interface Passivating {
  readonly actor: LiveActor;
  /** The snapshot before the actor was stopped. */
  readonly snapshot: AnyMachineSnapshot;
}

export interface StoredActorsOptions {
  readonly store: Store;
  readonly jumps: ClockJumps;
  readonly residents: Residents;
  readonly scheduler: Scheduler;
}

/** The actors of an engine with a durable store: each of them has a record, those in memory, too. */
export class StoredActors implements PassiveActors {
  readonly #residents: Residents;
  readonly #scheduler: Scheduler;
  readonly #records: ActorRecords;
  /** The last snapshots of passivated actors whose records are not durable yet, by address. */
  readonly #passivating = new Map<string, Passivating>();

  constructor({ store, jumps, residents, scheduler }: StoredActorsOptions) {
    this.#residents = residents;
    this.#scheduler = scheduler;
    this.#records = new ActorRecords(store, jumps);
  }

  has(kind: ActorKind, name: string): boolean {
    return this.#records.has(kind, name);
  }

  find(kind: ActorKind, name: string): PassivatedActor | undefined {
    const passivating = this.#passivatingOf(kind, name);
    if (passivating !== undefined) {
      return { kind, name, snapshot: passivating.snapshot, stored: undefined };
    }
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
    return this.#records.find(kind, name)?.record.history;
  }

  *all(kind: ActorKind): Generator<AnyMachineSnapshot> {
    for (const { actor, snapshot } of this.#passivating.values()) {
      if (actor.kind === kind) yield snapshot;
    }
    for (const { name, record } of this.#records.all(kind)) {
      const isInMemory =
        this.#residents.live(kind, name) !== undefined ||
        this.#passivatingOf(kind, name) !== undefined;
      if (!isInMemory) yield snapshotOfRecord(kind, record);
    }
  }

  *resume(): Generator<Resumed> {
    for (const kind of this.#residents.kinds) {
      for (const stored of this.#records.resume(kind)) {
        const { name, record } = stored;
        const changes = stored.isMigrated ? this.#migrated(kind, stored) : [];
        yield { kind, name, record, changes, isParent: hasChildren(record.snapshot) };
      }
    }
  }

  remove(actor: LiveActor): void {
    if (this.#passivating.size > 0) this.#passivating.delete(actor.id);
    const recordStatus = actor.recordStatus ?? { placement: undefined, activeId: 0 };
    actor.recordStatus = recordStatus;
    if (recordStatus.activeId === 0) recordStatus.activeId = this.#records.nextActiveId();
    if (recordStatus.placement === 'active') this.#records.markActive(actor);
  }

  passivateAll({ activated, changes, passivating }: Turn): void {
    for (const actor of activated) {
      const passivated = this.#passivate(actor);
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

  /**
   * Passivates the actor if its kind allows that; its last snapshot can be read until it is
   * confirmed. @returns the changes that write the actor after the turn.
   */
  #passivate(actor: LiveActor): { changes: readonly Change[]; isPassivated: boolean } {
    const { kind, name, id: address, facts: history } = actor;
    // Each actor has got one when it came into memory.
    const owner = { kind, name, recordStatus: actor.recordStatus as RecordStatus };
    const snapshot = actor.getSnapshot();
    const isBusy = actor.hasActiveChildren;
    const staysInMemory = !kind.canPassivate(snapshot) || isBusy;
    const timers = this.#scheduler.timersOf(actor);
    if (isBusy) timers.push(...this.#childTimers(address, snapshot));
    const placement = staysInMemory || timers.length > 0 ? 'active' : 'archived';
    const changes =
      placement === 'archived' && kind.isDisposable(snapshot)
        ? this.#records.erase(owner)
        : this.#records.write(owner, placement, { snapshot, history, timers });
    if (staysInMemory) return { changes, isPassivated: false };
    this.#residents.of(kind).delete(name);
    if (placement === 'active') this.#records.markPassivated(owner);
    if (changes.length > 0) this.#passivating.set(address, { actor, snapshot });
    this.#scheduler.release(actor);
    actor.isPassivated = true;
    if (snapshot.status === 'active') actor.stopNow();
    return { changes, isPassivated: true };
  }

  #migrated(kind: ActorKind, stored: StoredActor & { readonly activeId: number }): Change[] {
    const { record } = stored;
    const contents = { ...record, snapshot: snapshotOfRecord(kind, record) };
    const owner = { kind, name: stored.name, recordStatus: recordStatusOf(stored) };
    return this.#records.write(owner, stored.placement, contents);
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
