import { createShop, type Shop } from '../../src/index.ts';
import { expectOk } from '../../src/terminal/expectOk.ts';
import { closedLoop } from '../closedLoop/closedLoop.ts';
import { type Purchase, Purchases, skuOf, userIdOf } from '../closedLoop/purchases.ts';
import { seeded } from '../harness/seeded.ts';
import { BATCH, IN_FLIGHT, PRODUCTS, SEED, STOCK } from './limits.ts';
import { expectCount, type MicroBenchmark } from './microBenchmark.ts';

/** The highest rates of a whole shop, in a closed loop. */
export const shopBenchmarks: readonly MicroBenchmark[] = [
  {
    name: 'checkout of two lines, warm cart',
    async open() {
      const shop = await openShop();
      const purchases = newPurchases();
      let batch: readonly Purchase[] = [];
      return {
        operations: BATCH,
        async prepare() {
          batch = purchases.take(BATCH);
          for (const purchase of batch) await fillCart(shop, purchase);
        },
        callAsync: () => loop(batch, async ({ userId }) => expectOk(await shop.checkout(userId))),
        verify: (calls) => checkSales(shop, calls * BATCH),
        close: () => shop.close(),
      };
    },
  },
  {
    name: 'cart to delivered, two lines',
    async open() {
      const shop = await openShop();
      const purchases = newPurchases();
      return {
        operations: BATCH,
        callAsync: () => loop(purchases.take(BATCH), (purchase) => runLifecycle(shop, purchase)),
        verify: (calls) => checkSales(shop, calls * BATCH),
        close: () => shop.close(),
      };
    },
  },
];

async function openShop(): Promise<Shop> {
  // A call may wait only for promises that are already settled: the process has no other work.
  const shop = await createShop({ sliceMs: Number.POSITIVE_INFINITY });
  for (let product = 0; product < PRODUCTS; product++) {
    const sku = skuOf(product);
    const details = { name: `Product ${product}`, category: 'all', priceMinor: 1000 };
    expectOk(await shop.products.add({ sku, ...details, stock: STOCK }));
  }
  for (let user = 0; user < BATCH; user++) {
    expectOk(await shop.users.register({ userId: userIdOf(user), name: 'User' }));
  }
  return shop;
}

function newPurchases(): Purchases {
  return new Purchases({ products: PRODUCTS, users: BATCH }, seeded(SEED));
}

async function fillCart(shop: Shop, { userId, skus }: Purchase): Promise<void> {
  for (const sku of skus) expectOk(await shop.carts.add(userId, sku, 1));
}

async function loop(
  batch: readonly Purchase[],
  work: (purchase: Purchase) => Promise<unknown>,
): Promise<void> {
  await closedLoop(batch, { inFlight: IN_FLIGHT }, work);
}

async function runLifecycle(shop: Shop, purchase: Purchase): Promise<void> {
  await fillCart(shop, purchase);
  const { orderId } = expectOk(await shop.checkout(purchase.userId)).order;
  expectOk(await shop.orders.confirm(orderId));
  expectOk(await shop.orders.ship(orderId, { trackingNumber: 'T-1' }));
  expectOk(await shop.orders.deliver(orderId));
}

/** Checks that each sale has taken two units from the stock. */
function checkSales(shop: Shop, sales: number): void {
  let sold = 0;
  for (let product = 0; product < PRODUCTS; product++) {
    sold += STOCK - (shop.products.get(skuOf(product))?.available ?? Number.NaN);
  }
  expectCount('units sold', sold, 2 * sales);
}
