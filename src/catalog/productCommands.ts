import { availableUnits, type ProductReviewed, receivedUnits } from '../../machines/index.ts';
import * as check from '../base/check.ts';
import { takenId } from '../base/createdIds.ts';
import { MAX_STOCK_ALERTS_PER_USER } from '../base/limits.ts';
import type { ShopLimits } from '../base/shopLimits.ts';
import { refused } from '../commands/answer.ts';
import { type CommandContext, command, nobody } from '../commands/command.ts';
import type { ListedItem } from '../items/item.ts';
import { type Review, reviewRecord } from '../schema/review.ts';
import type { Stock } from '../stock/stock.ts';
import type { Users } from '../users/users.ts';
import type { Catalog, ProductChange } from './catalog.ts';
import { productChange } from './catalogRecords.ts';
import type { Product } from './product.ts';
import {
  assertCountable,
  checkChange,
  checkProduct,
  checkReview,
  MAIN_LOCATION,
  type NewProduct,
  type NewReview,
} from './productArguments.ts';
import type { StockAlerts } from './stockAlerts.ts';

/** The parts of the shop that product commands work on. */
export interface ProductCommandContext extends CommandContext {
  readonly catalog: Catalog;
  readonly users: Users;
  readonly stock: Stock;
  readonly stockAlerts: StockAlerts;
  readonly terms: { readonly limits: ShopLimits };
  readonly createId: () => string;
}

/** The commands of `shop.products`. */
export const productCommands = {
  add: command({
    type: 'products.add',
    commandClass: 'release',
    refusals: ['duplicate-sku'],
    check: (product: NewProduct) => checkProduct(product),
    userOf: nobody,
    run(context: ProductCommandContext, { stock: units, ...given }) {
      const { engine, catalog, stock } = context;
      const sku = given.sku ?? freshSku(context);
      if (catalog.find(sku) !== undefined) return refused({ code: 'duplicate-sku', sku });
      const item = catalog.add({ ...given, sku, createdAt: engine.now() }, engine.turnNumber);
      engine.stageIfDurable(() => productChange(item));
      stock.send({ type: 'inventory.register', sku, stock: units });
      return answer(context, item);
    },
  }),

  update: command({
    type: 'products.update',
    commandClass: 'release',
    refusals: ['unknown-product'],
    check: (sku: string, change: ProductChange) => ({
      sku: check.id('sku', sku),
      change: checkChange(change),
    }),
    userOf: nobody,
    run(context: ProductCommandContext, { sku, change }) {
      const { engine, catalog } = context;
      const item = catalog.find(sku);
      if (item === undefined) return refused({ code: 'unknown-product', sku });
      catalog.update(item, change);
      engine.stageIfDurable(() => productChange(item));
      return answer(context, item);
    },
  }),

  restock: command({
    type: 'products.restock',
    commandClass: 'release',
    refusals: ['unknown-product'],
    check(sku: string, quantity: number, options: { location?: string } = {}) {
      check.id('sku', sku);
      check.quantity('quantity', quantity);
      check.fields('options', options, ['location']);
      const location =
        check.optional(options.location, (value) => check.id('location', value)) ?? MAIN_LOCATION;
      return { sku, quantity, location };
    },
    userOf: nobody,
    run(context: ProductCommandContext, { sku, quantity, location }) {
      const { catalog, stock } = context;
      const item = catalog.find(sku);
      if (item === undefined) return refused({ code: 'unknown-product', sku });
      assertCountable('quantity', receivedUnits(item) + quantity, quantity);
      stock.send({ type: 'inventory.restock', sku, location, quantity });
      return answer(context, item);
    },
  }),

  review: command({
    type: 'products.review',
    commandClass: 'browse',
    refusals: ['unknown-user', 'unknown-product', 'overloaded'],
    check: (sku: string, review: NewReview) => ({
      sku: check.id('sku', sku),
      review: checkReview(review),
    }),
    userOf: ({ review }) => review.userId,
    run(context: ProductCommandContext, { sku, review: { userId, rating, text } }) {
      const { engine, catalog, users, terms } = context;
      const max = terms.limits.maxTextLength;
      check.optional(text, (value) => check.text('text', value, { min: 0, max }));
      if (users.get(userId) === undefined) return refused({ code: 'unknown-user', userId });
      const item = catalog.find(sku);
      if (item === undefined) return refused({ code: 'unknown-product', sku });
      const at = engine.now();
      const review: Review = { userId, rating, at, ...(text !== undefined && { text }) };
      const place = catalog.review(item, review);
      engine.stageIfDurable(() => reviewRecord.put(reviewRecord.key(sku, place), review));
      engine.emit<ProductReviewed>({ type: 'product.reviewed', sku, userId, rating });
      return answer(context, item);
    },
  }),

  notifyWhenInStock: command({
    type: 'products.notifyWhenInStock',
    commandClass: 'browse',
    refusals: ['unknown-user', 'unknown-product', 'stock-alert-limit', 'overloaded'],
    check: (sku: string, userId: string) => ({
      sku: check.id('sku', sku),
      userId: check.id('userId', userId),
    }),
    userOf: ({ userId }) => userId,
    run(context: ProductCommandContext, { sku, userId }) {
      const { catalog, users, stockAlerts } = context;
      const user = users.get(userId);
      if (user === undefined) return refused({ code: 'unknown-user', userId });
      const item = catalog.find(sku);
      if (item === undefined) return refused({ code: 'unknown-product', sku });
      const isWaiting = stockAlerts.has(userId, sku);
      if (isWaiting || availableUnits(item) > 0) return { ...answer(context, item), isWaiting };
      if (stockAlerts.isFull(userId)) {
        const maxStockAlertsPerUser = MAX_STOCK_ALERTS_PER_USER;
        return refused({ code: 'stock-alert-limit', maxStockAlertsPerUser });
      }
      stockAlerts.add(user.userId, item.sku);
      return { ...answer(context, item), isWaiting: true };
    },
  }),
};

/** The answer with the product after the command. */
function answer(
  { catalog }: ProductCommandContext,
  item: ListedItem,
): { readonly ok: true; readonly product: Product } {
  return { ok: true, product: catalog.viewOf(item) };
}

/** @throws UserCodeError if `createId` makes the SKU of an existing product. */
function freshSku({ catalog, createId }: ProductCommandContext): string {
  const sku = createId();
  if (catalog.find(sku) === undefined) return sku;
  throw takenId('product', sku);
}
