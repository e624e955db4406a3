import {
  type AnyActorRef,
  type AnyMachineSnapshot,
  assign,
  emit,
  enqueueActions,
  sendTo,
  setup,
} from 'xstate';
import type {
  AddToCart,
  CartContext,
  CartEvent,
  CartInput,
  Checkout,
  PlaceOrder,
  RemoveFromCart,
  SetQuantity,
} from './cartEvents.ts';
import {
  type HeldForCart,
  type HoldForCart,
  INVENTORY,
  type InventoryAnswer,
  type ReleaseCart,
  type Reserve,
} from './inventoryEvents.ts';
import type { OrderInput } from './order.ts';
import {
  afterAnswer,
  extended,
  NOTHING_RESERVED,
  unitsToReserve,
  withoutEnded,
} from './rules/cartReservations.ts';
import {
  limitRefusal,
  priceRefusal,
  quantityOf,
  quantityRefusal,
  withQuantity,
} from './rules/cartRules.ts';
import type {
  CartExpired,
  CartLineAdded,
  CartLineRemoved,
  CheckoutRefused,
  Reply,
} from './rules/facts.ts';
import type { HeldLine } from './rules/hold.ts';
import type { InvalidTransitionRefusal, Refusal } from './rules/refusal.ts';
import { timeOf } from './rules/timeOf.ts';

/** The `systemId` of the order factory, which turns a reserved cart into an order actor. */
export const ORDER_FACTORY = 'orders';

type LineCommand = AddToCart | SetQuantity | RemoveFromCart;

/** Units in the line of `event.sku` after the command. */
function quantityAfter({ lines }: CartContext, event: LineCommand): number {
  if (event.type === 'cart.remove') return 0;
  const before = event.type === 'cart.add' ? quantityOf(lines, event.sku) : 0;
  return before + event.quantity;
}

/** The first reason not to change a line, in order of precedence. */
function lineRefusal(context: CartContext, event: LineCommand): Refusal | undefined {
  const { sku } = event;
  const before = quantityOf(context.lines, sku);
  if (event.type !== 'cart.add' && before === 0) return { code: 'not-in-cart', sku };
  if (event.type === 'cart.remove') return undefined;
  return quantityRefusal({ sku, quantity: quantityAfter(context, event), before }, event);
}

type InventoryRefusal = Extract<InventoryAnswer, { type: 'inventory.refused' }>;

/** The refusal for a command that only a guard of the user's own chart rejects. */
function ownGuardRefusal(event: CartEvent, self: AnyActorRef): InvalidTransitionRefusal {
  const { value } = self.getSnapshot() as AnyMachineSnapshot;
  return { code: 'invalid-transition', state: String(value), event: event.type, allowed: [] };
}

/** The fact that a line changed from `before` to `after` units. */
function lineChange(
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

/** What the chart of carts is made of: its guards, delays and actions. */
export const cartSetup = setup({
  types: {
    context: {} as CartContext,
    input: {} as CartInput,
    events: {} as CartEvent,
    emitted: {} as CartLineAdded | CartLineRemoved | CartExpired | CheckoutRefused | Reply,
  },
  delays: {
    /** Counted from the first line: a refused checkout does not postpone the expiry. */
    cartExpiry: ({ context: { expiresAt, openedAt }, system }) =>
      expiresAt === null ? 0 : expiresAt - (timeOf(system) ?? openedAt),
    /** Until the first of the reservations ends. */
    reservationExpiry: ({ context: { reservedUntil, openedAt }, system }) =>
      reservedUntil === undefined ? 0 : reservedUntil - (timeOf(system) ?? openedAt),
  },
  guards: {
    mayChange: ({ context, event }) => lineRefusal(context, event as LineCommand) === undefined,
    /** The same, where units are to be reserved. */
    mayReserve: ({ context, event }) =>
      (event as AddToCart | SetQuantity).reservation !== undefined &&
      lineRefusal(context, event as LineCommand) === undefined,
    takesLastLine: ({ context: { lines }, event }) =>
      lines.length === 1 && lines[0]?.sku === (event as RemoveFromCart).sku,
    totalDiffers: ({ event }) => priceRefusal(event as Checkout) !== undefined,
    /** For charts of one's own whose messages to the inventory name no limits. */
    respectsLimits: ({ event }) => limitRefusal((event as Checkout).lines) === undefined,
    holdsUnits: ({ context }) => context.reservations !== undefined,
    getsUnits: ({ event }) => (event as HeldForCart).lines.length > 0,
  },
  actions: {
    open: assign({
      cartId: ({ event }) => (event as AddToCart).cartId,
      openedAt: ({ event }) => (event as AddToCart).at,
      expiresAt: ({ context, event }) => (event as AddToCart).at + context.expiryMs,
    }),
    changeLine: enqueueActions(({ context, event, enqueue }) => {
      const command = event as LineCommand;
      const { sku } = command;
      const before = quantityOf(context.lines, sku);
      const after = quantityAfter(context, command);
      if (after === before) return;
      enqueue.assign({ lines: withQuantity(context.lines, sku, after) });
      enqueue.emit(lineChange(context, { sku, before, after }));
    }),
    tellCleared: enqueueActions(({ context, enqueue }) => {
      for (const { sku, quantity } of context.lines) {
        enqueue.emit(lineChange(context, { sku, before: quantity, after: 0 }));
      }
    }),
    tellExpired: emit(({ context: { userId, cartId, lines } }) => ({
      type: 'cart.expired',
      userId,
      cartId: cartId ?? '',
      lines,
    })),
    forget: assign({ cartId: null, lines: [], expiresAt: null, openedAt: 0, checkout: null }),
    refuseLine: emit(({ context, event, self }): Reply => {
      const refusal = lineRefusal(context, event as LineCommand);
      return { type: 'reply', refusal: refusal ?? ownGuardRefusal(event, self) };
    }),
    refuseEmpty: enqueueActions(({ context: { userId, cartId }, enqueue }) => {
      const refusal = { code: 'empty-cart' } as const;
      enqueue.emit({ type: 'checkout.refused', userId, cartId, refusal });
      enqueue.emit({ type: 'reply', refusal });
    }),
    refusePrice: enqueueActions(({ context: { userId, cartId }, event, self, enqueue }) => {
      const refusal = priceRefusal(event as Checkout) ?? ownGuardRefusal(event, self);
      enqueue.emit({ type: 'checkout.refused', userId, cartId, refusal });
      enqueue.emit({ type: 'reply', refusal });
    }),
    /** For charts of one's own with the guard `respectsLimits`. */
    refuseLimits: enqueueActions(({ context: { userId, cartId }, event, self, enqueue }) => {
      const refusal = limitRefusal((event as Checkout).lines) ?? ownGuardRefusal(event, self);
      enqueue.emit({ type: 'checkout.refused', userId, cartId, refusal });
      enqueue.emit({ type: 'reply', refusal });
    }),
    /** Shortages, or a line above a limit. */
    refuseShortages: enqueueActions(({ context: { userId, cartId }, event, enqueue }) => {
      const { shortages, refusal = { code: 'out-of-stock', shortages } } =
        event as InventoryRefusal;
      enqueue.emit({ type: 'checkout.refused', userId, cartId, refusal });
      enqueue.emit({ type: 'reply', refusal });
    }),
    passError: emit(({ event }): Reply => {
      const { error } = event as Extract<InventoryAnswer, { type: 'inventory.failed' }>;
      return { type: 'reply', error };
    }),
    noteCheckout: assign({ checkout: ({ event }) => event as Checkout }),
    reopen: assign({
      openedAt: ({ context: { checkout, openedAt } }) => checkout?.createdAt ?? openedAt,
      checkout: null,
    }),
    reserve: sendTo(
      ({ system }) => system.get(INVENTORY),
      ({ context, self }): Reserve => {
        const { orderId, lines, createdAt } = checkoutOf(context);
        return {
          type: 'inventory.reserve',
          orderId,
          lines,
          // The id of a hosted actor is also its systemId.
          replyTo: self.id,
          userId: context.userId,
          placedAt: createdAt,
        };
      },
    ),
    holdUnits: sendTo(
      ({ system }) => system.get(INVENTORY),
      ({ context, event, self }): HoldForCart => {
        const { sku, reservation } = event as Partial<AddToCart | SetQuantity>;
        const { until = 0, maxUnits = 0 } = reservation ?? {};
        const changed =
          sku === undefined || reservation === undefined ? undefined : { sku, maxUnits };
        const lines = unitsToReserve(context.lines, context, changed);
        const { userId } = context;
        return { type: 'inventory.holdForCart', userId, lines, until, replyTo: self.id };
      },
    ),
    noteUnits: assign(({ context, event }) => {
      const { lines, until } = event as HeldForCart;
      return afterAnswer(context, lines, until);
    }),
    dropEnded: assign(({ context, system }) =>
      withoutEnded(context, timeOf(system) ?? context.reservedUntil ?? 0),
    ),
    extendUnits: assign(({ context, event }) => {
      const { reservation } = context.checkout ?? (event as Partial<Checkout>);
      return reservation === undefined ? {} : extended(context, reservation.until);
    }),
    releaseUnits: sendTo(
      ({ system }) => system.get(INVENTORY),
      ({ context: { userId } }): ReleaseCart => ({ type: 'inventory.releaseCart', userId }),
    ),
    forgetUnits: assign(NOTHING_RESERVED),
    placeOrder: sendTo(
      ({ system }) => system.get(ORDER_FACTORY),
      ({ context, event }): PlaceOrder => {
        const { lines } = event as Extract<InventoryAnswer, { type: 'inventory.reserved' }>;
        return { type: 'order.place', order: orderFrom(context, lines) };
      },
    ),
  },
});

function checkoutOf({ userId, checkout }: CartContext): Checkout {
  if (checkout === null) throw new Error(`the cart of ${userId} is not being checked out`);
  return checkout;
}

/** The order that a checkout becomes once the inventory has answered where each SKU comes from. */
function orderFrom(context: CartContext, held: readonly HeldLine[]): OrderInput {
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
