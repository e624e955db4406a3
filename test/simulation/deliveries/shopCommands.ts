import type { Seeded } from '../../../bench/harness/seeded.ts';
import type { Preferences, Shop } from '../../../src/index.ts';
import { pick } from '../drawCommand.ts';
import { USERS } from './deliveryTerms.ts';

/** A command to a shop, as a line of code and as a call. */
export interface ShopCommand {
  readonly text: string;
  readonly run: (shop: Shop) => Promise<unknown>;
}

/** What commands are drawn from. */
export interface CommandSources {
  readonly random: Seeded;
  /** The orders so far, the oldest first. */
  readonly orderIds: readonly string[];
  /** The names of the channels to people. */
  readonly channelNames: readonly string[];
}

const SKUS = ['mug', 'lamp', 'vase'];

/** Users and products, so that the commands after them have something to act on. */
export const FIRST_COMMANDS: readonly ShopCommand[] = [
  ...USERS.map((user) => ({
    text: `register(${user.userId})`,
    run: (shop: Shop) => shop.users.register(user),
  })),
  ...SKUS.map((sku, index) => ({
    text: `add(${sku})`,
    run: (shop: Shop) =>
      shop.products.add({ sku, name: sku, category: 'home', priceMinor: 100, stock: 6 * index }),
  })),
];

const TYPES = ['order.placed', 'order.shipped', 'cart.expired', 'product.backInStock'];

const DRAWS: readonly {
  readonly weight: number;
  readonly draw: (sources: CommandSources) => ShopCommand;
}[] = [
  { weight: 24, draw: ({ random }) => buy(random) },
  { weight: 6, draw: ({ random }) => addToCart(random) },
  { weight: 30, draw: moveOn },
  { weight: 5, draw: cancel },
  {
    weight: 8,
    draw({ random }) {
      const [sku, quantity] = [pick(random, SKUS), 1 + random.integer(4)];
      return {
        text: `restock(${sku}, ${quantity})`,
        run: (shop) => shop.products.restock(sku, quantity),
      };
    },
  },
  {
    weight: 8,
    draw({ random }) {
      const [userId, sku] = [user(random), pick(random, SKUS)];
      return {
        text: `notifyWhenInStock(${sku}, ${userId})`,
        run: (shop) => shop.products.notifyWhenInStock(sku, userId),
      };
    },
  },
  {
    weight: 7,
    draw({ random, channelNames }) {
      const [userId, channel] = [user(random), pick(random, channelNames)];
      const wanted: Preferences[string] = pick(random, [true, true, false, TYPES]);
      return {
        text: `preferences(${userId}, ${channel}: ${wanted})`,
        run: (shop) => shop.users.preferences(userId, { [channel]: wanted }),
      };
    },
  },
];

const TOTAL = DRAWS.reduce((sum, { weight }) => sum + weight, 0);

export function drawShopCommand(sources: CommandSources): ShopCommand {
  let left = sources.random.integer(TOTAL);
  for (const { weight, draw } of DRAWS) {
    if (left < weight) return draw(sources);
    left -= weight;
  }
  throw new Error('the weights do not add up');
}

function user(random: Seeded): string {
  return pick(random, USERS).userId;
}

function addToCart(random: Seeded): ShopCommand {
  const [userId, sku, quantity] = [user(random), pick(random, SKUS), 1 + random.integer(2)];
  return {
    text: `carts.add(${userId}, ${sku}, ${quantity})`,
    run: (shop) => shop.carts.add(userId, sku, quantity),
  };
}

/** A checkout, mostly of what is added right before it. */
function buy(random: Seeded): ShopCommand {
  const { text, run } = addToCart(random);
  const userId = user(random);
  return {
    text: `${text} and checkout(${userId})`,
    async run(shop) {
      const added = run(shop);
      await Promise.all([added, shop.checkout(userId)]);
    },
  };
}

/** Takes an order to its next state. */
function moveOn(sources: CommandSources): ShopCommand {
  const orderId = order(sources);
  return {
    text: `moveOn(${orderId})`,
    async run(shop) {
      const { state } = shop.orders.get(orderId) ?? {};
      if (state === 'pending') await shop.orders.confirm(orderId);
      else if (state === 'confirmed') await shop.orders.ship(orderId, { trackingNumber: 'T1' });
      else await shop.orders.deliver(orderId);
    },
  };
}

function cancel(sources: CommandSources): ShopCommand {
  const orderId = order(sources);
  return { text: `cancel(${orderId})`, run: (shop) => shop.orders.cancel(orderId) };
}

/** Mostly one of the newest orders: an older one is often in its final state. */
function order({ random, orderIds }: CommandSources): string {
  const recent = random.integer(4) > 0 ? orderIds.slice(-3) : orderIds;
  return recent.length === 0 ? 'none' : pick(random, recent);
}
