import { createShop, type Shop, type ShopOptions } from '../../../src/index.ts';
import { BusyClock } from '../../load/busyClock.ts';
import { loopTurn } from '../loopTurns.ts';

const USERS = ['ada', 'bob', 'cem', 'dua', 'eva'] as const;

/** A shop with many mugs and five users, on a clock on which a command takes one millisecond from now on. */
export async function openBusyShop(options: Omit<ShopOptions, 'clock'> = {}) {
  const clock = new BusyClock();
  const shop = await createShop({ clock, ...options });
  await shop.products.add({
    sku: 'mug',
    name: 'Mug',
    category: 'kitchen',
    priceMinor: 900,
    stock: 1_000_000,
  });
  for (const userId of USERS) await shop.users.register({ userId, name: userId });
  await loopTurn();
  clock.costMs = 1;
  return { shop, clock };
}

/** Calls `carts.add` many times in one turn of the event loop. @returns the answers, also while they are awaited. */
export function addMugs(shop: Shop, count: number, userId = 'ada') {
  return Array.from({ length: count }, () => shop.carts.add(userId, 'mug', 1));
}
