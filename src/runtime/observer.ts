import type { Timer } from './scheduler.ts';
import type { Turn } from './turn.ts';

/**
 * Watches an engine: the place for metrics and inspection. Each member is optional. Members are
 * called synchronously, see the engine's own objects, and must not change them. What a member
 * throws is reported as a warning of the process and has no other effect.
 */
export interface Observer {
  /** A turn begins. */
  turnStarted?(turn: Turn): void;
  /** The turn has run: it has its facts and its changes, and is about to be committed. */
  turnEnded?(turn: Turn): void;
  /** Everything that the turn changed is durable. */
  committed?(turn: Turn): void;
  /** A command was refused. @param command its type, such as `carts.add`. @param code the refusal's. */
  refused?(command: string, code: string): void;
  /** A timer's event is about to be delivered. @param now epoch milliseconds. */
  timerFired?(timer: Timer, now: number): void;
  /** The engine takes no more turns. @param cause undefined when it was closed. */
  stopped?(cause: Error | undefined): void;
}

type Hook = keyof Observer;

/** The observers of one engine. While there are none, watching costs one comparison per hook. */
export class Observers {
  #entries: readonly { readonly observer: Observer }[] = [];

  /** True while somebody watches. Ask before calling {@link Observers.notify}. */
  get isWatched(): boolean {
    return this.#entries.length > 0;
  }

  /** @returns a function that takes the observer away. */
  add(observer: Observer): () => void {
    // An entry of its own, so that an observer that was added twice is taken away once.
    const entry = { observer };
    this.#entries = [...this.#entries, entry];
    return () => {
      this.#entries = this.#entries.filter((other) => other !== entry);
    };
  }

  notify<Name extends Hook>(hook: Name, ...args: Parameters<NonNullable<Observer[Name]>>): void {
    for (const { observer } of this.#entries) {
      try {
        (observer[hook] as ((...args: unknown[]) => void) | undefined)?.call(observer, ...args);
      } catch (error) {
        process.emitWarning(`an observer of the engine threw in ${hook}: ${String(error)}`);
      }
    }
  }
}
