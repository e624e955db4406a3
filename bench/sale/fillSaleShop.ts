import type { Answer, Shop } from '../../src/index.ts';
import type { OnProgress } from '../scaling/point.ts';
import { HOT_PRODUCTS, HOT_STOCK_SHARE, PLENTY } from './limits.ts';
import { requestsPerSecond, type SaleSettings } from './readArguments.ts';
import type { SaleIds } from './saleShop.ts';

/** Commands that are issued together, between two progress updates: they share commits to a disk. */
const STEP = 1000;

/** Adds the products and users of a sale to an empty shop, which may be of another build. */
export async function fillSaleShop(
  shop: Pick<Shop, 'products' | 'users'>,
  settings: SaleSettings,
  ids: SaleIds,
  onProgress: OnProgress,
): Promise<void> {
  const firstHot = settings.hot > 0 ? settings.products - HOT_PRODUCTS : settings.products;
  const each = eachWith(onProgress);
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

function eachWith(onProgress: OnProgress) {
  return async (
    stage: string,
    ids: readonly string[],
    add: (id: string, index: number) => Promise<Answer<object>>,
  ): Promise<void> => {
    for (let first = 0; first < ids.length; first += STEP) {
      const answers = await Promise.all(
        ids.slice(first, first + STEP).map((id, index) => patiently(() => add(id, first + index))),
      );
      const refused = answers.findIndex(({ ok }) => !ok);
      if (refused >= 0) throw new Error(`${ids[first + refused]} has been refused`);
      onProgress({ stage, done: first, total: ids.length });
      // Otherwise a terminal would show no progress until the end.
      await new Promise(setImmediate);
    }
  };
}

/** Calls again at the time that a refusal says, as long as the shop is overloaded. */
async function patiently(call: () => Promise<Answer<object>>): Promise<Answer<object>> {
  for (;;) {
    const answer = await call();
    if (answer.ok || answer.refusal.code !== 'overloaded') return answer;
    const { retryAfterMs } = answer.refusal;
    await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
  }
}
