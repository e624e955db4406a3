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

/** The result of {@link Shop.audit}. */
export interface Audit {
  /** True when there are no problems. */
  readonly ok: boolean;
  /** One sentence per problem. */
  readonly problems: string[];
}

/**
 * A shop, in memory and in its store. Commands are async: they resolve with an answer when their
 * changes are durable, and reject with a TypeError or RangeError on misuse, with nothing changed.
 * Reads are synchronous and show the newest state.
 */
export interface Shop {
  readonly products: Products;
  readonly users: UserCommands;
  readonly carts: Carts;
  readonly checkout: Checkout;
  readonly orders: Orders;
  /**
   * Products that pass every filter, sorted and paged, with their number by category, price and
   * rating.
   */
  search(filters?: readonly Filter[], options?: SearchOptions): SearchResult<Product>;
  /** Completes a text that a user is typing, to words and to names of products. */
  suggest(text: string, options?: SuggestOptions): Suggestion[];
  /**
   * Resolves when all products of the store are in the search index. After opening, the shop loads
   * them in the background; a search before that loads the rest first.
   */
  searchReady(): Promise<void>;
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
   * @throws RangeError if facts after this number are no longer retained ({@link ShopOptions.factRetentionMs}).
   */
  facts(options?: { readonly after?: number }): AsyncIterable<ShopFact>;
  /**
   * A reader of facts with a durable position. Facts are retained until it has acknowledged them.
   * A new consumer starts with the oldest fact that is retained.
   */
  consumer(name: string): Consumer;
  /** Calls the notifier with every fact, once it is durable. @returns a function that ends this. */
  observe(notifier: Notifier): () => void;
  /** The location or order of every unit of a product; undefined for an unknown SKU. */
  explain(sku: string): StockExplanation | undefined;
  /** Recomputes every total from all orders and holds. Takes time proportional to their number. */
  audit(): Audit;
  /** Refuses all further commands; resolves when all changes are durable and the store is closed. */
  close(): Promise<void>;
}

/**
 * Opens a shop. This is the only place where charts, runtime and parts meet.
 *
 * @throws TypeError or RangeError if an option is unknown or out of range, or if a custom chart does not
 * fulfil the contract; the message lists what is missing. RangeError if the store belongs to another
 * shop or a newer version; and an error of the store. The store is closed then.
 */
export async function createShop(options: ShopOptions = {}): Promise<Shop> {
  const resolved = resolveOptions(options);
  try {
    return await openShop(resolved);
  } catch (error) {
    // The shop owns the store, and the caller may have no other way to close it.
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
