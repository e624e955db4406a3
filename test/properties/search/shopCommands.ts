import fc from 'fast-check';
import type { ProductChange, Shop } from '../../../src/index.ts';
import type { SimulatedClock } from '../../../src/testing.ts';
import { change, product, sku } from './arbitraries.ts';

/** What happens to a shop between two searches. The shop refuses many of these, which changes nothing. */
export type ShopCommand =
  | { readonly do: 'add'; readonly product: Parameters<Shop['products']['add']>[0] }
  | { readonly do: 'update'; readonly sku: string; readonly change: ProductChange }
  | { readonly do: 'restock'; readonly sku: string; readonly quantity: number }
  | {
      readonly do: 'review';
      readonly sku: string;
      readonly userId: string;
      readonly rating: number;
    }
  | { readonly do: 'buy'; readonly userId: string; readonly sku: string; readonly quantity: number }
  | { readonly do: 'cancel'; readonly userId: string }
  | { readonly do: 'ship'; readonly userId: string }
  | { readonly do: 'wait'; readonly ms: number };

export const USERS = ['ada', 'bob', 'cleo'];

/** The shop cancels an order that is unpaid after this time. */
export const PAYMENT_TIMEOUT_MS = 1000;

const userId = fc.constantFrom(...USERS);
const quantity = fc.integer({ min: 1, max: 2 });

const newProduct = product.map(({ sku, name, category, priceMinor, description, available }) => ({
  sku,
  name,
  category,
  priceMinor,
  stock: Math.min(available, 2),
  ...(description !== undefined && { description }),
}));

/** Limits the price so that the total of an order stays a safe integer. */
function payable<T extends { readonly priceMinor?: number }>(given: T): T {
  const { priceMinor } = given;
  return priceMinor === undefined ? given : { ...given, priceMinor: priceMinor % 1e9 };
}

export const shopCommand: fc.Arbitrary<ShopCommand> = fc.oneof(
  fc.record({ do: fc.constant('add' as const), product: newProduct.map(payable) }),
  fc.record({ do: fc.constant('update' as const), sku, change: change.map(payable) }),
  fc.record({ do: fc.constant('restock' as const), sku, quantity }),
  fc.record({
    do: fc.constant('review' as const),
    sku,
    userId,
    rating: fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({ do: fc.constant('buy' as const), userId, sku, quantity }),
  fc.record({ do: fc.constant('cancel' as const), userId }),
  fc.record({ do: fc.constant('ship' as const), userId }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 400, PAYMENT_TIMEOUT_MS) }),
);

export const shopProducts = fc.uniqueArray(newProduct.map(payable), {
  selector: ({ sku }) => sku,
  minLength: 5,
  maxLength: 15,
});

export async function run(
  { shop, clock }: { readonly shop: Shop; readonly clock: SimulatedClock },
  command: ShopCommand,
): Promise<void> {
  switch (command.do) {
    case 'add':
      await shop.products.add(command.product);
      break;
    case 'update':
      await shop.products.update(command.sku, command.change);
      break;
    case 'restock':
      await shop.products.restock(command.sku, command.quantity);
      break;
    case 'review': {
      const { userId, rating } = command;
      await shop.products.review(command.sku, { userId, rating });
      break;
    }
    case 'buy':
      await shop.carts.add(command.userId, command.sku, command.quantity);
      await shop.checkout(command.userId);
      await shop.carts.remove(command.userId, command.sku);
      break;
    case 'cancel': {
      const orderId = lastOrder(shop, command.userId);
      if (orderId !== undefined) await shop.orders.cancel(orderId);
      break;
    }
    case 'ship': {
      const orderId = lastOrder(shop, command.userId);
      if (orderId === undefined) break;
      await shop.orders.confirm(orderId);
      await shop.orders.ship(orderId, { trackingNumber: 'T' });
      break;
    }
    case 'wait':
      clock.advance(command.ms);
      break;
  }
}

function lastOrder(shop: Shop, userId: string): string | undefined {
  return shop.orders.list({ userId, limit: 1 })[0]?.orderId;
}
