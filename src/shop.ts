import { cartMachine, orderMachine } from '../machines/index.ts';
import { Admission } from './admission/admission.ts';
import * as check from './base/check.ts';
import { assertSupportedNode } from './base/supportedNode.ts';
import { createCartApi } from './carts/cartApi.ts';
import { CartPart } from './carts/cartPart.ts';
import { CatalogPart } from './catalog/catalogPart.ts';
import { createProductApi } from './catalog/productApi.ts';
import { createSearchApi } from './catalog/searchApi.ts';
import { StockAlerts } from './catalog/stockAlerts.ts';
import { checkoutCommands } from './checkout/checkout.ts';
import { Idempotency } from './checkout/idempotency.ts';
import { createQuoteApi } from './checkout/quote.ts';
import { bindCommands } from './commands/bindCommands.ts';
import { publishToChannels } from './diagnostics/publishToChannels.ts';
import { createFactApi } from './facts/factApi.ts';
import { FactPart } from './facts/factPart.ts';
import { createHealthApi } from './health/healthApi.ts';
import { HealthPart } from './health/healthPart.ts';
import { createNotificationApi } from './notifications/notificationApi.ts';
import { NotificationPart } from './notifications/notificationPart.ts';
import { resolveOptions, type ShopMachines, type ShopOptions } from './options.ts';
import { createOrderApi, findOrder } from './orders/orderApi.ts';
import { OrderPart } from './orders/orderPart.ts';
import { createQuarantineApi } from './quarantine/quarantineApi.ts';
import { Engine } from './runtime/engine.ts';
import type { FailedActor } from './runtime/stopped.ts';
import { outlineChanges } from './schema/chart.ts';
import { prepareStore } from './schema/format.ts';
import { RECORDS } from './schema/table.ts';
import { noteEngine } from './shopEngine.ts';
import type { Shop, StandardMachines } from './shopTypes.ts';
import { createStatsApi } from './stats/statsApi.ts';
import { explain } from './stock/explain.ts';
import { Stock } from './stock/stock.ts';
import { isInUse, type StoreUse, takeStore } from './storeUse.ts';
import { createUserApi } from './users/userApi.ts';
import { Users } from './users/users.ts';
import { LivePages } from './watch/livePages.ts';
import type { WatchedShop } from './watch/shop/watchedShop.ts';

/**
 * Opens a shop. This is the only place where charts, runtime and parts meet.
 *
 * @throws TypeError or RangeError if an option is unknown or out of range, or if a custom chart does not
 * fulfil the contract; the message lists what is missing. RangeError if the store belongs to another
 * shop or a newer version; and an error of the store. The store is closed then. RangeError, with the store as it is,
 * if another open shop has it. Error if this version of Node.js is too old.
 *
 * @typeParam Machines inferred from the option `machines`.
 * @param options all optional: without them, the shop is in memory, with the standard charts, in US dollars.
 *
 * @example
 * const shop = await createShop({ currency: 'EUR', paymentTimeoutMs: 10 * 60 * 1000 });
 */
export async function createShop<Machines extends ShopMachines = StandardMachines>(
  options: ShopOptions<Machines> = {},
): Promise<Shop<Machines>> {
  let resolved: ResolvedOptions;
  try {
    assertSupportedNode();
    resolved = resolveOptions(options);
  } catch (error) {
    await closeQuietly(options);
    throw error;
  }
  const use = new ShopUse();
  takeStore(resolved.store, use);
  try {
    // Names of states and facts are known to the types of the charts only.
    return (await openSound(resolved, use)) as unknown as Shop<Machines>;
  } catch (error) {
    use.hasFailed = true;
    // The shop owns the store, and the caller may have no other way to close it.
    await resolved.store.close();
    throw error;
  }
}

type ResolvedOptions = ReturnType<typeof resolveOptions>;

/** The use of a store from the call of `createShop` on. */
class ShopUse implements StoreUse {
  engine: Engine | undefined = undefined;
  hasFailed = false;

  isOver(): boolean {
    return this.hasFailed || this.engine?.stopped !== undefined;
  }
}

/** Closes the store of options that are refused, if there is one, unless another shop owns it: this shop would have. */
async function closeQuietly(options: unknown): Promise<void> {
  const { store } = Object(options) as { readonly store?: { close?(): unknown } };
  try {
    if (!isInUse(Object(store))) await store?.close?.();
  } catch {} // The caller gets the error of the options.
}

/** Opens a shop. With the option `quarantine`, opens it again without each actor that makes opening fail. */
async function openSound(options: ResolvedOptions, use: ShopUse): Promise<Shop> {
  const failed: FailedActor[] = [];
  for (;;) {
    const { store, clock, inspect, isDurable, limits } = options;
    if (failed.length === 0 && isDurable) {
      await prepareStore(store, options.currency, RECORDS, outlineChanges(options.machines));
    }
    const engine = new Engine({ clock, store, inspect, isDurable, sliceMs: limits.sliceMs });
    try {
      const shop = await openShop(engine, options, failed);
      use.engine = engine;
      return shop;
    } catch (error) {
      engine.abandon();
      const actor = engine.stopped?.actor;
      const isKnown = failed.some(({ kind, name }) => kind === actor?.kind && name === actor.name);
      // An actor fails once: it is in quarantine from the next attempt on.
      if (!options.quarantine || actor === undefined || isKnown) throw error;
      failed.push(actor);
    }
  }
}

async function openShop(
  engine: Engine,
  options: ResolvedOptions,
  failed: readonly FailedActor[],
): Promise<Shop> {
  const { store, isDurable, machines, migrate, createId, ...terms } = options;

  const users = new Users(isDurable ? store : undefined);
  const stock = new Stock({
    engine,
    store,
    allocation: terms.allocation,
    perUserWindowMs: terms.limits.perUserWindowMs,
  });
  const products = new CatalogPart({
    engine,
    store,
    stock,
    maxQueryWords: terms.limits.maxQueryWords,
  });
  const { catalog } = products;
  const stockAlerts = new StockAlerts({ engine, store, stock, catalog });
  const carts = new CartPart({
    engine,
    users,
    stock,
    machine: machines.cart,
    migrate,
    expiryMs: terms.cartExpiryMs,
    reserveInCartMs: terms.limits.reserveInCartMs,
    maxReservedPerUser: terms.limits.maxReservedPerUser,
    warnBeforeMs: terms.notifications.cartWarningMs,
  });
  const orders = new OrderPart({ engine, store, users, stock, machine: machines.order, migrate });
  const idempotency = new Idempotency({ engine, store, orders, limits: terms.limits });
  const facts = new FactPart({ engine, store, retention: terms.factRetention });
  const admission = new Admission({
    engine,
    limits: terms.limits,
    now: engine.monotonicNow,
    numberOf: (userId) => users.find(userId)?.index,
  });
  const health = new HealthPart({ engine, clock: terms.clock, admission });
  const notifications = new NotificationPart({
    engine,
    store,
    users,
    catalog,
    clock: terms.clock,
    log: facts.log,
    terms: terms.notifications,
    sliceMs: terms.limits.sliceMs,
    orderOf: (orderId) => findOrder({ engine, orders }, orderId),
  });
  const quarantine = options.quarantine ? { failed } : undefined;
  await engine.open(
    [stock, products, stockAlerts, carts, orders, idempotency, facts, health, notifications],
    quarantine,
  );

  const parts = {
    engine,
    admission,
    store,
    users,
    stock,
    catalog,
    stockAlerts,
    carts,
    orders,
    idempotency,
    facts,
    health,
    notifications,
    terms,
    createId,
  };
  const orderApi = createOrderApi(parts);
  const cartApi = createCartApi(parts);
  const shop: Shop = {
    users: createUserApi(parts),
    products: createProductApi(parts),
    carts: cartApi,
    ...bindCommands(checkoutCommands, parts),
    ...createQuoteApi(parts),
    orders: orderApi,
    notifications: createNotificationApi({ ...parts, orderApi, cartApi }),
    ...createSearchApi(products, admission),
    ...createFactApi(facts, machines.cart !== cartMachine || machines.order !== orderMachine),
    ...createQuarantineApi(parts),
    ...createHealthApi(parts),
    ...createStatsApi(parts),
    explain(sku) {
      check.id('sku', sku);
      return explain(sku, { ledger: stock.ledger, orders: orderApi, carts: cartApi });
    },
    audit() {
      const problems = engine.audit();
      return { ok: problems.length === 0, problems };
    },
    watch: (options = {}) => pages.serve(options),
    async close() {
      // Commands that wait were called before the shop is closed.
      admission.runAll();
      await engine.close().finally(() => pages.close());
    },
  };
  const watched: WatchedShop = { ...shop, engine, currency: terms.currency };
  const pages = new LivePages(watched);
  noteEngine(shop, { engine, now: health.now, watched });
  publishToChannels({ engine, shop, now: health.now });
  return shop;
}
