import type { RecordedFact } from '../schema/recordedFact.ts';
import type { ActorKind } from './actorKind.ts';
import type { Resumed } from './directory.ts';
import type { Turn } from './turn.ts';

/**
 * Something that takes part in the life of an engine: carts, orders, the catalogue, the fact log.
 * A part is built on an engine that is not open yet, and is given to {@link Engine.open}, which
 * calls the members below. A list of parts is all that an engine knows of commerce.
 *
 * The members are called in the order in which they stand here, each for all parts in their order.
 */
export interface Part {
  /** In error messages. */
  readonly name: string;
  /** The kinds of actors that the part brings. */
  readonly kinds?: readonly ActorKind[];

  /** Opening: reads the records that the part needs from the start. No actor has been found yet. */
  load?(): void;
  /** Opening: called for each actor, of any kind, that was active when the store was last used. */
  restore?(actor: Resumed): void;
  /** Opening: every active actor has been restored. Services start here. */
  start?(): void;
  /** Opening: overdue timers have run, and all that they changed is durable. */
  ready?(): void;

  /** At the end of each turn: stages what the turn has changed outside of actors. */
  beforeCommit?(turn: Turn): void;
  /** The facts of a turn are durable. Called in the order of the turns; must not throw. */
  afterCommit?(facts: readonly RecordedFact[]): void;

  /** One sentence for each thing that is wrong. Takes time in proportion to what there is. */
  audit?(): Iterable<string>;

  /** The engine takes no more turns: it is being closed, or it has failed. */
  stop?(): void;
}

/** The parts of an engine, with the hooks of each turn sorted out beforehand. */
export class PartList {
  readonly #parts: readonly Part[];
  readonly #beforeCommit: readonly Part[];
  readonly #afterCommit: readonly Part[];

  constructor(parts: readonly Part[]) {
    this.#parts = parts;
    this.#beforeCommit = parts.filter((part) => part.beforeCommit !== undefined);
    this.#afterCommit = parts.filter((part) => part.afterCommit !== undefined);
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

  ready(): void {
    for (const part of this.#parts) part.ready?.();
  }

  beforeCommit(turn: Turn): void {
    for (const part of this.#beforeCommit) part.beforeCommit?.(turn);
  }

  afterCommit(facts: readonly RecordedFact[]): void {
    for (const part of this.#afterCommit) part.afterCommit?.(facts);
  }

  audit(): string[] {
    return this.#parts.flatMap((part) => [...(part.audit?.() ?? [])]);
  }

  stop(): void {
    for (const part of this.#parts) part.stop?.();
  }
}
