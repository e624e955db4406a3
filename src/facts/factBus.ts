import mittModule from 'mitt';
import type { Fact } from '../../machines/index.ts';
import { freeze } from '../base/freeze.ts';
import { show } from '../base/show.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';

// mitt's types describe its CommonJS build, where the function is the member `default`.
const mitt = mittModule as unknown as typeof mittModule.default;

/** A fact as it reaches handlers and observers. */
export type ShopFact = Fact & RecordedFact;

/** Reported when a handler or an observer threw or rejected. It has harmed nobody else. */
export interface ObserverFailed {
  readonly type: 'observer.failed';
  /** The observer's name; `handler` for one of `shop.on`. */
  readonly observer: string;
  readonly error: unknown;
  /** What it could not cope with. */
  readonly fact: RecordedFact;
}

/** Somebody who is told every fact: an email, SMS or push notifier, a projection, a log. */
export interface Notifier {
  readonly name: string;
  /** Called after the fact's turn is committed. What it answers is awaited by nobody. */
  notify(fact: ShopFact): unknown;
}

type Events = Record<string, RecordedFact | ObserverFailed>;

/** Tells committed facts to handlers and observers, in order, one fact at a time. */
export class FactBus {
  readonly #emitter = mitt<Events>();
  readonly #observers = new Set<Notifier>();
  readonly #queue: RecordedFact[] = [];
  #draining = false;

  /** Calls `handler` with every fact of the type, `'*'` for all of them. */
  on(type: string, handler: (fact: never) => unknown): () => void {
    const call = handler as (fact: RecordedFact | ObserverFailed) => unknown;
    if (type === '*') {
      const all = (_: string, fact: RecordedFact | ObserverFailed) => {
        if (!isFailure(fact)) this.#guard('handler', fact, () => call(fact));
      };
      this.#emitter.on('*', all);
      return () => this.#emitter.off('*', all);
    }
    const one = (fact: RecordedFact | ObserverFailed) => {
      this.#guard('handler', fact, () => call(fact));
    };
    this.#emitter.on(topicOf(type), one);
    return () => this.#emitter.off(topicOf(type), one);
  }

  observe(notifier: Notifier): () => void {
    // A wrapper, so that one notifier that observes twice is told twice and leaves one at a time.
    const entry: Notifier = { name: notifier.name, notify: (fact) => notifier.notify(fact) };
    this.#observers.add(entry);
    return () => this.#observers.delete(entry);
  }

  /** A handler may send commands: the facts of those wait until everybody knows this one. */
  publish(facts: readonly RecordedFact[]): void {
    if (this.#emitter.all.size === 0 && this.#observers.size === 0) return;
    // Frozen, since everybody gets the same one.
    for (const fact of facts) this.#queue.push(freeze(fact));
    if (this.#draining) return;
    this.#draining = true;
    // The iteration goes on to what is queued meanwhile; shifting would move the rest every time.
    for (const fact of this.#queue) {
      this.#emitter.emit(topicOf(fact.type), fact);
      for (const { name, notify } of [...this.#observers]) {
        this.#guard(name, fact, () => notify(fact as ShopFact));
      }
    }
    this.#queue.length = 0;
    this.#draining = false;
  }

  #guard(observer: string, fact: RecordedFact | ObserverFailed, call: () => unknown): void {
    try {
      const result = call();
      if (isThenable(result)) {
        result.then(undefined, (error) => this.#failed(observer, fact, error));
      }
    } catch (error) {
      this.#failed(observer, fact, error);
    }
  }

  #failed(observer: string, fact: RecordedFact | ObserverFailed, error: unknown): void {
    if (isFailure(fact)) {
      // Whoever is told of failures has failed: there is nobody left to tell but the process.
      process.emitWarning(`a handler of observer.failed threw ${show(error)}`);
      return;
    }
    this.#emitter.emit(topicOf('observer.failed'), {
      type: 'observer.failed',
      observer,
      error,
      fact,
    });
  }
}

/** A chart of the user's may emit a fact of the type `*`, which mitt would take for all of them. */
function topicOf(type: string): string {
  return `fact ${type}`;
}

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
