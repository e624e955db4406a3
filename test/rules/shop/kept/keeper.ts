import type { AnyActor, AnyActorRef } from 'xstate';
import { Copier, type Plain } from '../../../properties/compile/plain.ts';

/** What guards, actions and expressions get. Guards get neither `self` nor `system`. */
export interface Given {
  readonly context: Readonly<Record<string, unknown>>;
  readonly event: { readonly type: string; readonly [member: string]: unknown };
  readonly self?: AnyActorRef;
}

interface Kept {
  readonly label: string;
  /** Copies the kept value as it is now. */
  readonly read: () => Plain;
  /** The value, copied when the value was kept. */
  readonly copy: Plain;
}

/** Keeps references to everything that it gets, each with a deep copy made at that time. */
export class Keeper {
  readonly #kept: Kept[] = [];
  readonly #subscribed = new WeakSet<AnyActorRef>();
  /** Functions that `enqueueActions` passed to a callback that has ended. */
  readonly late: { readonly enqueue: Late; readonly check: (guard: unknown) => boolean }[] = [];

  keep(label: string, value: unknown): void {
    this.#add(label, () => plain(value));
  }

  /** Keeps the arguments of a guard, an action or an expression, and everything in them. */
  keepGiven(label: string, given: Given, params?: unknown): void {
    const { context, event, self } = given;
    this.keep(`${label}: context`, context);
    this.keep(`${label}: event`, event);
    this.#add(`${label}: arguments`, () => plain([given.context, given.event, given.self]));
    if (params !== undefined) this.keep(`${label}: params`, params);
    if (self !== undefined) this.keep(`${label}: self.getSnapshot()`, self.getSnapshot());
  }

  /** Keeps the persisted snapshot of an actor now, and all of its snapshots from now on. */
  follow(label: string, actor: AnyActorRef): void {
    this.keep(`${label}: getPersistedSnapshot()`, (actor as AnyActor).getPersistedSnapshot());
    if (this.#subscribed.has(actor)) return;
    this.#subscribed.add(actor);
    actor.subscribe((snapshot: unknown) => this.keep(`${label}: subscription`, snapshot));
  }

  get labels(): string[] {
    return [...new Set(this.#kept.map(({ label }) => label))].sort();
  }

  /** The values that have changed since they were kept. */
  changed(): object[] {
    return this.#kept
      .map(({ label, read, copy }) => ({ label, copy, now: read() }))
      .filter(({ copy, now }) => JSON.stringify(copy) !== JSON.stringify(now));
  }

  #add(label: string, read: () => Plain): void {
    this.#kept.push({ label, read, copy: read() });
  }
}

/** The enqueuer, without XState's types for one chart. */
export interface Late {
  (action: unknown): void;
  assign(assignment: object): void;
  emit(event: object): void;
  raise(event: object, options?: object): void;
  sendTo(target: unknown, event: object): void;
  spawnChild(source: unknown, options?: object): void;
}

/** A new copier each time: it copies each snapshot once. */
function plain(value: unknown): Plain {
  return new Copier().copy(value);
}
