import { createShop, type Shop } from '../../src/index.ts';

const PRODUCTS = 40;
const USERS = 3_000;
/** Orders per second, about. */
const RATE = 60;
const TICK_MS = 50;

export interface SellingShop {
  readonly shop: Shop;
  /** The id of an order that goes on being paid, shipped and delivered. */
  readonly orderId: () => string | undefined;
  stop(): Promise<void>;
}

/** A shop in memory with notifications, in which users buy, pay, and get their goods. */
export async function openSellingShop(): Promise<SellingShop> {
  let orders = 0;
  const shop = await createShop({
    createId: () => `order-${4711 + orders++}`,
    notifications: {
      channels: [
        {
          name: 'email',
          deliver: async (messages) =>
            messages.map(({ id }) =>
              hash(id) % 50 === 0
                ? { status: 'failed' as const, reason: '550 no such mailbox' }
                : { status: 'sent' as const },
            ),
        },
      ],
    },
  });
  for (let index = 0; index < PRODUCTS; index++) {
    const sku = index === 0 ? 'mug' : `sku-${index}`;
    const stock = { berlin: 900, lisbon: 400 };
    await shop.products.add({
      sku,
      name: `Product ${index}`,
      category: 'c',
      priceMinor: 900,
      stock,
    });
  }
  for (let index = 0; index < USERS; index++) {
    const userId = `user-${index}`;
    await shop.users.register({ userId, name: 'Ada', email: `${userId}@example.com` });
  }
  const open: string[] = [];
  const work = async () => {
    for (let count = 0; count < (RATE * TICK_MS) / 1000 / 0.6; count++) await visit(shop, open);
    for (let count = 0; count < (2 * RATE * TICK_MS) / 1000; count++) await goOn(shop, open);
  };
  let last = Promise.resolve();
  const timer = setInterval(() => {
    last = last.then(work);
  }, TICK_MS);
  return {
    shop,
    orderId: () => open.find((id) => shop.orders.get(id)?.state === 'shipped'),
    async stop() {
      clearInterval(timer);
      await last;
      await shop.close();
    },
  };
}

/** A user puts something into the cart, and most buy it. */
async function visit(shop: Shop, open: string[]): Promise<void> {
  const userId = `user-${Math.floor(Math.random() * USERS)}`;
  const index = Math.floor(Math.random() ** 3 * PRODUCTS);
  await shop.carts.add(userId, index === 0 ? 'mug' : `sku-${index}`, 1);
  if (Math.random() > 0.6) return;
  const answer = await shop.checkout(userId);
  if (answer.ok) open.push(answer.order.orderId);
}

/** One of the open orders goes on. */
async function goOn(shop: Shop, open: string[]): Promise<void> {
  if (open.length < 60) return;
  const [orderId] = open.splice(Math.floor(Math.random() * open.length), 1);
  if (orderId === undefined) return;
  const state = shop.orders.get(orderId)?.state;
  if (state === 'pending' && Math.random() < 0.1) await shop.orders.cancel(orderId);
  else if (state === 'pending') await shop.orders.confirm(orderId);
  else if (state === 'confirmed') await shop.orders.ship(orderId, { trackingNumber: 'T1' });
  else if (state === 'shipped') await shop.orders.deliver(orderId);
  if (state === 'pending' || state === 'confirmed') open.push(orderId);
}

function hash(text: string): number {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + character.charCodeAt(0)) % 9973;
  return sum;
}
