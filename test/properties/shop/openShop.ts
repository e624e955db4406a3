import {
  type Allocation,
  createShop,
  type ShopFact,
  type ShopOptions,
} from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { MAX_CART_LINES } from './cartCommands.ts';
import { code, type RealShop } from './ShopCommand.ts';
import { ShopModel } from './ShopModel.ts';

/** Four products with little stock, in three locations. */
const PRODUCTS = [
  { sku: 'a', priceMinor: 333, stock: { north: 2, south: 1 } },
  { sku: 'b', priceMinor: 1005, stock: { north: 1, south: 9, west: 2 } },
  { sku: 'c', priceMinor: 49, stock: { west: 20 }, maxPerOrder: 6 },
  { sku: 'd', priceMinor: 0, stock: { north: 0, south: 5 }, maxPerUser: 3 },
];
const USERS = [
  { userId: 'u1', member: false },
  { userId: 'u2', member: true },
  { userId: 'u3', member: false },
  { userId: 'u4', member: true },
];

/** The code that comes before a printed list of commands. */
export function preface(allocation: string): string {
  return `import * as statecart from './src/index.ts';
import { simulatedClock } from './src/testing.ts';
const { bestOf, bulkPricing, fewestLocations, inOrder, membershipPricing, mostStock } = statecart;
const clock = simulatedClock();
const shop = await statecart.createShop({ clock, allocation: ${allocation}, maxCartLines: ${MAX_CART_LINES} });
const orders: string[] = [];
shop.on('order.placed', ({ orderId }) => orders.push(orderId));
function quoted(userId: string, options: statecart.QuoteOptions) {
  const answer = shop.quote(userId, options);
  return answer.ok ? answer.quote.totalMinor : 0;
}
for (const product of ${code(PRODUCTS)})
  await shop.products.add({ ...product, name: product.sku, category: 'any' });
for (const user of ${code(USERS)})
  await shop.users.register({ ...user, name: user.userId });`;
}

/** @param options options that make no difference to what the shop does. */
export async function openShop(
  allocation: Allocation,
  options: Pick<ShopOptions, 'createId' | 'inspect' | 'store'> = {},
): Promise<{ model: ShopModel; real: RealShop }> {
  const clock = simulatedClock();
  const shop = await createShop({ clock, allocation, maxCartLines: MAX_CART_LINES, ...options });
  const orders: string[] = [];
  const facts: ShopFact[] = [];
  shop.on('order.placed', ({ orderId }) => orders.push(orderId));
  shop.on('*', (fact) => facts.push(fact));
  const model = new ShopModel();
  for (const product of PRODUCTS) {
    await shop.products.add({ ...product, name: product.sku, category: 'any' });
    const { sku, priceMinor, maxPerOrder, maxPerUser, stock } = product;
    const shelves = new Map(
      Object.entries(stock).map(([location, units]) => [
        location,
        { received: units, available: units, held: 0, shipped: 0 },
      ]),
    );
    const limits = { maxPerOrder, maxPerUser };
    model.products.set(sku, { name: sku, priceMinor, ...limits, shelves, ratings: new Map() });
  }
  for (const { userId, member } of USERS) {
    await shop.users.register({ userId, member, name: userId });
    model.users.set(userId, { member });
  }
  return { model, real: { shop, clock, orders, facts } };
}
