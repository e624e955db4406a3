import mittModule from 'mitt';
import type { Fact } from '../../machines/index.ts';
import { freeze } from '../base/freeze.ts';
import { show } from '../base/show.ts';
import type { NamedFact } from '../charts/chartTypes.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';

// mitt's types describe its CommonJS build, where the function is the member `default`.
const mitt = mittModule as unknown as typeof mittModule.default;

/**
 * A fact as handlers, notifiers and readers receive it: with its number and time.
 *
 * @typeParam Own facts that custom charts emit, beside the standard ones.
 */
export type ShopFact<Own extends NamedFact = never> = (Fact | Own) & RecordedFact;

/** Reported when a handler or a notifier threw or rejected. Other handlers are not affected. */
export interface ObserverFailed {
  readonly type: 'observer.failed';
  /** The notifier's name; `handler` for a handler of `shop.on`. */
  readonly observer: string;
  /** The error that it threw, or rejected with. */
  readonly error: unknown;
  /** The fact that it was called with. */
  readonly fact: RecordedFact;
}

/**
 * Receives every fact: sends email, SMS or push messages, updates a projection, writes a log.
 *
 * @typeParam Own facts that custom charts emit, beside the standard ones.
 */
export interface Notifier<Own extends NamedFact = never> {
  /** Named in `observer.failed`. */
  readonly name: string;
  /**
   * Called when the fact is durable. A promise that it returns is not awaited; its rejection is
   * reported.
   *
   * @param fact with its number and time; frozen, since others get the same one.
   */
  notify(fact: ShopFact<Own>): unknown;
}

type Handler = (fact: RecordedFact | ObserverFailed) => unknown;

type Events = Record<string, RecordedFact | ObserverFailed>;

/** Delivers durable facts to handlers and notifiers, in order, one fact at a time. */
export class FactBus {
  readonly #emitter = mitt<Events>();
  readonly #observers = new Set<Notifier>();
  readonly #queue: RecordedFact[] = [];
  #draining = false;
  #hasWarned = false;

  /**
   * Calls `handler` with every fact of the type, or with all for `'*'`.
   *
   * @returns a function that ends this.
   */
  on(type: string, handler: (fact: never) => unknown): () => void {
    const call = handler as Handler;
    if (type === '*') {
      const all = (_: string, fact: RecordedFact | ObserverFailed) => {
        if (!isFailure(fact)) this.#callSafely('handler', fact, call);
      };
      this.#emitter.on('*', all);
      return () => this.#emitter.off('*', all);
    }
    const one = (fact: RecordedFact | ObserverFailed) => this.#callSafely('handler', fact, call);
    this.#emitter.on(emitterKey(type), one);
    return () => this.#emitter.off(emitterKey(type), one);
  }

  /** Calls the notifier with every fact. @returns a function that ends this. */
  observe(notifier: Notifier): () => void {
    // A wrapper, so that a notifier that is added twice is called twice, and each is removed separately.
    const entry: Notifier = { name: notifier.name, notify: (fact) => notifier.notify(fact) };
    this.#observers.add(entry);
    return () => this.#observers.delete(entry);
  }

  /** True when somebody gets facts of the type. */
  hasHandlers(type: string): boolean {
    if (this.#observers.size > 0) return true;
    const { all } = this.#emitter;
    return all.size > 0 && (hasAny(all.get('*')) || hasAny(all.get(emitterKey(type))));
  }

  /**
   * Delivers the facts. A handler may send commands: their facts are queued until this one is
   * delivered to all.
   */
  publish(facts: readonly RecordedFact[]): void {
    if (this.#emitter.all.size === 0 && this.#observers.size === 0) return;
    if (this.#draining) {
      for (const fact of facts) this.#queue.push(fact);
      return;
    }
    this.#draining = true;
    for (let index = 0; index < facts.length; index++) this.#deliver(facts[index] as RecordedFact);
    // The iteration includes facts that are queued meanwhile; `shift` would move the rest each time.
    for (const fact of this.#queue) this.#deliver(fact);
    if (this.#queue.length > 0) this.#queue.length = 0;
    this.#draining = false;
  }

  #deliver(fact: RecordedFact): void {
    // Frozen, since all handlers get the same object.
    freeze(fact);
    const { all } = this.#emitter;
    const handlers = all.get(emitterKey(fact.type));
    // What mitt does, without its copies of a list that has one handler.
    if (handlers?.length === 1 && !hasAny(all.get('*'))) (handlers[0] as Handler)(fact);
    else this.#emitter.emit(emitterKey(fact.type), fact);
    if (this.#observers.size > 0) this.#notify(fact);
  }

  #notify(fact: RecordedFact): void {
    for (const observer of [...this.#observers]) {
      this.#callSafely(observer.name, fact, (given) => observer.notify(given as ShopFact));
    }
  }

  #callSafely(observer: string, fact: RecordedFact | ObserverFailed, call: Handler): void {
    try {
      const result = call(fact);
      if (isThenable(result)) {
        result.then(undefined, (error) => this.#reportFailure(observer, fact, error));
      }
    } catch (error) {
      this.#reportFailure(observer, fact, error);
    }
  }

  #reportFailure(observer: string, fact: RecordedFact | ObserverFailed, error: unknown): void {
    if (isFailure(fact)) {
      // A handler of failures has failed: only a process warning is left to report it.
      process.emitWarning(`a handler of observer.failed threw ${show(error)}`);
      return;
    }
    const key = emitterKey('observer.failed');
    if (!hasAny(this.#emitter.all.get(key))) this.#warnOnce(observer, fact, error);
    this.#emitter.emit(key, {
      type: 'observer.failed',
      observer,
      error,
      fact,
    });
  }

  /** Once for a bus: a handler that fails for each fact would fill the log. */
  #warnOnce(observer: string, { type }: RecordedFact, error: unknown): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    const what = `${observer === 'handler' ? 'a handler' : observer} failed with ${type}: ${show(error)}`;
    process.emitWarning(`${what}; shop.on('observer.failed', ...) gets all such failures`);
  }
}

function hasAny(handlers: readonly unknown[] | undefined): boolean {
  return handlers !== undefined && handlers.length > 0;
}

/** Prefixed, since a custom chart may emit a fact of the type `*`, which mitt treats as all types. */
function emitterKey(type: string): string {
  let key = emitterKeys.get(type);
  if (key !== undefined) return key;
  key = `fact ${type}`;
  // Types are names in charts: there are few of them.
  if (emitterKeys.size < MAX_CACHED_TYPES) emitterKeys.set(type, key);
  return key;
}

const emitterKeys = new Map<string, string>();
const MAX_CACHED_TYPES = 256;

function isFailure(fact: RecordedFact | ObserverFailed): fact is ObserverFailed {
  return fact.type === 'observer.failed';
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  );
}
