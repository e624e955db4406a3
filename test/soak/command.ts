import type { CommandType } from '../../src/commands/table.ts';
import type { Answer, Shop } from '../../src/index.ts';
import { callOf, type ShopCall } from '../../src/testing/simulation/shopCall.ts';
import { type MessagingCommand, sendCall } from '../commands/shopCall.ts';

interface Line {
  readonly userId: string;
  readonly sku: string;
  readonly quantity: number;
}

interface OfOrder {
  readonly orderId: string;
}

/** The members of a command in the journal, by its type: all that the checks after a crash need. */
interface Members {
  readonly 'products.add': { readonly sku: string; readonly stock: number };
  readonly 'products.update': { readonly sku: string; readonly priceMinor: number };
  readonly 'products.restock': { readonly sku: string; readonly quantity: number };
  readonly 'products.review': {
    readonly sku: string;
    readonly userId: string;
    readonly rating: number;
  };
  readonly 'users.register': { readonly userId: string; readonly name: string };
  readonly 'carts.add': Line;
  readonly 'carts.setQuantity': Line;
  readonly 'carts.remove': { readonly userId: string; readonly sku: string };
  readonly 'carts.clear': { readonly userId: string };
  readonly checkout: {
    readonly userId: string;
    /** The id of the order that this checkout would place. */
    readonly orderId: string;
    readonly key?: string;
  };
  readonly 'orders.confirm': OfOrder;
  readonly 'orders.ship': OfOrder;
  readonly 'orders.deliver': OfOrder;
  readonly 'orders.cancel': OfOrder;
  readonly 'orders.send': OfOrder;
}

type SoakCommand = Exclude<CommandType, MessagingCommand>;

type CommandOf<Type extends SoakCommand> = { readonly type: Type } & Members[Type];

/** A command of a shopper or a clerk, as plain data for the journal. */
export type Command = { readonly [Type in SoakCommand]: CommandOf<Type> }[SoakCommand];

export type OrderCommand = CommandOf<Extract<SoakCommand, `orders.${string}`>>;

/** The call of each command. A command that is missing here does not compile. */
const CALLS: { readonly [Type in SoakCommand]: (command: CommandOf<Type>) => ShopCall } = {
  'products.add': ({ sku, stock }) => {
    const terms = { name: `Product ${sku}`, category: 'things', priceMinor: 100 };
    return callOf('products.add', { ...terms, sku, stock });
  },
  'products.update': ({ sku, priceMinor }) => callOf('products.update', sku, { priceMinor }),
  'products.restock': ({ sku, quantity }) => callOf('products.restock', sku, quantity),
  'products.review': ({ sku, userId, rating }) =>
    callOf('products.review', sku, { userId, rating }),
  'users.register': ({ userId, name }) => callOf('users.register', { userId, name }),
  'carts.add': ({ userId, sku, quantity }) => callOf('carts.add', userId, sku, quantity),
  'carts.setQuantity': ({ userId, sku, quantity }) =>
    callOf('carts.setQuantity', userId, sku, quantity),
  'carts.remove': ({ userId, sku }) => callOf('carts.remove', userId, sku),
  'carts.clear': ({ userId }) => callOf('carts.clear', userId),
  checkout: ({ userId, key }) =>
    callOf('checkout', userId, key === undefined ? {} : { idempotencyKey: key }),
  'orders.confirm': ({ orderId }) => callOf('orders.confirm', orderId),
  'orders.ship': ({ orderId }) =>
    callOf('orders.ship', orderId, { trackingNumber: `T-${orderId}` }),
  'orders.deliver': ({ orderId }) => callOf('orders.deliver', orderId),
  'orders.cancel': ({ orderId }) => callOf('orders.cancel', orderId),
  'orders.send': ({ orderId }) => callOf('orders.send', orderId, { type: 'order.deliver' }),
};

/** Runs the command's turn before it returns. */
export function send(shop: Shop, command: Command): Promise<Answer<object>> {
  const call = CALLS[command.type] as (command: Command) => ShopCall;
  return sendCall(shop, call(command));
}
