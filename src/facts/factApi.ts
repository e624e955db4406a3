import type { NamedFact } from '../charts/chartTypes.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { Consumer } from './consumers.ts';
import type { Notifier, ObserverFailed, ShopFact } from './factBus.ts';
import type { FactPart } from './factPart.ts';
import type { FactReader } from './factReader.ts';

/** The literal name of a fact; never of a type that has no one name, such as `any`. */
type NameOf<Fact extends NamedFact> = string extends Fact['type'] ? never : Fact['type'];

/**
 * The facts of a shop: members of the shop itself.
 *
 * @typeParam ChartFact the facts that the custom charts emit according to their types. Each member takes a
 * type of its own facts in their place, for charts without types: `shop.facts<OrderPacked>()`.
 */
export interface FactApi<ChartFact extends NamedFact = never> {
  /**
   * Calls the handler with every fact of a type, or with all for `'*'`, once the fact is durable. The name of a
   * fact must be one of the standard facts, of those of the charts' types, or that of the handler's parameter:
   * `shop.on('order.packed', (fact: OrderPacked) => ...)`.
   *
   * @returns a function that ends this.
   */
  on<Own extends NamedFact = ChartFact>(
    type: '*',
    handler: (fact: ShopFact<Own>) => unknown,
  ): () => void;
  on(type: 'observer.failed', handler: (failure: ObserverFailed) => unknown): () => void;
  on<Own extends NamedFact = ChartFact, Type extends NameOf<Own> = NameOf<Own>>(
    type: Type,
    handler: (fact: Extract<Own, { type: Type }> & RecordedFact) => unknown,
  ): () => void;
  on<Own extends NamedFact = never>(
    type: NameOf<Own>,
    handler: (fact: Own & RecordedFact) => unknown,
  ): () => void;
  // The last one, since an error message is about it: it lists the standard names.
  on<Type extends ShopFact['type']>(
    type: Type,
    handler: (fact: Extract<ShopFact, { type: Type }>) => unknown,
  ): () => void;
  /**
   * Yields every fact after a number (of the newest fact when left out), then further ones as they
   * become durable. No fact is skipped, however slowly they are read. Ends when the shop is closed.
   *
   * @throws RangeError if facts after this number are no longer retained (the option `factRetentionMs`).
   */
  facts<Own extends NamedFact = ChartFact>(options?: { readonly after?: number }): FactReader<Own>;
  /**
   * A reader of facts with a durable position. Facts are retained until it has acknowledged them.
   * A new consumer starts with the oldest fact that is retained.
   */
  consumer<Own extends NamedFact = ChartFact>(name: string): Consumer<Own>;
  /** Calls the notifier with every fact, once it is durable. @returns a function that ends this. */
  observe<Own extends NamedFact = ChartFact>(notifier: Notifier<Own>): () => void;
}

export function createFactApi(part: FactPart): FactApi {
  return {
    on: (type: string, handler: (fact: never) => unknown) => part.on(type, handler),
    facts: (options) => part.facts(options),
    consumer: (name) => part.consumer(name),
    observe: (notifier) => part.observe(notifier),
  };
}
