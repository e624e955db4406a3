import type { Answered, Command } from './command.ts';
import type { RandomSource } from './randomSource.ts';
import type { Sources } from './runPlan.ts';
import { callOf, callShop, callText, type ShopCall } from './shopCall.ts';

/** How often a command is drawn, and with which arguments. */
export interface Draw {
  readonly weight: number;
  readonly draw: (sources: Sources) => Command;
}

const KEYS = ['k1', 'k2', 'k3'];
const LOCATIONS = ['main', 'lyon', 'oslo'];

/** The commands of users and of the owner of a shop: from the cart to the delivered order. */
export const SELLING_DRAWS = {
  'carts.add': {
    weight: 22,
    draw: (sources: Sources) =>
      commandOf(callOf('carts.add', user(sources), sku(sources), 1 + sources.random.integer(3))),
  },
  'carts.setQuantity': {
    weight: 4,
    draw: (sources: Sources) =>
      commandOf(
        callOf('carts.setQuantity', user(sources), sku(sources), sources.random.integer(5)),
      ),
  },
  'carts.remove': {
    weight: 3,
    draw: (sources: Sources) => commandOf(callOf('carts.remove', user(sources), sku(sources))),
  },
  'carts.clear': {
    weight: 1,
    draw: (sources: Sources) => commandOf(callOf('carts.clear', user(sources))),
  },
  checkout: { weight: 22, draw: checkout },
  'orders.confirm': {
    weight: 13,
    draw: (sources: Sources) => commandOf(callOf('orders.confirm', order(sources))),
  },
  'orders.ship': {
    weight: 7,
    draw(sources: Sources) {
      const options = { trackingNumber: `T${sources.random.integer(100)}` };
      return commandOf(callOf('orders.ship', order(sources), options));
    },
  },
  'orders.deliver': {
    weight: 7,
    draw: (sources: Sources) => commandOf(callOf('orders.deliver', order(sources))),
  },
  'orders.cancel': {
    weight: 6,
    draw: (sources: Sources) =>
      commandOf(callOf('orders.cancel', order(sources), { reason: 'late' })),
  },
  'products.restock': { weight: 5, draw: restock },
} as const satisfies Readonly<Record<string, Draw>>;

/** Draws one of the commands by their weights. */
export function drawFrom(draws: readonly Draw[], sources: Sources): Command {
  const total = draws.reduce((sum, { weight }) => sum + weight, 0);
  let left = sources.random.integer(total);
  for (const { weight, draw } of draws) {
    if (left < weight) return draw(sources);
    left -= weight;
  }
  throw new Error('the weights do not add up');
}

export function commandOf(call: ShopCall): Command {
  return { text: callText(call), call, run: (shop) => callShop(shop, call) as Promise<Answered> };
}

export function keyedCheckout(userId: string, idempotencyKey: string): Command {
  return {
    ...commandOf(callOf('checkout', userId, { idempotencyKey })),
    key: `${userId} ${idempotencyKey}`,
  };
}

/** Mostly one of the newest orders, since an older one is often in its final state. */
export function order({ random, orderIds }: Sources): string {
  const recent = random.integer(4) > 0 ? orderIds.slice(-3) : orderIds;
  return someOf(recent, random);
}

export function user({ random, userIds }: Sources): string {
  return someOf(userIds, random);
}

export function sku({ random, skus }: Sources): string {
  return someOf(skus, random);
}

/** One of the ids; an unknown one if there is none. */
function someOf(ids: readonly string[], random: RandomSource): string {
  return ids.length === 0 ? 'none' : random.pick(ids);
}

function checkout(sources: Sources): Command {
  const userId = user(sources);
  const { random } = sources;
  if (random.integer(3) > 0) return keyedCheckout(userId, random.pick(KEYS));
  return commandOf(callOf('checkout', userId));
}

function restock(sources: Sources): Command {
  const { random } = sources;
  const of = sku(sources);
  const quantity = 1 + random.integer(5);
  return {
    ...commandOf(callOf('products.restock', of, quantity, { location: random.pick(LOCATIONS) })),
    receives: { sku: of, quantity },
  };
}
