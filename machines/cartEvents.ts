import type { HeldForCart, InventoryAnswer } from './inventoryEvents.ts';
import type { OrderInput, OrderLine } from './order.ts';
import type { ReservationTerms, ReservedUnits } from './rules/cartReservations.ts';
import type { CartLine, LineLimits } from './rules/cartRules.ts';
import type { LimitedLine } from './rules/purchaseAllowance.ts';

/** What a cart starts with. The shop makes it. */
export interface CartInput {
  /** The user whose cart it will be. */
  readonly userId: string;
  /** How long after its first line a cart expires, in milliseconds; 24 hours when left out. */
  readonly expiryMs?: number;
}

/** What a cart knows. A chart of your own may have further members. */
export interface CartContext extends ReservedUnits {
  /** The user whose cart it is. */
  readonly userId: string;
  /** How long after its first line the cart expires, in milliseconds. */
  readonly expiryMs: number;
  /** Made when the first line is added; null again when the cart is empty. */
  readonly cartId: string | null;
  /** Each SKU once, in the order in which they were added. */
  readonly lines: readonly CartLine[];
  /** Epoch milliseconds; null while the cart is empty. */
  readonly expiresAt: number | null;
  /** When the user is to be told that the cart expires soon; undefined when nobody is, or has been told. */
  readonly warnAt?: number | undefined;
  /** When the cart last entered the state `open`; epoch milliseconds. */
  readonly openedAt: number;
  /** The checkout that waits for the inventory's answer. */
  readonly checkout: Checkout | null;
}

/** Adds units of a product. `carts.add` sends it, with the limits of the product at this moment. */
export interface AddToCart extends LineLimits {
  readonly type: 'cart.add';
  /** The product, which exists. */
  readonly sku: string;
  /** Units to add, 1 or more. */
  readonly quantity: number;
  /** Now, epoch milliseconds. */
  readonly at: number;
  /** The ID that the cart gets if this is its first line. */
  readonly cartId: string;
  /** Given when the units of lines are to be reserved. */
  readonly reservation?: ReservationTerms | undefined;
  /** How long before its expiry the user is to be told of it, in milliseconds; not at all when left out. */
  readonly warnBeforeMs?: number | undefined;
}
/** Sets the units of a line. `carts.setQuantity` sends it, with the limits of the product at this moment. */
export interface SetQuantity extends LineLimits {
  readonly type: 'cart.setQuantity';
  /** The product of the line. */
  readonly sku: string;
  /** At least 1: to set a line to 0 is to remove it. */
  readonly quantity: number;
  /** Given when the units of lines are to be reserved. */
  readonly reservation?: ReservationTerms | undefined;
}
/** Removes a line. `carts.remove` sends it, and `carts.setQuantity` with 0. */
export interface RemoveFromCart {
  readonly type: 'cart.remove';
  /** The product of the line. */
  readonly sku: string;
}
/** Removes all lines. `carts.clear` sends it. */
export interface ClearCart {
  readonly type: 'cart.clear';
}

/** A line as the shop has just priced it, with the purchase limits that apply at checkout. */
export interface QuotedLine
  extends Omit<OrderLine, 'allocations'>,
    Pick<LimitedLine, 'maxPerOrder' | 'maxPerUser'> {}

/** Buys the whole cart at the quoted prices. */
export interface Checkout extends Omit<OrderInput, 'userId' | 'lines'> {
  readonly type: 'cart.checkout';
  /** Each SKU once, priced by the strategy of the shop or of the checkout. */
  readonly lines: readonly QuotedLine[];
  /** What the buyer expects to pay, in minor units; undefined when the buyer takes any price. */
  readonly expectedTotalMinor?: number | undefined;
  /** Given when a refusal is to extend what is reserved for the cart. */
  readonly reservation?: ReservationTerms | undefined;
}

/** Reserves the units of a line for a limited time. A cart raises it when its line has changed. */
export interface ReserveUnits extends ReservationTerms {
  readonly type: 'cart.reserve';
  /** The product of the line. */
  readonly sku: string;
}
/** The first of the reservations has ended. The cart sends it to itself. */
export interface ReservationEnds {
  readonly type: 'cart.reservationEnds';
}

/** What the commands of `shop.carts` and `shop.checkout` send to a cart. */
export type CartCommand = AddToCart | SetQuantity | RemoveFromCart | ClearCart | Checkout;
/** Every event that the chart of carts takes. */
export type CartEvent =
  | CartCommand
  | InventoryAnswer
  | ReserveUnits
  | HeldForCart
  | ReservationEnds;

/** Tells the order factory to create the order whose stock is held. */
export interface PlaceOrder {
  readonly type: 'order.place';
  /** The order, with its number, prices and units: all that it starts with. */
  readonly order: OrderInput;
}
