import * as check from './base/check.ts';
import { CartPart } from './carts/cartPart.ts';
import { type Carts, createCarts } from './carts/carts.ts';
import { CatalogPart } from './catalog/catalogPart.ts';
import type { Filter } from './catalog/filter.ts';
import type { Product } from './catalog/product.ts';
import { createProductApi, type Products } from './catalog/productApi.ts';
import { type Checkout, checkoutCommands } from './checkout/checkout.ts';
import { Idempotency } from './checkout/idempotency.ts';
import { bindCommands } from './commands/bindCommands.ts';
import type { Consumer } from './facts/consumers.ts';
import type { Notifier, ObserverFailed, ShopFact } from './facts/factBus.ts';
import { FactPart } from './facts/factPart.ts';
import { resolveOptions, type ShopOptions } from './options.ts';
import { OrderPart } from './orders/orderPart.ts';
import { createOrders, type Orders } from './orders/orders.ts';
import { Engine } from './runtime/engine.ts';
import { prepareStore } from './schema/format.ts';
import type { SearchOptions, SearchResult } from './search/searchOptions.ts';
import type { Suggestion, SuggestOptions } from './search/suggest.ts';
import { explain, type StockExplanation } from './stock/explain.ts';
import { Stock } from './stock/stock.ts';
import { createUserApi, type UserCommands } from './users/userApi.ts';
import { Users } from './users/users.ts';

/** What {@link Shop.audit} has found. */
export interface Audit {
  readonly ok: boolean;
  /** One sentence each. */
  readonly problems: string[];
}

/**
 * A shop, in memory and in its store. Commands are async: they resolve with an answer when their change is durable,
 * and reject with a TypeError or RangeError on misuse, having changed nothing. Reads are
 * synchronous and show the newest state.
 */
export interface Shop {
  readonly products: Products;
  readonly users: UserCommands;
  readonly carts: Carts;
  readonly checkout: Checkout;
  readonly orders: Orders;
  /** Products that pass every filter, sorted and paged, and how many there are of which kind. */
  search(filters?: readonly Filter[], options?: SearchOptions): SearchResult<Product>;
  /** Completes what somebody has typed so far: to words, and to names of products. */
  suggest(text: string, options?: SuggestOptions): Suggestion[];
  /**
   * Resolves when a shop that was opened from a store has all products in its search index, which it
   * reads a few at a time in between. A search before that reads the rest at once.
   */
  searchReady(): Promise<void>;
  /**
   * Calls the handler with every fact of a type, `'*'` for all, after the turn that it belongs to.
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
   * Every fact behind a number (the newest when left out), then further ones as they happen. What
   * happens meanwhile is never skipped, however slowly it is read. Ends when the shop is closed.
   *
   * @throws RangeError if facts behind that number are not kept any more ({@link ShopOptions.factRetentionMs}).
   */
  facts(options?: { readonly after?: number }): AsyncIterable<ShopFact>;
  /**
   * A reader of facts with a durable place: for whom every fact is kept until it is acknowledged.
   * A new one begins with the oldest fact that is kept.
   */
  consumer(name: string): Consumer;
  /** Tells the notifier every fact. @returns a function that ends this. */
  observe(notifier: Notifier): () => void;
  /** Where every unit of a product is; undefined for an unknown one. */
  explain(sku: string): StockExplanation | undefined;
  /** Recomputes every total from all orders and holds. Takes time in proportion to their number. */
  audit(): Audit;
  /** Takes no more commands; resolves when everything acknowledged is durable. */
  close(): Promise<void>;
}

/**
 * Opens a shop. This is the only place where charts, runtime and parts meet.
 *
 * @throws TypeError or RangeError if an option is unknown or out of range, or a chart of your own
 * cannot work with the engine; the message lists what is missing. RangeError if the store belongs to
 * another shop, or to a newer version; and what the store throws. The store is closed then.
 */
export async function createShop(options: ShopOptions = {}): Promise<Shop> {
  const resolved = resolveOptions(options);
  try {
    return await openShop(resolved);
  } catch (error) {
    // The shop owns the store: the caller may have no other way to close it.
    await resolved.store.close();
    throw error;
  }
}

async function openShop(options: ReturnType<typeof resolveOptions>): Promise<Shop> {
  const { store, isDurable, clock, inspect, machines, migrate, createId, ...terms } = options;
  if (isDurable) await prepareStore(store, terms.currency);
  const engine = new Engine({ clock, store, inspect, isDurable });

  const users = new Users(isDurable ? store : undefined);
  const stock = new Stock({ engine, store, allocation: terms.allocation });
  const products = new CatalogPart({ engine, store, stock });
  const carts = new CartPart({ machine: machines.cart, migrate, expiryMs: terms.cartExpiryMs });
  const orders = new OrderPart({ engine, stock, machine: machines.order, migrate });
  const idempotency = new Idempotency({ engine, store, orders });
  const facts = new FactPart({ engine, store, factRetentionMs: terms.factRetentionMs });
  await engine.open([stock, products, carts, orders, idempotency, facts]);

  const { catalog } = products;
  const parts = {
    engine,
    store,
    users,
    stock,
    catalog,
    carts,
    orders,
    idempotency,
    terms,
    createId,
  };
  const orderApi = createOrders(parts);
  return {
    users: createUserApi(parts),
    products: createProductApi(parts),
    carts: createCarts(parts),
    ...bindCommands(checkoutCommands, parts),
    orders: orderApi,
    search: (filters, searchOptions) => products.search(filters, searchOptions),
    suggest: (text, suggestOptions) => products.suggest(text, suggestOptions),
    searchReady: () => products.loaded(),
    on: (type: string, handler: (fact: never) => unknown) => facts.on(type, handler),
    facts: (factOptions) => facts.facts(factOptions),
    consumer: (name) => facts.consumer(name),
    observe: (notifier) => facts.observe(notifier),
    explain(sku) {
      check.id('sku', sku);
      return explain(sku, { ledger: stock.ledger, orders: orderApi });
    },
    audit() {
      const problems = engine.audit();
      return { ok: problems.length === 0, problems };
    },
    close: () => engine.close(),
  };
}
