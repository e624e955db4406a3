import type { Answer, CheckoutOptions, Shop } from '../../src/index.ts';

/** What a shopper or a clerk asks of the shop, as plain data that can be written down. */
export type Command =
  | { readonly type: 'product'; readonly sku: string; readonly stock: number }
  | { readonly type: 'price'; readonly sku: string; readonly priceMinor: number }
  | { readonly type: 'restock'; readonly sku: string; readonly quantity: number }
  | {
      readonly type: 'review';
      readonly sku: string;
      readonly userId: string;
      readonly rating: number;
    }
  | { readonly type: 'register'; readonly userId: string; readonly name: string }
  | CartCommand
  | {
      readonly type: 'checkout';
      readonly userId: string;
      /** The id of the order that this attempt would make. */
      readonly orderId: string;
      readonly key?: string;
    }
  | OrderCommand;

export type CartCommand =
  | {
      readonly type: 'cart.add' | 'cart.setQuantity';
      readonly userId: string;
      readonly sku: string;
      readonly quantity: number;
    }
  | { readonly type: 'cart.remove'; readonly userId: string; readonly sku: string }
  | { readonly type: 'cart.clear'; readonly userId: string };

export interface OrderCommand {
  readonly type: 'confirm' | 'ship' | 'deliver' | 'cancel';
  readonly orderId: string;
}

/** Runs the command's turn before it returns. */
export function perform(shop: Shop, command: Command): Promise<Answer<object>> {
  switch (command.type) {
    case 'product': {
      const { sku, stock } = command;
      const terms = { name: `Product ${sku}`, category: 'things', priceMinor: 100 };
      return shop.products.add({ ...terms, sku, stock });
    }
    case 'price':
      return shop.products.update(command.sku, { priceMinor: command.priceMinor });
    case 'restock':
      return shop.products.restock(command.sku, command.quantity);
    case 'review':
      return shop.products.review(command.sku, {
        userId: command.userId,
        rating: command.rating,
      });
    case 'register':
      return shop.users.register({ userId: command.userId, name: command.name });
    case 'cart.add':
      return shop.carts.add(command.userId, command.sku, command.quantity);
    case 'cart.setQuantity':
      return shop.carts.setQuantity(command.userId, command.sku, command.quantity);
    case 'cart.remove':
      return shop.carts.remove(command.userId, command.sku);
    case 'cart.clear':
      return shop.carts.clear(command.userId);
    case 'checkout': {
      const options: CheckoutOptions =
        command.key === undefined ? {} : { idempotencyKey: command.key };
      return shop.checkout(command.userId, options);
    }
    case 'ship':
      return shop.orders.ship(command.orderId, { trackingNumber: `T-${command.orderId}` });
    default:
      return shop.orders[command.type](command.orderId);
  }
}
