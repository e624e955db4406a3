import { cartCommands } from '../carts/cartCommands.ts';
import { productCommands } from '../catalog/productCommands.ts';
import { checkoutCommands } from '../checkout/checkout.ts';
import { notificationCommands } from '../notifications/notificationCommands.ts';
import { orderCommands } from '../orders/orderCommands.ts';
import { userCommands } from '../users/userCommands.ts';

/** Every command of a shop: the source of its API, and of the generators of random tests. */
export const COMMANDS = [
  ...Object.values(userCommands),
  ...Object.values(productCommands),
  ...Object.values(cartCommands),
  ...Object.values(checkoutCommands),
  ...Object.values(orderCommands),
  ...Object.values(notificationCommands),
] as const;

type AnyShopCommand = (typeof COMMANDS)[number];

/** The type of a command, which is its path in the API: `carts.add` is `shop.carts.add`. */
export type CommandType = AnyShopCommand['type'];

/** The arguments that a caller passes to a command. */
export type CommandArguments<Type extends CommandType> = Parameters<
  Extract<AnyShopCommand, { readonly type: Type }>['check']
>;

export const COMMAND_TYPES: readonly CommandType[] = COMMANDS.map(({ type }) => type);
