import { beforeAll, describe, expect, it } from 'vitest';
import { INVENTORY, ORDER_FACTORY } from '../../machines/index.ts';
import { createShop, type Shop } from '../../src/index.ts';
import { expectOk } from '../../src/terminal/expectOk.ts';
import { simulatedClock } from '../../src/testing.ts';
import { countLookups } from './countLookups.ts';

const USERS = 50;
const USER = 'user7';
const SKUS = ['mug', 'lamp'] as const;
const [MUG, LAMP] = SKUS;
const tracked = { trackingNumber: 'T-1' };

/** What has to happen before a command. @returns the id of the order that the command is about. */
type Prepare = (shop: Shop) => Promise<string | undefined>;
type Command = (shop: Shop, orderId: string) => unknown;
/** The most look-ups by the id of the user, SKUs, the id of the order, addresses of actors, and all other keys. */
type Most = readonly [
  users: number,
  products: number,
  orders: number,
  addresses: number,
  others: number,
];

const empty: Prepare = async (shop) => {
  await shop.carts.clear(USER);
  return undefined;
};
const filled =
  (...skus: readonly string[]): Prepare =>
  async (shop) => {
    await empty(shop);
    for (const sku of skus) expectOk(await shop.carts.add(USER, sku, 1));
    return undefined;
  };
const pending: Prepare = async (shop) => {
  await filled(MUG, LAMP)(shop);
  return expectOk(await shop.checkout(USER)).order.orderId;
};
const confirmed: Prepare = async (shop) => {
  const orderId = (await pending(shop)) as string;
  expectOk(await shop.orders.confirm(orderId));
  return orderId;
};
const shipped: Prepare = async (shop) => {
  const orderId = (await confirmed(shop)) as string;
  expectOk(await shop.orders.ship(orderId, tracked));
  return orderId;
};

/** What was found last may be found faster: another user comes between. */
async function otherUser(shop: Shop): Promise<void> {
  expectOk(await shop.carts.add('user8', 'vase', 1));
  const { orderId } = expectOk(await shop.checkout('user8')).order;
  expectOk(await shop.orders.cancel(orderId));
}

/**
 * Other keys are kinds of actors, types of events, transitions and interned words: their maps are small. The numbers may
 * become smaller; a larger one needs a reason.
 */
const COMMANDS: readonly (readonly [name: string, Most, Prepare, Command])[] = [
  ['carts.add, first line', [1, 2, 0, 0, 7], empty, (shop) => shop.carts.add(USER, MUG, 1)],
  ['carts.add, second line', [1, 2, 0, 0, 4], filled(MUG), (shop) => shop.carts.add(USER, LAMP, 1)],
  ['carts.get', [1, 0, 0, 0, 1], filled(MUG, LAMP), (shop) => shop.carts.get(USER)],
  ['products.get', [0, 1, 0, 0, 0], empty, (shop) => shop.products.get(MUG)],
  ['checkout, two lines', [1, 0, 1, 3, 11], filled(MUG, LAMP), (shop) => shop.checkout(USER)],
  ['orders.get', [0, 0, 1, 0, 1], pending, (shop, id) => shop.orders.get(id)],
  ['orders.confirm', [0, 0, 1, 0, 3], pending, (shop, id) => shop.orders.confirm(id)],
  ['orders.ship', [0, 0, 1, 1, 5], confirmed, (shop, id) => shop.orders.ship(id, tracked)],
  ['orders.deliver', [0, 0, 1, 0, 5], shipped, (shop, id) => shop.orders.deliver(id)],
  ['orders.cancel', [0, 0, 1, 1, 6], pending, (shop, id) => shop.orders.cancel(id)],
];

describe('a command looks up in maps and indexes at most what the table says:', () => {
  let shop: Shop;
  let ids = 0;
  beforeAll(async () => {
    shop = await createShop({ clock: simulatedClock(), createId: () => `id${++ids}` });
    for (const sku of [...SKUS, 'vase']) {
      await shop.products.add({ sku, name: sku, category: 'home', priceMinor: 500, stock: 1000 });
    }
    for (let user = 0; user < USERS; user++) {
      const userId = `user${user}`;
      await shop.users.register({ userId, name: userId });
      await shop.carts.add(userId, MUG, 1);
      await shop.checkout(userId);
      await shop.carts.add(userId, LAMP, 1);
    }
  });

  it.each(COMMANDS)('%s: %j', async (_name, most, prepare, run) => {
    const prepared = await prepare(shop);
    await otherUser(shop);
    const orderId = prepared ?? `id${ids + 1}`;
    const keys = {
      users: [USER],
      products: SKUS,
      orders: [orderId],
      addresses: [`cart:${USER}`, `order:${orderId}`, INVENTORY, ORDER_FACTORY],
    };
    let answer: unknown;
    const counted = await countLookups(keys, async () => {
      answer = await run(shop, orderId);
    });
    expect(answer).not.toMatchObject({ ok: false });
    expect(Object.values(counted).some((count) => count > 0)).toBe(true);
    const { users, products, orders, addresses, other } = counted;
    for (const [index, count] of [users, products, orders, addresses, other].entries()) {
      expect(count, JSON.stringify(counted)).toBeLessThanOrEqual(most[index] as number);
    }
  });
});
