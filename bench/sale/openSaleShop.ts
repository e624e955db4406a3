import { createShop, type Shop } from '../../src/index.ts';
import { startProgress } from '../cli/progress.ts';
import {
  CART_EXPIRY_MS,
  HOT_PRODUCTS,
  HOT_STOCK_SHARE,
  PAYMENT_TIMEOUT_MS,
  PLENTY,
} from './limits.ts';
import { requestsPerSecond, type SaleSettings } from './readArguments.ts';
import type { SaleIds } from './saleShop.ts';

/** Between two updates of the progress. */
const STEP = 1000;

/** Opens a shop with the products and users of a sale. Its clock is the machine's. */
export async function openSaleShop(settings: SaleSettings, ids: SaleIds): Promise<Shop> {
  const shop = await createShop({
    paymentTimeoutMs: PAYMENT_TIMEOUT_MS,
    cartExpiryMs: CART_EXPIRY_MS,
  });
  const firstHot = settings.hot > 0 ? settings.products - HOT_PRODUCTS : settings.products;
  await each('products', ids.skus, (sku, index) =>
    shop.products.add({
      sku,
      name: `Product ${index}`,
      category: `category-${index % 100}`,
      priceMinor: 100 + (index % 10_000),
      stock: index < firstHot ? PLENTY : hotStock(settings),
    }),
  );
  await each('users', ids.userIds, (userId, index) =>
    shop.users.register({ userId, name: `User ${index}` }),
  );
  return shop;
}

/**
 * Units of each hot product: a share of what is asked for while it is hot, the middle third of the
 * run, so that it sells out at about the same point whatever the rate.
 */
export function hotStock(settings: SaleSettings): number {
  const { mix, hot, seconds } = settings;
  const asked = requestsPerSecond(settings) * mix.add * hot * (seconds / 3);
  return Math.max(1, Math.round((asked * HOT_STOCK_SHARE) / HOT_PRODUCTS));
}

async function each(
  what: string,
  ids: readonly string[],
  add: (id: string, index: number) => Promise<{ readonly ok: boolean }>,
): Promise<void> {
  const progress = startProgress({ label: `loading ${what}`, total: ids.length, unit: what });
  try {
    for (const [index, id] of ids.entries()) {
      const { ok } = await add(id, index);
      if (!ok) throw new Error(`${id} has been refused`);
      if (index % STEP !== 0) continue;
      progress.update(index);
      // Otherwise a terminal would show nothing until the end.
      await new Promise(setImmediate);
    }
  } finally {
    progress.stop();
  }
}
