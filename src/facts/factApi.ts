import type { Consumer } from './consumers.ts';
import type { Notifier, ObserverFailed, ShopFact } from './factBus.ts';
import type { FactPart } from './factPart.ts';
import type { FactReader } from './factReader.ts';

/** The facts of a shop: members of the shop itself. */
export interface FactApi {
  /**
   * Calls the handler with every fact of a type, or with all for `'*'`, once the fact is durable.
   *
   * @returns a function that ends this.
   */
  on(type: '*', handler: (fact: ShopFact) => unknown): () => void;
  on(type: 'observer.failed', handler: (failure: ObserverFailed) => unknown): () => void;
  on<Type extends ShopFact['type']>(
    type: Type,
    handler: (fact: Extract<ShopFact, { type: Type }>) => unknown,
  ): () => void;
  on(type: string, handler: (fact: ShopFact) => unknown): () => void;
  /**
   * Yields every fact after a number (of the newest fact when left out), then further ones as they
   * become durable. No fact is skipped, however slowly they are read. Ends when the shop is closed.
   *
   * @throws RangeError if facts after this number are no longer retained (the option `factRetentionMs`).
   */
  facts(options?: { readonly after?: number }): FactReader;
  /**
   * A reader of facts with a durable position. Facts are retained until it has acknowledged them.
   * A new consumer starts with the oldest fact that is retained.
   */
  consumer(name: string): Consumer;
  /** Calls the notifier with every fact, once it is durable. @returns a function that ends this. */
  observe(notifier: Notifier): () => void;
}

export function createFactApi(part: FactPart): FactApi {
  return {
    on: (type: string, handler: (fact: never) => unknown) => part.on(type, handler),
    facts: (options) => part.facts(options),
    consumer: (name) => part.consumer(name),
    observe: (notifier) => part.observe(notifier),
  };
}
