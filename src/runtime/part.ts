import type { RecordedFact } from '../schema/recordedFact.ts';
import type { ActorKind } from './actorKind.ts';
import type { ChangedActor, Resumed } from './passiveActors.ts';
import type { Turn, TurnCommand } from './turn.ts';

/**
 * Something that takes part in the turns of an engine: carts, orders, the catalogue, the fact log.
 * A part is constructed with an engine that is not open yet, and passed to {@link Engine.open}. The
 * engine then calls the members below. The list of parts is all that an engine knows of commerce.
 *
 * The members are called in the order of their declaration, each for all parts in the list's order.
 */
export interface Part {
  /** The kinds of actors that the part adds to the engine. */
  readonly kinds?: readonly ActorKind[];

  /**
   * Opening: reads the records that the part always needs in memory. No actor has been restored
   * yet.
   */
  load?(): void;
  /** Opening: called for each actor, of any kind, that was active when the store was last used. */
  restore?(actor: Resumed): void;
  /** Opening: every active actor has been restored. The part starts its services here. */
  start?(): void;
  /** Opening: called for each actor, of any kind, whose record changes, within the turn that writes it. */
  migrated?(actor: ChangedActor): void;
  /** Opening: overdue timers have been fired, and everything that they changed is durable. */
  ready?(): void;

  /**
   * The wall clock has jumped: moves the due times that the part keeps outside of actors. Called between
   * turns. @param byMs how far, in milliseconds; negative if the clock has gone back.
   */
  rebase?(byMs: number): void;

  /**
   * True when the part asks for facts of the type. A fact that neither a part nor an actor's history
   * asks for gets its number, but is not made.
   */
  wantsFact?(type: string): boolean;

  /** At the end of each turn: stages the changes that the turn made outside of actors. */
  beforeCommit?(turn: Turn): void;
  /**
   * The facts of a turn are durable. Called in the order of the turns; must not throw.
   *
   * @param lastSeq the number of the turn's last fact, which may not be among `facts`.
   */
  afterCommit?(facts: readonly RecordedFact[], lastSeq: number): void;

  /** A command is answered: its turn is durable. Called after `afterCommit`; must not throw. */
  answered?(command: TurnCommand): void;

  /** One sentence for each problem found. Takes time proportional to the size of the part's data. */
  audit?(): Iterable<string>;

  /**
   * The engine is being closed: the part finishes what it has under way, in turns if need be. Commands are refused
   * already.
   *
   * @returns undefined if nothing is; otherwise a promise, which must not reject and has to resolve in a limited time.
   */
  drain?(): Promise<void> | undefined;
  /** The engine takes no more turns: it is being closed or has failed. */
  stop?(): void;
}

/** The parts of an engine. Selects once the parts that have hooks for each turn. */
export class PartList {
  readonly #parts: readonly Part[];
  readonly #wantsFact: readonly Part[];
  readonly #beforeCommit: readonly Part[];
  readonly #afterCommit: readonly Part[];
  readonly #answered: readonly Part[];

  constructor(parts: readonly Part[]) {
    this.#parts = parts;
    this.#wantsFact = parts.filter((part) => part.wantsFact !== undefined);
    this.#beforeCommit = parts.filter((part) => part.beforeCommit !== undefined);
    this.#afterCommit = parts.filter((part) => part.afterCommit !== undefined);
    this.#answered = parts.filter((part) => part.answered !== undefined);
  }

  get kinds(): ActorKind[] {
    return this.#parts.flatMap(({ kinds = [] }) => kinds);
  }

  load(): void {
    for (const part of this.#parts) part.load?.();
  }

  restore(actor: Resumed): void {
    for (const part of this.#parts) part.restore?.(actor);
  }

  start(): void {
    for (const part of this.#parts) part.start?.();
  }

  migrated(actor: ChangedActor): void {
    for (const part of this.#parts) part.migrated?.(actor);
  }

  ready(): void {
    for (const part of this.#parts) part.ready?.();
  }

  rebase(byMs: number): void {
    for (const part of this.#parts) part.rebase?.(byMs);
  }

  wantsFact(type: string): boolean {
    const parts = this.#wantsFact;
    for (let index = 0; index < parts.length; index++) {
      if (parts[index]?.wantsFact?.(type)) return true;
    }
    return false;
  }

  beforeCommit(turn: Turn): void {
    const parts = this.#beforeCommit;
    for (let index = 0; index < parts.length; index++) parts[index]?.beforeCommit?.(turn);
  }

  afterCommit(facts: readonly RecordedFact[], lastSeq: number): void {
    const parts = this.#afterCommit;
    for (let index = 0; index < parts.length; index++) parts[index]?.afterCommit?.(facts, lastSeq);
  }

  answered(command: TurnCommand): void {
    const parts = this.#answered;
    for (let index = 0; index < parts.length; index++) parts[index]?.answered?.(command);
  }

  audit(): string[] {
    return this.#parts.flatMap((part) => [...(part.audit?.() ?? [])]);
  }

  /** @returns undefined if no part has anything under way. */
  drain(): Promise<unknown> | undefined {
    const draining = this.#parts.flatMap((part) => part.drain?.() ?? []);
    return draining.length === 0 ? undefined : Promise.all(draining);
  }

  stop(): void {
    for (const part of this.#parts) part.stop?.();
  }
}
