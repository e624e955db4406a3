import type { Seeded } from '../../bench/harness/seeded.ts';
import type { Command } from './command.ts';
import { USER_IDS } from './shopState.ts';

const SKUS = ['mug', 'lamp', 'vase', 'rug'];
const KEYS = ['k1', 'k2', 'k3'];

/** What commands are drawn from. */
export interface Sources {
  readonly random: Seeded;
  /** Ids of all orders placed, also of those that a crash has undone. */
  readonly orderIds: readonly string[];
}

type Draw = (sources: Sources) => Command;

const draws: readonly (readonly [weight: number, draw: Draw])[] = [
  [2, register],
  [2, addProduct],
  [2, update],
  [5, restock],
  [3, review],
  [22, addLine],
  [4, setQuantity],
  [3, removeLine],
  [1, clearCart],
  [22, checkout],
  [34, moveOrder],
];
const TOTAL = draws.reduce((sum, [weight]) => sum + weight, 0);

export function drawCommand(sources: Sources): Command {
  const { random } = sources;
  let left = random.integer(TOTAL);
  for (const [weight, draw] of draws) {
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

function register({ random }: Sources): Command {
  return registerAs(pick(random, USER_IDS), random);
}

function registerAs(userId: string, random: Seeded): Command {
  const user = { userId, name: `${userId} ${random.integer(100)}`, member: random.integer(2) > 0 };
  return {
    text: `users.register(${show(user)})`,
    run: (shop) => shop.users.register(user),
  };
}

function addProduct({ random }: Sources): Command {
  return addAs(pick(random, SKUS), random);
}

function addAs(sku: string, random: Seeded): Command {
  const [berlin, lyon] = [random.integer(8), random.integer(6)];
  const stock = random.integer(2) > 0 ? berlin + lyon : { lyon, berlin };
  const maxPerOrder = random.integer(3) > 0 ? {} : { maxPerOrder: 2 };
  const product = { sku, name: sku, category: 'home', priceMinor: 1 + random.integer(999), stock };
  return {
    text: `products.add(${show({ ...product, ...maxPerOrder })})`,
    run: (shop) => shop.products.add({ ...product, ...maxPerOrder }),
    receives: { sku, quantity: berlin + lyon },
  };
}

function update({ random }: Sources): Command {
  const sku = pick(random, SKUS);
  const priceMinor = 1 + random.integer(999);
  const change = pick(random, [{ priceMinor }, { name: `new ${sku}` }, { maxPerOrder: 2 }]);
  return {
    text: `products.update(${show(sku, change)})`,
    run: (shop) => shop.products.update(sku, change),
  };
}

function restock({ random }: Sources): Command {
  const sku = pick(random, SKUS);
  const quantity = 1 + random.integer(5);
  const location = pick(random, ['main', 'lyon', 'oslo']);
  return {
    text: `products.restock(${show(sku, quantity, { location })})`,
    run: (shop) => shop.products.restock(sku, quantity, { location }),
    receives: { sku, quantity },
  };
}

function review({ random }: Sources): Command {
  const sku = pick(random, SKUS);
  const given = { userId: pick(random, USER_IDS), rating: 1 + random.integer(5) };
  return {
    text: `products.review(${show(sku, given)})`,
    run: (shop) => shop.products.review(sku, given),
  };
}

function addLine({ random }: Sources): Command {
  const [userId, sku] = [pick(random, USER_IDS), pick(random, SKUS)];
  const quantity = 1 + random.integer(3);
  return {
    text: `carts.add(${show(userId, sku, quantity)})`,
    run: (shop) => shop.carts.add(userId, sku, quantity),
  };
}

function setQuantity({ random }: Sources): Command {
  const [userId, sku] = [pick(random, USER_IDS), pick(random, SKUS)];
  const quantity = 1 + random.integer(4);
  return {
    text: `carts.setQuantity(${show(userId, sku, quantity)})`,
    run: (shop) => shop.carts.setQuantity(userId, sku, quantity),
  };
}

function removeLine({ random }: Sources): Command {
  const [userId, sku] = [pick(random, USER_IDS), pick(random, SKUS)];
  return {
    text: `carts.remove(${show(userId, sku)})`,
    run: (shop) => shop.carts.remove(userId, sku),
  };
}

function clearCart({ random }: Sources): Command {
  const userId = pick(random, USER_IDS);
  return {
    text: `carts.clear(${show(userId)})`,
    run: (shop) => shop.carts.clear(userId),
  };
}

function checkout({ random }: Sources): Command {
  const userId = pick(random, USER_IDS);
  return random.integer(3) > 0 ? keyedCheckout(userId, pick(random, KEYS)) : plainCheckout(userId);
}

function plainCheckout(userId: string): Command {
  return { text: `checkout(${show(userId)})`, run: (shop) => shop.checkout(userId) };
}

export function keyedCheckout(userId: string, idempotencyKey: string): Command {
  return {
    text: `checkout(${show(userId, { idempotencyKey })})`,
    run: (shop) => shop.checkout(userId, { idempotencyKey }),
    key: `${userId} ${idempotencyKey}`,
  };
}

function moveOrder({ random, orderIds }: Sources): Command {
  // Mostly one of the newest orders, since an older one is often in its final state.
  const recent = random.integer(4) > 0 ? orderIds.slice(-3) : orderIds;
  const orderId = recent.length === 0 ? 'none' : pick(random, recent);
  const id = show(orderId);
  return pick<() => Command>(random, [
    () => ({ text: `orders.confirm(${id})`, run: (shop) => shop.orders.confirm(orderId) }),
    () => ({ text: `orders.confirm(${id})`, run: (shop) => shop.orders.confirm(orderId) }),
    () => {
      const options = { trackingNumber: `T${random.integer(100)}` };
      return {
        text: `orders.ship(${id}, ${show(options)})`,
        run: (shop) => shop.orders.ship(orderId, options),
      };
    },
    () => ({ text: `orders.deliver(${id})`, run: (shop) => shop.orders.deliver(orderId) }),
    () => ({
      text: `orders.cancel(${id}, { reason: 'late' })`,
      run: (shop) => shop.orders.cancel(orderId, { reason: 'late' }),
    }),
  ])();
}

function show(...args: readonly unknown[]): string {
  return args.map((arg) => JSON.stringify(arg)).join(', ');
}
