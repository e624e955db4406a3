import type { NamedFact } from '../charts/chartTypes.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { Consumer } from './consumers.ts';
import type { Notifier, ObserverFailed, ShopFact } from './factBus.ts';
import type { FactPart } from './factPart.ts';
import type { FactReader } from './factReader.ts';
import { unknownType } from './unknownType.ts';

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
   * @param type the type of a fact, or `'*'`.
   * @param handler what it returns is not awaited. One that throws or rejects is reported as
   * `observer.failed`.
   * @returns a function that ends this.
   *
   * @example
   * const stop = shop.on('order.shipped', ({ orderId, trackingNumber }) => {
   *   console.log(orderId, trackingNumber);
   * });
   */
  on<Own extends NamedFact = ChartFact>(
    type: '*',
    handler: (fact: ShopFact<Own>) => unknown,
  ): () => void;
  /**
   * Calls the handler whenever another one, or a notifier, has thrown or rejected.
   *
   * @param type `observer.failed`, which is no fact: it has no number.
   * @param handler gets the error, whose it is, and the fact.
   * @returns a function that ends this.
   */
  on(type: 'observer.failed', handler: (failure: ObserverFailed) => unknown): () => void;
  /**
   * Calls the handler with the facts of a type that a custom chart emits according to its types.
   *
   * @param type the type of the facts.
   * @param handler what it returns is not awaited.
   * @returns a function that ends this.
   */
  on<Own extends NamedFact = ChartFact, Type extends NameOf<Own> = NameOf<Own>>(
    type: Type,
    handler: (fact: Extract<Own, { type: Type }> & RecordedFact) => unknown,
  ): () => void;
  /**
   * Calls the handler with the facts of a type that the handler's parameter names.
   *
   * @param type the type of the facts.
   * @param handler what it returns is not awaited.
   * @returns a function that ends this.
   */
  on<Own extends NamedFact = never>(
    type: NameOf<Own>,
    handler: (fact: Own & RecordedFact) => unknown,
  ): () => void;
  /**
   * Calls the handler with the standard facts of a type.
   *
   * @param type the type of the facts.
   * @param handler what it returns is not awaited.
   * @returns a function that ends this.
   */
  // The last one, since an error message is about it: it lists the standard names.
  on<Type extends ShopFact['type']>(
    type: Type,
    handler: (fact: Extract<ShopFact, { type: Type }>) => unknown,
  ): () => void;
  /**
   * Yields every fact after a number (of the newest fact when left out), then further ones as they
   * become durable. No fact is skipped, however slowly they are read. Ends when the shop is closed.
   *
   * @param options the number `after` which to start: 0 for all that are retained.
   * @throws RangeError if facts after this number are no longer retained (the option `factRetentionMs`).
   *
   * @example
   * for await (const fact of shop.facts({ after: 0 })) {
   *   console.log(fact.seq, fact.type);
   * }
   */
  facts<Own extends NamedFact = ChartFact>(options?: { readonly after?: number }): FactReader<Own>;
  /**
   * A reader of facts with a durable position. Facts are retained until it has acknowledged them.
   * A new consumer starts with the oldest fact that is retained.
   *
   * @param name 1 to 256 characters: the same position under the same name, also when the shop is opened
   * again.
   *
   * @example
   * const mails = shop.consumer('mails');
   * for await (const fact of mails) {
   *   if (fact.type === 'order.placed') await send(fact.orderId);
   *   await mails.acknowledge(fact); // after a crash, the facts from here on come again
   * }
   */
  consumer<Own extends NamedFact = ChartFact>(name: string): Consumer<Own>;
  /**
   * Calls the notifier with every fact, once it is durable.
   *
   * @param notifier has a name, and a method that gets the facts.
   * @returns a function that ends this.
   */
  observe<Own extends NamedFact = ChartFact>(notifier: Notifier<Own>): () => void;
}

/** @param hasOwnCharts true when a chart may emit facts of which nothing is known here. */
export function createFactApi(part: FactPart, hasOwnCharts: boolean): FactApi {
  return {
    on(type: string, handler: (fact: never) => unknown) {
      const stop = part.on(type, handler);
      // A warning, and no error: a later version may have this fact.
      const problem = hasOwnCharts ? undefined : unknownType(type);
      if (problem !== undefined) process.emitWarning(problem);
      return stop;
    },
    facts: (options) => part.facts(options),
    consumer: (name) => part.consumer(name),
    observe: (notifier) => part.observe(notifier),
  };
}
