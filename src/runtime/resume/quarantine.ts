import { UserCodeError } from '../../base/userCodeError.ts';
import type { ActorRecord } from '../../schema/storedActor.ts';
import type { ActorKind } from '../actorKind.ts';
import type { Placement } from '../actorRecords.ts';
import { addressOf } from '../address.ts';
import { rebasedRecord } from '../rebase.ts';

/** A stored actor that a shop cannot go on with. Its record stays as it is. */
export interface QuarantinedActor {
  readonly kind: ActorKind;
  readonly name: string;
  readonly placement: Placement;
  /** Undefined for an archived actor. */
  readonly activeId?: number;
  /** A predicate whose subject is the actor. */
  readonly problem: string;
  readonly cause?: unknown;
  /** Undefined if it cannot be read. */
  readonly record?: ActorRecord;
}

/** The actors of an engine that are in quarantine: nothing is sent to them until they are resolved. */
export class Quarantine {
  readonly #actors = new Map<string, QuarantinedActor>();

  get size(): number {
    return this.#actors.size;
  }

  add(actor: QuarantinedActor): void {
    this.#actors.set(addressOf(actor.kind.name, actor.name), actor);
  }

  get(kind: ActorKind, name: string): QuarantinedActor | undefined {
    return this.#actors.size === 0 ? undefined : this.#actors.get(addressOf(kind.name, name));
  }

  delete({ kind, name }: QuarantinedActor): void {
    this.#actors.delete(addressOf(kind.name, name));
  }

  /** Moves the due times of all records. @param byMs how far the wall clock has jumped. */
  rebase(byMs: number): void {
    for (const actor of [...this.#actors.values()]) {
      const { kind, record, placement } = actor;
      if (record === undefined || placement !== 'active') continue;
      this.add({ ...actor, record: rebasedRecord(kind, record, record.clockOffsetMs + byMs) });
    }
  }

  values(): Iterable<QuarantinedActor> {
    return this.#actors.values();
  }

  /** The keys of the active records that have to be passed over. */
  activeIds(kind: ActorKind): ReadonlySet<number> {
    const ids = new Set<number>();
    for (const actor of this.#actors.values()) {
      if (actor.kind === kind && actor.activeId !== undefined) ids.add(actor.activeId);
    }
    return ids;
  }
}

/** Says what is wrong with an actor, and what to do. */
export function refusalText({ kind, name, problem, record }: QuarantinedActor): string {
  const text = `${kind.name} ${name} ${problem}`;
  return record === undefined ? text : `${text}: the option migrate has to bring it over`;
}

/** The error with which opening fails, unless actors are put in quarantine. */
export function refusalOf(refused: readonly QuarantinedActor[]): Error {
  const [first] = refused as readonly [QuarantinedActor, ...QuarantinedActor[]];
  const others = refused.length === 1 ? '' : ` (the first of ${refused.length} such actors)`;
  const message = `${refusalText(first)}${others}`;
  const { cause } = first;
  return cause instanceof UserCodeError
    ? new UserCodeError(cause.where, message, cause.cause)
    : new Error(message, { cause });
}
