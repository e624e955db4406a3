import fc from 'fast-check';
import type { CommandType } from '../../../src/commands/table.ts';
import type { MessagingCommand } from '../../commands/shopCall.ts';
import { Advance } from './Advance.ts';
import { Checkout, type CheckoutArguments } from './Checkout.ts';
import { AddToCart, ClearCart, RemoveFromCart, SetQuantity } from './cartCommands.ts';
import { OrderCommand } from './orderCommands.ts';
import type { PricingName } from './pricings.ts';
import { AddProduct, Restock, Review, UpdateProduct } from './productCommands.ts';
import { Register } from './Register.ts';
import type { RealShop, ShopCommand } from './ShopCommand.ts';
import type { ShopModel } from './ShopModel.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const userId = fc.oneof(
  { arbitrary: fc.constantFrom('u1', 'u2', 'u3', 'u4'), weight: 40 },
  { arbitrary: fc.constant('nobody'), weight: 1 },
);
const sku = fc.oneof(
  { arbitrary: fc.constantFrom('a', 'b', 'b', 'c', 'd', 'e'), weight: 40 },
  { arbitrary: fc.constant('nothing'), weight: 1 },
);
const quantity = fc.constantFrom(1, 1, 2, 2, 3, 5, 7);
const location = fc.constantFrom('north', 'south', 'west');

const pricing = fc.constantFrom<PricingName[]>('bulk', 'membership', 'best', 'halfPrice');
const idempotencyKey = fc.constantFrom('k1', 'k2', 'k3');
const expected = fc.constantFrom('as quoted', 'as quoted', 'as quoted', 'more');
const checkout: fc.Arbitrary<CheckoutArguments> = fc.oneof(
  fc.record({ userId }),
  fc.record({ userId, pricing }),
  fc.record({ userId, expected, pricing }, { requiredKeys: ['userId', 'expected'] }),
  fc.record({ userId, idempotencyKey }),
  fc.record(
    { userId, idempotencyKey, pricing, expected },
    { requiredKeys: ['userId', 'idempotencyKey'] },
  ),
);
const change = fc.oneof(
  fc.record({ priceMinor: fc.nat(999) }),
  fc.record({ maxPerOrder: fc.option(quantity, { freq: 3 }) }),
  fc.record({ maxPerUser: fc.option(quantity, { freq: 3 }) }),
);
/** One event for one of the newest orders. */
function orderEvent(event: 'confirm' | 'ship' | 'deliver' | 'cancel', isSent = false) {
  return fc
    .constantFrom(1, 1, 1, 2, 2, 3)
    .map((fromNewest) => new OrderCommand({ fromNewest, event, isSent }));
}
/** To a millisecond before each deadline, onto it, and well past it. */
const step = fc.constantFrom(1, 10 * MINUTE, 30 * MINUTE - 1, 30 * MINUTE, 8 * HOUR, 24 * HOUR - 1);

interface Weighted {
  readonly weight: number;
  readonly arbitrary: fc.Arbitrary<ShopCommand>;
}

/** How often each command of a shop is drawn, and with which arguments. */
const COMMANDS: Readonly<Record<Exclude<CommandType, MessagingCommand>, Weighted>> = {
  'carts.add': {
    weight: 16,
    arbitrary: fc.record({ userId, sku, quantity }).map((it) => new AddToCart(it)),
  },
  'carts.setQuantity': {
    weight: 2,
    arbitrary: fc
      .record({ userId, sku, quantity: fc.oneof(quantity, fc.constant(0)) })
      .map((it) => new SetQuantity(it)),
  },
  'carts.remove': {
    weight: 1,
    arbitrary: fc.record({ userId, sku }).map((it) => new RemoveFromCart(it)),
  },
  'carts.clear': { weight: 1, arbitrary: userId.map((it) => new ClearCart(it)) },
  checkout: { weight: 8, arbitrary: checkout.map((it) => new Checkout(it)) },
  'orders.confirm': { weight: 4, arbitrary: orderEvent('confirm') },
  'orders.ship': { weight: 4, arbitrary: orderEvent('ship') },
  'orders.deliver': { weight: 2, arbitrary: orderEvent('deliver') },
  'orders.cancel': { weight: 2, arbitrary: orderEvent('cancel') },
  'orders.send': {
    weight: 1,
    arbitrary: fc.oneof(
      orderEvent('confirm', true),
      orderEvent('ship', true),
      orderEvent('deliver', true),
      orderEvent('cancel', true),
    ),
  },
  'products.add': {
    weight: 1,
    arbitrary: fc
      .record({ sku: fc.constantFrom('a', 'e', 'f'), priceMinor: fc.nat(999), stock: fc.nat(9) })
      .map((it) => new AddProduct(it)),
  },
  'products.restock': {
    weight: 1,
    arbitrary: fc.record({ sku, quantity, location }).map((it) => new Restock(it)),
  },
  'products.update': {
    weight: 2,
    arbitrary: fc.record({ sku, change }).map((it) => new UpdateProduct(it)),
  },
  'products.review': {
    weight: 1,
    arbitrary: fc
      .record({ userId, sku, rating: fc.constantFrom(1, 2, 3, 4, 5) })
      .map((it) => new Review(it)),
  },
  'users.register': {
    weight: 1,
    arbitrary: fc
      .record({ userId: fc.constantFrom('u1', 'u2', 'u3', 'u4'), member: fc.boolean() })
      .map((it) => new Register(it)),
  },
};

const passing: Weighted = { weight: 2, arbitrary: step.map((it) => new Advance(it)) };

/** At most `size` random commands for a small shop. */
export function shopCommands(size: number) {
  return fc.commands<ShopModel, RealShop, false>([fc.oneof(...Object.values(COMMANDS), passing)], {
    maxCommands: size,
    size: 'max',
  });
}
