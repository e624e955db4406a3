import fc from 'fast-check';
import { Advance } from './Advance.ts';
import { Checkout, type CheckoutArguments } from './Checkout.ts';
import { AddToCart, ClearCart, RemoveFromCart, SetQuantity } from './cartCommands.ts';
import { OrderCommand } from './orderCommands.ts';
import type { PricingName } from './pricings.ts';
import { Restock, UpdateProduct } from './productCommands.ts';
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
  { arbitrary: fc.constantFrom('a', 'b', 'b', 'c', 'd'), weight: 40 },
  { arbitrary: fc.constant('nothing'), weight: 1 },
);
const quantity = fc.constantFrom(1, 1, 2, 2, 3, 5, 7);
const location = fc.constantFrom('north', 'south', 'west');

const pricing = fc.constantFrom<PricingName[]>('bulk', 'membership', 'best', 'halfPrice');
const idempotencyKey = fc.constantFrom('k1', 'k2', 'k3');
const checkout: fc.Arbitrary<CheckoutArguments> = fc.oneof(
  fc.record({ userId }),
  fc.record({ userId, pricing }),
  fc.record({ userId, idempotencyKey, pricing }, { requiredKeys: ['userId', 'idempotencyKey'] }),
);
const change = fc.oneof(
  fc.record({ priceMinor: fc.nat(999) }),
  fc.record({ maxPerOrder: quantity }),
);
const order = fc.record({
  fromNewest: fc.constantFrom(1, 1, 1, 2, 2, 3),
  event: fc.constantFrom('confirm', 'confirm', 'ship', 'ship', 'deliver', 'cancel'),
});
/** To a millisecond before each deadline, onto it, and well past it. */
const step = fc.constantFrom(1, 10 * MINUTE, 30 * MINUTE - 1, 30 * MINUTE, 8 * HOUR, 24 * HOUR - 1);

const commands: { weight: number; arbitrary: fc.Arbitrary<ShopCommand> }[] = [
  { weight: 16, arbitrary: fc.record({ userId, sku, quantity }).map((it) => new AddToCart(it)) },
  { weight: 2, arbitrary: fc.record({ userId, sku, quantity }).map((it) => new SetQuantity(it)) },
  { weight: 1, arbitrary: fc.record({ userId, sku }).map((it) => new RemoveFromCart(it)) },
  { weight: 1, arbitrary: userId.map((it) => new ClearCart(it)) },
  { weight: 8, arbitrary: checkout.map((it) => new Checkout(it)) },
  { weight: 12, arbitrary: order.map((it) => new OrderCommand(it)) },
  { weight: 1, arbitrary: fc.record({ sku, quantity, location }).map((it) => new Restock(it)) },
  { weight: 2, arbitrary: fc.record({ sku, change }).map((it) => new UpdateProduct(it)) },
  {
    weight: 1,
    arbitrary: fc
      .record({ userId: fc.constantFrom('u1', 'u2', 'u3', 'u4'), member: fc.boolean() })
      .map((it) => new Register(it)),
  },
  { weight: 2, arbitrary: step.map((it) => new Advance(it)) },
];

/** At most `size` random commands for a small shop. */
export function shopCommands(size: number) {
  return fc.commands<ShopModel, RealShop, false>([fc.oneof(...commands)], {
    maxCommands: size,
    size: 'max',
  });
}
