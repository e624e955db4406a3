import type { Answer, Shop } from '../../src/index.ts';
import { expectOk } from '../../src/terminal/expectOk.ts';
import type { SimulatedClock } from '../../src/testing.ts';
import { drawPair, skuOf, userIdOf } from '../closedLoop/purchases.ts';
import type { Seeded } from '../harness/seeded.ts';
import { GROUP, GROUP_MS, STOCK } from './limits.ts';
import { flatText, type Texts } from './texts.ts';
import type { Thing } from './things.ts';

/** What the things of one kind are made with. */
export interface Filling {
  /** That of the shop. */
  readonly clock: SimulatedClock;
  readonly texts: Texts;
  /** Draws the products that are bought. */
  readonly random: Seeded;
  /** Things of each kind. */
  readonly count: number;
}

/** Makes the things of one kind. @returns how many there are of them. */
type Fill = (shop: Shop, filling: Filling) => Promise<number>;

/** One command for the thing of this number. */
type Step = (index: number) => Promise<Answer<object>>;

/** How the things of each kind are made. Of users there are twice as many: see {@link buyerOf}. */
export const FILL: Readonly<Record<Thing, Fill>> = {
  product: (shop, filling) =>
    inGroups(filling.count, filling.clock, [(index) => addProduct(shop, filling.texts, index)]),
  user: (shop, { count, clock, texts }) =>
    inGroups(2 * count, clock, [
      (index) => {
        const email = flatText(`${userIdOf(index)}@example.com`);
        return shop.users.register({ userId: userIdOf(index), name: texts.name(), email });
      },
    ]),
  review: (shop, { count, clock, texts, random }) =>
    inGroups(count, clock, [
      (index) => {
        const review = { rating: 1 + random.integer(5), text: texts.description() };
        return shop.products.review(skuOf(index), { userId: userIdOf(index), ...review });
      },
    ]),
  'open cart': (shop, filling) =>
    inGroups(filling.count, filling.clock, addTwoLines(shop, filling, userIdOf)),
  'open order': (shop, filling) =>
    inGroups(filling.count, filling.clock, placeOrder(shop, filling, [])),
  'past order': (shop, filling) => {
    const orderIds: string[] = [];
    const idOf = (index: number) => orderIds[index] as string;
    return inGroups(filling.count, filling.clock, [
      ...placeOrder(shop, filling, orderIds),
      (index) => shop.orders.confirm(idOf(index)),
      (index) => shop.orders.ship(idOf(index), { trackingNumber: trackingNumberOf(index) }),
      (index) => shop.orders.deliver(idOf(index)),
    ]);
  },
  restock: (shop, { count, clock }) =>
    inGroups(count, clock, [(index) => shop.products.restock(skuOf(index), 1)]),
};

function addProduct(shop: Shop, texts: Texts, index: number) {
  return shop.products.add({
    ...{ sku: skuOf(index), name: texts.name(), category: `category ${index % 50}` },
    ...{ priceMinor: 1000 + (index % 9000), stock: STOCK, description: texts.description() },
  });
}

/** A cart of two lines for each user: one unit each of two random products. */
function addTwoLines(
  shop: Shop,
  { count, random }: Filling,
  userOf: (index: number) => string,
): Step[] {
  const pairs = Array.from({ length: count }, () => drawPair(count, random));
  return ([0, 1] as const).map((line) => (index) => {
    const product = (pairs[index] as [number, number])[line];
    return shop.carts.add(userOf(index), skuOf(product), 1);
  });
}

/** The steps up to an order that waits for its payment. @param orderIds gets the id of each. */
function placeOrder(shop: Shop, filling: Filling, orderIds: string[]): Step[] {
  const userOf = (index: number) => buyerOf(index, filling);
  return [
    ...addTwoLines(shop, filling, userOf),
    async (index) => {
      const answer = await shop.checkout(userOf(index));
      orderIds[index] = expectOk(answer).order.orderId;
      return answer;
    },
  ];
}

/** Users who buy are none of those with an open cart, so that buying leaves these carts as they are. */
function buyerOf(index: number, { count }: Filling): string {
  return userIdOf(count + index);
}

/** As long as those of large carriers: `1Z0000000000000042`. */
function trackingNumberOf(index: number): string {
  return flatText(`1Z${String(index).padStart(16, '0')}`);
}

/**
 * Runs the steps of each thing, and each step for a group of things at once.
 *
 * @throws Error if a command is refused.
 */
async function inGroups(
  count: number,
  clock: SimulatedClock,
  steps: readonly Step[],
): Promise<number> {
  for (let first = 0; first < count; first += GROUP) {
    const indices = Array.from({ length: Math.min(GROUP, count - first) }, (_, at) => first + at);
    for (const step of steps) {
      for (const answer of await Promise.all(indices.map(step))) expectOk(answer);
      clock.advance(GROUP_MS);
    }
  }
  return count;
}
