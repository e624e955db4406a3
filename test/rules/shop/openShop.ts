import {
  type Answer,
  type CheckoutOptions,
  createShop,
  memoryStore,
  type Order,
  type Shop,
  type ShopFact,
  type ShopOptions,
  type Store,
} from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** When the clock of every shop here begins. */
export const START = Date.UTC(2026, 0, 1);

/** A shop with ten mugs, three lamps and one vase; Ada and Bob, and Mia, who is a member. */
export async function openShop(options: Omit<ShopOptions, 'clock'> = {}) {
  const clock = simulatedClock(START);
  const shop = await createShop({ clock, ...options });
  const facts: ShopFact[] = [];
  await shop.products.add({
    sku: 'mug',
    name: 'Mug',
    category: 'kitchen',
    priceMinor: 900,
    stock: 10,
  });
  await shop.products.add({
    sku: 'lamp',
    name: 'Lamp',
    category: 'home',
    priceMinor: 2501,
    stock: 3,
  });
  await shop.products.add({
    sku: 'vase',
    name: 'Vase',
    category: 'home',
    priceMinor: 1,
    stock: 1,
  });
  await shop.users.register({ userId: 'ada', name: 'Ada' });
  await shop.users.register({ userId: 'bob', name: 'Bob' });
  await shop.users.register({ userId: 'mia', name: 'Mia', member: true });
  shop.on('*', (fact) => facts.push(fact));
  return { shop, clock, facts };
}

/** The answer, which must not be a refusal. */
export function accepted<Result extends object>(answer: Answer<Result>): Result {
  if (answer.ok) return answer;
  throw new Error(`refused: ${JSON.stringify(answer.refusal)}`);
}

export async function fillCart(
  shop: Shop,
  userId: string,
  lines: Readonly<Record<string, number>>,
): Promise<void> {
  for (const [sku, quantity] of Object.entries(lines)) {
    accepted(await shop.carts.add(userId, sku, quantity));
  }
}

export async function buy(
  shop: Shop,
  userId: string,
  lines: Readonly<Record<string, number>>,
  options?: CheckoutOptions,
): Promise<Order> {
  await fillCart(shop, userId, lines);
  return accepted(await shop.checkout(userId, options)).order;
}

/** Takes an order as far as the state, by the shortest way. */
export async function orderIn(
  state: 'pending' | 'confirmed' | 'shipped' | 'delivered' | 'cancelled',
  shop: Shop,
): Promise<string> {
  const { orderId } = await buy(shop, 'ada', { mug: 2 });
  if (state === 'pending') return orderId;
  if (state === 'cancelled') {
    accepted(await shop.orders.cancel(orderId));
    return orderId;
  }
  accepted(await shop.orders.confirm(orderId));
  if (state === 'confirmed') return orderId;
  accepted(await shop.orders.ship(orderId, { trackingNumber: 'T1' }));
  if (state === 'shipped') return orderId;
  accepted(await shop.orders.deliver(orderId));
  return orderId;
}

/** A store that makes nothing durable between `stall` and `goOn`. */
export function stallingStore(): { store: Store; stall: () => void; goOn: () => void } {
  const inner = memoryStore();
  let waiting: (() => void)[] | undefined;
  const store: Store = {
    ...inner,
    commit(batch) {
      inner.commit(batch);
      return waiting === undefined
        ? undefined
        : new Promise((resolve) => waiting?.push(() => resolve()));
    },
  };
  return {
    store,
    stall: () => {
      waiting = [];
    },
    goOn: () => {
      const durable = waiting ?? [];
      waiting = undefined;
      for (const tell of durable) tell();
    },
  };
}
