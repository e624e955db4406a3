import type { Seeded } from '../../bench/harness/seeded.ts';
import type { CommandType } from '../../src/commands/table.ts';
import type { PushSubscription } from '../../src/index.ts';
import { callOf, callText, type ShopCall, sendCall } from '../commands/shopCall.ts';
import type { Answered, Command } from './command.ts';
import { USER_IDS } from './shopState.ts';

const SKUS = ['mug', 'lamp', 'vase', 'rug'];
const KEYS = ['k1', 'k2', 'k3'];

/** What commands are drawn from. */
export interface Sources {
  readonly random: Seeded;
  /** Ids of all orders placed, also of those that a crash has undone. */
  readonly orderIds: readonly string[];
}

/** What these change is seen by channels only: the simulation of deliveries draws them. */
type DeliveryCommand = Extract<CommandType, `notifications.${string}` | 'users.preferences'>;

interface Draw {
  readonly weight: number;
  readonly draw: (sources: Sources) => Command;
}

/** How often each command of a shop is drawn, and with which arguments. */
const DRAWS: Readonly<Record<Exclude<CommandType, DeliveryCommand>, Draw>> = {
  'users.register': {
    weight: 2,
    draw: ({ random }) => registerAs(pick(random, USER_IDS), random),
  },
  'products.add': { weight: 2, draw: ({ random }) => addAs(pick(random, SKUS), random) },
  'products.update': { weight: 2, draw: update },
  'products.restock': { weight: 5, draw: restock },
  'products.review': { weight: 3, draw: review },
  'products.notifyWhenInStock': {
    weight: 3,
    draw: ({ random }) =>
      commandOf(callOf('products.notifyWhenInStock', sku(random), user(random))),
  },
  'users.addPushSubscription': {
    weight: 1,
    draw: ({ random }) =>
      commandOf(callOf('users.addPushSubscription', user(random), subscription(random))),
  },
  'users.removePushSubscription': {
    weight: 1,
    draw: ({ random }) =>
      commandOf(
        callOf('users.removePushSubscription', user(random), subscription(random).endpoint),
      ),
  },
  'carts.add': {
    weight: 22,
    draw: ({ random }) =>
      commandOf(callOf('carts.add', user(random), sku(random), 1 + random.integer(3))),
  },
  'carts.setQuantity': {
    weight: 4,
    draw: ({ random }) =>
      commandOf(callOf('carts.setQuantity', user(random), sku(random), random.integer(5))),
  },
  'carts.remove': {
    weight: 3,
    draw: ({ random }) => commandOf(callOf('carts.remove', user(random), sku(random))),
  },
  'carts.clear': {
    weight: 1,
    draw: ({ random }) => commandOf(callOf('carts.clear', user(random))),
  },
  checkout: { weight: 22, draw: checkout },
  'orders.confirm': {
    weight: 13,
    draw: (sources) => commandOf(callOf('orders.confirm', order(sources))),
  },
  'orders.ship': {
    weight: 7,
    draw(sources) {
      const options = { trackingNumber: `T${sources.random.integer(100)}` };
      return commandOf(callOf('orders.ship', order(sources), options));
    },
  },
  'orders.deliver': {
    weight: 7,
    draw: (sources) => commandOf(callOf('orders.deliver', order(sources))),
  },
  'orders.cancel': {
    weight: 6,
    draw: (sources) => commandOf(callOf('orders.cancel', order(sources), { reason: 'late' })),
  },
  'orders.send': {
    weight: 1,
    draw: (sources) => commandOf(callOf('orders.send', order(sources), { type: 'order.confirm' })),
  },
};

const TOTAL = Object.values(DRAWS).reduce((sum, { weight }) => sum + weight, 0);

export function drawCommand(sources: Sources): Command {
  let left = sources.random.integer(TOTAL);
  for (const { weight, draw } of Object.values(DRAWS)) {
    if (left < weight) return draw(sources);
    left -= weight;
  }
  throw new Error('the weights do not add up');
}

export function pick<T>(random: Seeded, from: readonly T[]): T {
  return from[random.integer(from.length)] as T;
}

/** Users and products, so that the commands after them have something to act on. */
export function firstCommands(random: Seeded): Command[] {
  const [ada, bob] = USER_IDS.map((userId) => registerAs(userId, random));
  const [mug, lamp] = SKUS.map((sku) => addAs(sku, random));
  return [ada, bob, mug, lamp] as Command[];
}

export function keyedCheckout(userId: string, idempotencyKey: string): Command {
  return {
    ...commandOf(callOf('checkout', userId, { idempotencyKey })),
    key: `${userId} ${idempotencyKey}`,
  };
}

function commandOf(call: ShopCall): Command {
  return {
    text: callText(call),
    run: (shop) => sendCall(shop, call) as Promise<Answered>,
  };
}

function user(random: Seeded): string {
  return pick(random, USER_IDS);
}

/** One of three devices. */
function subscription(random: Seeded): PushSubscription {
  return {
    endpoint: `https://push.example.com/${random.integer(3)}`,
    keys: { p256dh: 'A'.repeat(87), auth: 'A'.repeat(22) },
  };
}

function sku(random: Seeded): string {
  return pick(random, SKUS);
}

/** Mostly one of the newest orders, since an older one is often in its final state. */
function order({ random, orderIds }: Sources): string {
  const recent = random.integer(4) > 0 ? orderIds.slice(-3) : orderIds;
  return recent.length === 0 ? 'none' : pick(random, recent);
}

function registerAs(userId: string, random: Seeded): Command {
  const name = `${userId} ${random.integer(100)}`;
  return commandOf(callOf('users.register', { userId, name, member: random.integer(2) > 0 }));
}

function addAs(sku: string, random: Seeded): Command {
  const [berlin, lyon] = [random.integer(8), random.integer(6)];
  const stock = random.integer(2) > 0 ? berlin + lyon : { lyon, berlin };
  const limits = pick(random, [{}, {}, { maxPerOrder: 2 }, { maxPerUser: 3 }]);
  const product = { sku, name: sku, category: 'home', priceMinor: 1 + random.integer(999), stock };
  return {
    ...commandOf(callOf('products.add', { ...product, ...limits })),
    receives: { sku, quantity: berlin + lyon },
  };
}

function update({ random }: Sources): Command {
  const sku = pick(random, SKUS);
  const priceMinor = 1 + random.integer(999);
  const maxPerOrder = pick(random, [2, 2, null]);
  const maxPerUser = pick(random, [2, 4, null]);
  const change = pick(random, [
    { priceMinor },
    { name: `new ${sku}` },
    { maxPerOrder },
    { maxPerUser },
  ]);
  return commandOf(callOf('products.update', sku, change));
}

function restock({ random }: Sources): Command {
  const sku = pick(random, SKUS);
  const quantity = 1 + random.integer(5);
  const location = pick(random, ['main', 'lyon', 'oslo']);
  return {
    ...commandOf(callOf('products.restock', sku, quantity, { location })),
    receives: { sku, quantity },
  };
}

function review({ random }: Sources): Command {
  const sku = pick(random, SKUS);
  const given = { userId: pick(random, USER_IDS), rating: 1 + random.integer(5) };
  return commandOf(callOf('products.review', sku, given));
}

function checkout({ random }: Sources): Command {
  const userId = pick(random, USER_IDS);
  if (random.integer(3) > 0) return keyedCheckout(userId, pick(random, KEYS));
  return commandOf(callOf('checkout', userId));
}
