import type { AnyActorRef } from 'xstate';
import type { CartContext, Checkout, ReserveUnits } from './cartEvents.ts';
import type { HoldForCart } from './inventoryEvents.ts';
import type { OrderInput } from './order.ts';
import { unitsToReserve } from './rules/cartReservations.ts';
import type { CartLineAdded, CartLineRemoved } from './rules/facts.ts';
import type { HeldLine } from './rules/hold.ts';

/** The fact that a line changed from `before` to `after` units. */
export function lineChange(
  { userId, cartId }: CartContext,
  { sku, before, after }: { sku: string; before: number; after: number },
): CartLineAdded | CartLineRemoved {
  return {
    type: after > before ? 'cart.lineAdded' : 'cart.lineRemoved',
    userId,
    cartId: cartId ?? '',
    sku,
    quantity: Math.abs(after - before),
    lineQuantity: after,
  };
}

/**
 * Asks the inventory for the units that are to be reserved for the cart.
 *
 * @param changed the line that may get further units; undefined if none may.
 */
export function holdForCart(
  cart: CartContext,
  { id: replyTo }: AnyActorRef,
  changed?: Omit<ReserveUnits, 'type'>,
): HoldForCart {
  const { userId } = cart;
  const lines = unitsToReserve(cart.lines, cart, changed);
  return { type: 'inventory.holdForCart', userId, lines, until: changed?.until ?? 0, replyTo };
}

/** The checkout that waits for the inventory's answer. @throws Error if there is none. */
export function checkoutOf({ userId, checkout }: CartContext): Checkout {
  if (checkout === null) throw new Error(`the cart of ${userId} is not being checked out`);
  return checkout;
}

/** The order that a checkout becomes once the inventory has answered where each SKU comes from. */
export function orderFrom(context: CartContext, held: readonly HeldLine[]): OrderInput {
  const { lines, orderId, number, totalMinor, currency, pricing, createdAt, paymentDueAt } =
    checkoutOf(context);
  return {
    orderId,
    number,
    userId: context.userId,
    lines: lines.map(({ sku, name, quantity, unitPriceMinor, lineTotalMinor }, index) => {
      // The held lines have the order of the request, unless a SKU was requested twice.
      const line = held[index]?.sku === sku ? held[index] : held.find((it) => it.sku === sku);
      return {
        sku,
        name,
        quantity,
        unitPriceMinor,
        lineTotalMinor,
        allocations: line?.allocations ?? [],
      };
    }),
    totalMinor,
    currency,
    pricing,
    createdAt,
    paymentDueAt,
  };
}
