import { show } from '../base/show.ts';
import type { Timer } from './timer.ts';
import type { Turn } from './turn.ts';

/** A call of a command, as observers see it. Times are milliseconds of the shop's monotonic clock. */
export interface CommandCall {
  /** The command's type, such as `carts.add`. */
  readonly type: string;
  /** `release`, `buy` or `browse`. */
  readonly commandClass: string;
  readonly calledAt: number;
  /** When it began to run; undefined until then, and for one that was refused at once. */
  readonly startedAt: number | undefined;
  /** When its answer was durable; undefined until then. */
  readonly endedAt: number | undefined;
  /** The refusal's code, if it was refused. */
  readonly refusal: string | undefined;
  /** With what it has rejected; undefined if it has not. */
  readonly error: unknown;
}

/**
 * Watches an engine, for metrics and inspection. Each member is optional. Members are called
 * synchronously with the engine's own objects, and must not change them. An error that a member
 * throws is reported as a process warning and has no other effect.
 */
export interface Observer {
  /** A command has been called with valid arguments. The same object is passed to `commandEnded`. */
  commandStarted?(call: CommandCall): void;
  /** A command has been answered, has been refused, or has failed. */
  commandEnded?(call: CommandCall): void;
  /** A turn begins. */
  turnStarted?(turn: Turn): void;
  /** The turn has run: its facts and changes are complete and about to be committed. */
  turnEnded?(turn: Turn): void;
  /** Everything that the turn changed is durable. */
  committed?(turn: Turn): void;
  /**
   * A command was refused.
   *
   * @param command its type, such as `carts.add`.
   * @param code the refusal's.
   */
  refused?(command: string, code: string): void;
  /** A timer's event is about to be delivered. @param now epoch milliseconds. */
  timerFired?(timer: Timer, now: number): void;
  /** The engine takes no more turns. @param cause undefined when it was closed. */
  stopped?(cause: Error | undefined): void;
}

type RefusalWatch = (command: string, code: string) => void;

type Hook = keyof Observer;

interface ConditionalObserver {
  readonly observer: Observer;
  readonly isWanted: () => boolean;
  /** Undefined while the observer is not added. */
  remove: (() => void) | undefined;
}

/** The observers of one engine. While there are none, watching costs one comparison per hook. */
export class Observers {
  #entries: readonly { readonly observer: Observer }[] = [];

  #refusalWatches: readonly RefusalWatch[] = [];

  /** Observers that come and go by a condition. */
  readonly #conditional: ConditionalObserver[] = [];

  /** True when there is an observer. To be checked before calling {@link Observers.notify}. */
  get isWatched(): boolean {
    return this.#entries.length > 0;
  }

  /** @returns a function that removes the observer. */
  add(observer: Observer): () => void {
    // Each call makes an entry, so that of an observer added twice each is removed separately.
    const entry = { observer };
    this.#entries = [...this.#entries, entry];
    return () => {
      this.#entries = this.#entries.filter((other) => other !== entry);
    };
  }

  /** Adds the observer whenever {@link Observers.refresh} finds that it is wanted, and removes it when it is not. */
  addWhile(isWanted: () => boolean, observer: Observer): void {
    this.#conditional.push({ observer, isWanted, remove: undefined });
  }

  /**
   * Calls the function with the type of each command that is refused, and the code of the refusal. It alone makes nothing
   * else: commands, turns and facts stay as they are without observers.
   *
   * @returns a function that ends this.
   */
  onRefusal(watch: RefusalWatch): () => void {
    this.#refusalWatches = [...this.#refusalWatches, watch];
    return () => {
      this.#refusalWatches = this.#refusalWatches.filter((other) => other !== watch);
    };
  }

  /** A command was refused. */
  refused(command: string, code: string): void {
    for (const watch of this.#refusalWatches) {
      try {
        watch(command, code);
      } catch (error) {
        process.emitWarning(`a watch of refusals threw: ${show(error)}`);
      }
    }
    if (this.isWatched) this.notify('refused', command, code);
  }

  /**
   * Asks which conditional observers are wanted now. To be called before each command, and before what happens
   * without one.
   *
   * @returns {@link Observers.isWatched}.
   */
  refresh(): boolean {
    const conditional = this.#conditional;
    for (let index = 0; index < conditional.length; index++) {
      const entry = conditional[index] as ConditionalObserver;
      const isWanted = entry.isWanted();
      if (isWanted === (entry.remove !== undefined)) continue;
      entry.remove?.();
      entry.remove = isWanted ? this.add(entry.observer) : undefined;
    }
    return this.isWatched;
  }

  /** Calls the hook of every observer. */
  notify<Name extends Hook>(hook: Name, ...args: Parameters<NonNullable<Observer[Name]>>): void {
    for (const { observer } of this.#entries) {
      try {
        (observer[hook] as ((...args: unknown[]) => void) | undefined)?.call(observer, ...args);
      } catch (error) {
        process.emitWarning(`an observer of the engine threw in ${hook}: ${show(error)}`);
      }
    }
  }
}
