import { inspect } from 'node:util';
import {
  createShop,
  type Order,
  type Shop,
  type ShopFact,
  type ShopOptions,
} from '../../../src/index.ts';
import { type SimulatedClock, simulatedClock } from '../../../src/testing.ts';
import { loopTurns } from '../loopTurns.ts';

/** A shop with data of every kind, and the facts that it has emitted. */
export interface Stage {
  readonly shop: Shop;
  readonly clock: SimulatedClock;
  readonly facts: ShopFact[];
  /** The users whose carts and orders are part of the picture. */
  readonly userIds: string[];
}

/** Two products; ada has a cart and a confirmed order, bob a pending order, cleo nothing. */
export async function stage(options: ShopOptions = {}): Promise<Stage> {
  const opened = await emptyStage(options);
  const { shop } = opened;
  await shop.products.add({
    sku: 'mug',
    name: 'Mug',
    category: 'kitchen',
    priceMinor: 900,
    stock: { main: 40, north: 30 },
    description: 'Holds tea',
  });
  await shop.products.add({
    sku: 'cup',
    name: 'Cup',
    category: 'kitchen',
    priceMinor: 500,
    stock: 20,
    maxPerOrder: 4,
  });
  await shop.users.register({ userId: 'ada', name: 'Ada', email: 'ada@example.org', member: true });
  await shop.users.register({ userId: 'bob', name: 'Bob' });
  await shop.users.register({ userId: 'cleo', name: 'Cleo' });
  await shop.products.review('mug', { userId: 'bob', rating: 4, text: 'round' });
  const first = await buy(opened, 'ada', { mug: 2, cup: 1 });
  await shop.orders.confirm(first.orderId);
  await buy(opened, 'bob', { mug: 1 });
  await shop.carts.add('ada', 'mug', 3);
  await shop.carts.add('ada', 'cup', 2);
  return opened;
}

export async function emptyStage(options: ShopOptions = {}): Promise<Stage> {
  const clock = simulatedClock(1_000);
  let ids = 0;
  const shop = await createShop({ clock, createId: () => `id-${++ids}`, ...options });
  const facts: ShopFact[] = [];
  shop.on('*', (fact) => facts.push(fact));
  return { shop, clock, facts, userIds: ['ada', 'bob', 'cleo'] };
}

/** Fills the cart and checks out. */
export async function buy(
  { shop }: Pick<Stage, 'shop'>,
  userId: string,
  lines: Readonly<Record<string, number>>,
): Promise<Order> {
  for (const [sku, quantity] of Object.entries(lines)) {
    const added = await shop.carts.add(userId, sku, quantity);
    if (!added.ok) throw new Error(`not added: ${inspect(added.refusal)}`);
  }
  const answer = await shop.checkout(userId);
  if (!answer.ok) throw new Error(`not bought: ${inspect(answer.refusal)}`);
  return answer.order;
}

/** A deep copy of everything that the public reads return, and of all facts emitted so far. */
export function picture({ shop, facts, userIds }: Stage) {
  const { total, items } = shop.search([], { limit: 1_000_000 });
  const orders = userIds.flatMap((userId) => shop.orders.list({ userId, limit: 1_000_000 }));
  return structuredClone({
    total,
    items,
    products: items.map(({ sku }) => ({
      product: shop.products.get(sku),
      reviews: shop.products.reviews(sku),
      stock: shop.explain(sku),
    })),
    users: userIds.map((userId) => shop.users.get(userId)),
    carts: userIds.map((userId) => shop.carts.get(userId)),
    orders: orders.map((order) => ({
      order,
      same: shop.orders.get(order.orderId),
      history: shop.orders.history(order.orderId),
    })),
    audit: shop.audit(),
    facts,
  });
}

/** The id of the user's newest order. */
export function orderOf({ shop }: Stage, userId: string): string {
  const [order] = shop.orders.list({ userId, limit: 1 });
  if (order === undefined) throw new Error(`${userId} has no order`);
  return order.orderId;
}

/** The reasons of all rejections of this process that stay unhandled while `work` runs. */
export async function unheardRejections(work: () => Promise<unknown>): Promise<unknown[]> {
  const heard = process.listeners('unhandledRejection');
  const unheard: unknown[] = [];
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', (reason) => unheard.push(reason));
  try {
    await work();
    await loopTurns();
  } finally {
    process.removeAllListeners('unhandledRejection');
    for (const listener of heard) process.on('unhandledRejection', listener);
  }
  return unheard;
}

/** The error that `work` throws or rejects with; fails if it does neither. */
export async function errorOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('expected an error, and there was none');
}
