import type { AnyMachineSnapshot } from 'xstate';
import {
  auditStock,
  INVENTORY,
  inventoryMachine,
  ORDER_FACTORY,
  type OrderContext,
  StockLedger,
} from '../machines/index.ts';
import * as check from './base/check.ts';
import { type Carts, createCarts } from './carts/carts.ts';
import { backgroundLoad } from './catalog/backgroundLoad.ts';
import { Catalog } from './catalog/catalog.ts';
import { storedCatalog } from './catalog/catalogRecords.ts';
import type { Filter } from './catalog/filter.ts';
import type { Product } from './catalog/product.ts';
import { createProducts, type Products } from './catalog/products.ts';
import { type Checkout, createCheckout } from './checkout/checkout.ts';
import { type Consumer, Consumers } from './facts/consumers.ts';
import { FactBus, type Notifier, type ObserverFailed, type ShopFact } from './facts/factBus.ts';
import { FactLog } from './facts/factLog.ts';
import { type Migrate, resolveOptions, type ShopOptions } from './options.ts';
import { createOrders, type Orders, orderFactory } from './orders/orders.ts';
import type { ActorKind } from './runtime/actorKind.ts';
import { Engine } from './runtime/engine.ts';
import { cartRecords } from './schema/cart.ts';
import { prepareStore } from './schema/format.ts';
import { orderRecords } from './schema/order.ts';
import type { SearchOptions, SearchResult } from './search/searchOptions.ts';
import type { Suggestion, SuggestOptions } from './search/suggest.ts';
import { explain, type StockExplanation } from './stock/explain.ts';
import { restoreHolds, stockChange, storedStock } from './stock/stockRecords.ts';
import { createUserCommands, type UserCommands } from './users/userCommands.ts';
import { Users } from './users/users.ts';
import { prepareMachine } from './xstate/host/prepareMachine.ts';

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
 * cannot work with the engine; the message lists what is missing. RangeError if the store is not that
 * of this shop, or of a newer version; what the store throws. It is closed then.
 */
export async function createShop(options: ShopOptions = {}): Promise<Shop> {
  const resolved = resolveOptions(options);
  try {
    return await openShop(options, resolved);
  } catch (error) {
    // The store is the shop's: nobody else may be there to close it.
    await resolved.store.close();
    throw error;
  }
}

async function openShop(
  options: ShopOptions,
  resolved: ReturnType<typeof resolveOptions>,
): Promise<Shop> {
  const {
    store,
    isDurable,
    factRetentionMs,
    clock,
    inspect,
    machines,
    migrate,
    createId,
    ...terms
  } = resolved;
  if (isDurable) await prepareStore(store, terms.currency);
  const changedStock = new Set<string>();
  const ledger = new StockLedger({
    changed: (sku) => changedStock.add(sku),
    stored: isDurable ? storedStock(store) : undefined,
  });
  const catalog = new Catalog({ ledger, source: isDurable ? storedCatalog(store) : undefined });
  const userList = new Users(isDurable ? store : undefined);
  const bus = new FactBus();

  const cart: ActorKind = {
    name: 'cart',
    records: cartRecords,
    machine: prepareMachine(machines.cart),
    keepsHistory: false,
    ...migration('cart', migrate),
    canPassivate: ({ value }) => value === 'empty',
    // Only of the standard chart is it known that an empty cart has nothing to remember.
    isDisposable: () => options.machines?.cart === undefined,
    initialInput: (userId) => ({ userId, expiryMs: terms.cartExpiryMs }),
  };
  const order: ActorKind = {
    name: 'order',
    machine: prepareMachine(machines.order),
    keepsHistory: true,
    ...migration('order', migrate),
    records: orderRecords,
    canPassivate: isPastOrder,
    isDisposable: () => false,
    initialInput: () => undefined,
  };
  const engine = new Engine({
    clock,
    store,
    inspect,
    kinds: [cart, order],
    isDurable,
    conclude({ facts }) {
      for (const sku of changedStock) {
        catalog.stockChanged(sku);
        if (isDurable) engine.stage(stockChange(ledger, sku));
      }
      changedStock.clear();
      log.append(facts);
    },
    publish(facts) {
      log.advanceTo(facts.at(-1)?.seq ?? log.highWatermark);
      bus.publish(facts);
    },
    ended: () => log.notifyWaiters(),
  });
  const log = new FactLog({ engine, store, factRetentionMs });
  const consumers = new Consumers({ engine, store, log });

  const openOrders: OrderContext[] = [];
  const parents = engine.resume(({ kind, record }) => {
    if (kind === order) openOrders.push(record.snapshot.context as OrderContext);
  });
  restoreHolds(ledger, openOrders);

  const { allocation } = terms;
  const inventory = engine.spawnService(INVENTORY, prepareMachine(inventoryMachine), {
    ledger,
    allocation,
  });
  engine.spawnService(
    ORDER_FACTORY,
    orderFactory(() => engine, order),
    {},
  );

  const products = createProducts({
    engine,
    catalog,
    users: userList,
    inventory,
    ledger,
    createId,
  });
  const orders = createOrders({ engine, store, kind: order });
  engine.wake(parents);
  // What fell due while the shop was closed, before anybody looks.
  engine.runDueTimers();
  await engine.flushed();
  const reading = backgroundLoad(catalog);

  return {
    products,
    users: createUserCommands({ engine, users: userList, createId }),
    carts: createCarts({ engine, kind: cart, users: userList, catalog, ledger, createId }),
    checkout: createCheckout({
      engine,
      store,
      kinds: { cart, order },
      users: userList,
      catalog,
      terms,
      createId,
    }),
    orders,
    search(filters = [], searchOptions = {}) {
      noteStock();
      return catalog.search(filters, searchOptions);
    },
    suggest(text, suggestOptions = {}) {
      noteStock();
      return catalog.suggest(text, suggestOptions);
    },
    searchReady: () => reading.done,
    on(type: string, handler: (fact: never) => unknown) {
      check.id('type', type);
      check.callable('handler', handler);
      return bus.on(type, handler);
    },
    facts(factsOptions = {}) {
      check.fields('options', factsOptions, ['after']);
      const after = check.optional(factsOptions.after, (value) => check.count('after', value));
      return log.facts(after ?? log.highWatermark);
    },
    consumer: (name) => consumers.open(name),
    observe(notifier) {
      checkNotifier(notifier);
      return bus.observe(notifier);
    },
    explain(sku) {
      check.id('sku', sku);
      return explain(sku, { ledger, orders });
    },
    audit() {
      const problems = auditStock(ledger, orderContexts());
      return { ok: problems.length === 0, problems };
    },
    close() {
      reading.stop();
      return engine.close();
    },
  };

  /** In the middle of a turn, its changes are not in the index yet. */
  function noteStock(): void {
    for (const sku of changedStock) catalog.stockChanged(sku);
  }

  function* orderContexts(): Generator<OrderContext> {
    for (const { context } of engine.directory.all(order)) yield context as OrderContext;
  }
}

function migration(
  kind: 'cart' | 'order',
  migrate: Migrate | undefined,
): Pick<ActorKind, 'migrate'> {
  if (migrate === undefined) return {};
  return {
    migrate(id, { value: state, context }) {
      const migrated = migrate({ kind, id, state, context });
      return migrated && { value: migrated.state, context: migrated.context };
    },
  };
}

/** @throws Error if the order has ended without saying what becomes of its stock. */
function isPastOrder({ status, context }: AnyMachineSnapshot): boolean {
  const { orderId, stock } = context as OrderContext;
  if (status === 'done' && stock === 'held') {
    throw new Error(`order ${orderId} has ended with its stock still held`);
  }
  return status === 'done';
}

function checkNotifier(notifier: Notifier): void {
  if (typeof notifier !== 'object' || notifier === null) {
    throw check.wrongType('notifier', 'an object with name and notify()', notifier);
  }
  check.text('notifier.name', notifier.name);
  check.callable('notifier.notify', notifier.notify);
}
