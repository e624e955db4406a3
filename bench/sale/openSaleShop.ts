import { createShop, type Shop } from '../../src/index.ts';
import { lmdbStore } from '../../src/lmdb.ts';
import { startProgress } from '../../src/terminal/progress.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import {
  CART_EXPIRY_MS,
  HOT_PRODUCTS,
  HOT_STOCK_SHARE,
  PAYMENT_TIMEOUT_MS,
  PLENTY,
} from './limits.ts';
import { requestsPerSecond, type SaleSettings } from './readArguments.ts';
import type { SaleIds } from './saleShop.ts';

/** Commands that are issued together, between two progress updates: they share commits to a disk. */
const STEP = 1000;

/** A shop, and the clean-up after it is closed. */
export interface OpenedSaleShop {
  readonly shop: Shop;
  /** Removes the files that the shop has written. */
  readonly cleanUp: () => void;
}

/** Opens a shop with the products and users of a sale. Its clock is the machine's. */
export async function openSaleShop(settings: SaleSettings, ids: SaleIds): Promise<OpenedSaleShop> {
  const terms = { paymentTimeoutMs: PAYMENT_TIMEOUT_MS, cartExpiryMs: CART_EXPIRY_MS };
  if (settings.store === 'memory') {
    const shop = await createShop(terms);
    await fill(shop, settings, ids);
    return { shop, cleanUp: () => {} };
  }
  const { path, remove } = temporaryFolder();
  const shop = await createShop({ ...terms, store: await lmdbStore({ path }) });
  await fill(shop, settings, ids);
  return { shop, cleanUp: remove };
}

async function fill(shop: Shop, settings: SaleSettings, ids: SaleIds): Promise<void> {
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
}

/**
 * Returns the units of each hot product: a share of the units that are requested in the middle third
 * of the run, so that it sells out at about the same point at every rate.
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
    for (let first = 0; first < ids.length; first += STEP) {
      const answers = await Promise.all(
        ids.slice(first, first + STEP).map((id, index) => add(id, first + index)),
      );
      const refused = answers.findIndex(({ ok }) => !ok);
      if (refused >= 0) throw new Error(`${ids[first + refused]} has been refused`);
      progress.update(first);
      // Otherwise a terminal would show no progress until the end.
      await new Promise(setImmediate);
    }
  } finally {
    progress.stop();
  }
}
