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
  ReservationEnds,
  ReserveUnits,
  SetQuantity,
} from './cartEvents.ts';
import { checkoutOf, holdForCart, lineChange, orderFrom } from './cartMessages.ts';
import {
  type HeldForCart,
  INVENTORY,
  type InventoryAnswer,
  type ReleaseCart,
  type Reserve,
} from './inventoryEvents.ts';
import {
  afterAnswer,
  extended,
  NOTHING_RESERVED,
  type ReservedUnits,
  withoutEnded,
} from './rules/cartReservations.ts';
import {
  cartLimitRefusal,
  limitRefusal,
  priceRefusal,
  quantityOf,
  quantityRefusal,
  withQuantity,
} from './rules/cartRules.ts';
import type {
  CartExpired,
  CartExpiring,
  CartLineAdded,
  CartLineRemoved,
  CheckoutRefused,
  Reply,
} from './rules/facts.ts';
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
  return (
    cartLimitRefusal(context.lines, sku, event) ??
    quantityRefusal({ sku, quantity: quantityAfter(context, event), before }, event)
  );
}

type InventoryRefusal = Extract<InventoryAnswer, { type: 'inventory.refused' }>;

/** The refusal for a command that only a guard of the user's own chart rejects. */
function ownGuardRefusal(event: CartEvent, self: AnyActorRef): InvalidTransitionRefusal {
  const { value } = self.getSnapshot() as AnyMachineSnapshot;
  return { code: 'invalid-transition', state: String(value), event: event.type, allowed: [] };
}

const inventory = ({ system }: Pick<AnyActorRef, 'system'>) => system.get(INVENTORY);

/** The id of the timer that ends the first of the reservations. */
const RESERVATION_TIMER = 'reservation';

/** Sets the timer of the reservations anew. @param now epoch milliseconds. */
function setTimer(
  enqueue: {
    cancel(id: string): void;
    sendTo(to: AnyActorRef, event: ReservationEnds, options: { delay: number; id: string }): void;
  },
  self: AnyActorRef,
  { reservedUntil }: ReservedUnits,
  now: number,
): void {
  enqueue.cancel(RESERVATION_TIMER);
  if (reservedUntil === undefined) return;
  const delay = Math.max(0, reservedUntil - now);
  enqueue.sendTo(self, { type: 'cart.reservationEnds' }, { delay, id: RESERVATION_TIMER });
}

/** The context of a cart without lines. Frozen, so that it is assigned as fast as one in `assign`. */
const FORGOTTEN = Object.freeze({
  cartId: null,
  lines: [],
  expiresAt: null,
  openedAt: 0,
  checkout: null,
});

/** What the chart of carts is made of: its guards, delays and actions. */
export const cartSetup = setup({
  types: {
    context: {} as CartContext,
    input: {} as CartInput,
    events: {} as CartEvent,
    emitted: {} as
      | CartLineAdded
      | CartLineRemoved
      | CartExpiring
      | CartExpired
      | CheckoutRefused
      | Reply,
  },
  delays: {
    /**
     * Until the user is told of the expiry, if that is to come, otherwise until the expiry. Counted from the first line:
     * a refused checkout postpones neither.
     */
    cartExpiry: ({ context: { expiresAt, openedAt, warnAt = expiresAt }, system }) =>
      warnAt === null ? 0 : warnAt - (timeOf(system) ?? openedAt),
  },
  guards: {
    mayChange: ({ context, event }) => lineRefusal(context, event as LineCommand) === undefined,
    takesLastLine: ({ context: { lines }, event }) =>
      lines.length === 1 && lines[0]?.sku === (event as RemoveFromCart).sku,
    totalDiffers: ({ event }) => priceRefusal(event as Checkout) !== undefined,
    isToBeTold: ({ context: { warnAt } }) => warnAt !== undefined,
    /** For charts of one's own whose messages to the inventory name no limits. */
    respectsLimits: ({ event }) => limitRefusal((event as Checkout).lines) === undefined,
  },
  actions: {
    open: assign({
      cartId: ({ event }) => (event as AddToCart).cartId,
      openedAt: ({ event }) => (event as AddToCart).at,
      expiresAt: ({ context, event }) => (event as AddToCart).at + context.expiryMs,
    }),
    planWarning: enqueueActions(({ context: { expiryMs }, event, enqueue }) => {
      const { at, warnBeforeMs } = event as AddToCart;
      // Who has just filled a cart knows of it.
      if (warnBeforeMs === undefined || warnBeforeMs >= expiryMs) return;
      enqueue.assign({ warnAt: at + expiryMs - warnBeforeMs });
    }),
    changeLine: enqueueActions(({ context, event, self, enqueue }) => {
      const command = event as LineCommand;
      const { sku } = command;
      const before = quantityOf(context.lines, sku);
      const after = quantityAfter(context, command);
      if (after !== before) {
        enqueue.assign({ lines: withQuantity(context.lines, sku, after) });
        enqueue.emit(lineChange(context, { sku, before, after }));
      }
      const { reservation } = command as Partial<AddToCart>;
      const wanted = reservation && { sku, ...reservation };
      if (context.reservations !== undefined) {
        const lines = withQuantity(context.lines, sku, after);
        enqueue.sendTo(inventory, holdForCart({ ...context, lines }, self, wanted));
      } else if (wanted !== undefined) {
        // A chart of one's own that does not take it never reserves.
        enqueue.raise({ type: 'cart.reserve', ...wanted });
      }
    }),
    tellCleared: enqueueActions(({ context, enqueue }) => {
      for (const { sku, quantity } of context.lines) {
        enqueue.emit(lineChange(context, { sku, before: quantity, after: 0 }));
      }
    }),
    tellExpiring: enqueueActions(({ context, enqueue }) => {
      const { userId, cartId, lines, expiresAt } = context;
      enqueue.emit({
        type: 'cart.expiring',
        userId,
        cartId: cartId ?? '',
        lines,
        expiresAt: expiresAt ?? 0,
      });
      enqueue.assign({ warnAt: undefined });
    }),
    tellExpired: emit(({ context: { userId, cartId, lines } }) => ({
      type: 'cart.expired',
      userId,
      cartId: cartId ?? '',
      lines,
    })),
    forget: enqueueActions(({ context: { userId, reservations, warnAt }, enqueue }) => {
      enqueue.assign(FORGOTTEN);
      if (warnAt !== undefined) enqueue.assign({ warnAt: undefined });
      if (reservations === undefined) return;
      // After a checkout, they are the order's already.
      const release: ReleaseCart = { type: 'inventory.releaseCart', userId };
      enqueue.sendTo(inventory, release);
      enqueue.cancel(RESERVATION_TIMER);
      enqueue.assign(NOTHING_RESERVED);
    }),
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
    holdUnits: enqueueActions(({ context, event, self, enqueue }) => {
      enqueue.sendTo(inventory, holdForCart(context, self, event as ReserveUnits));
    }),
    noteUnits: enqueueActions(({ context, event, self, system, enqueue }) => {
      const { lines, until } = event as HeldForCart;
      const reserved = afterAnswer(context, lines, until);
      enqueue.assign(reserved);
      setTimer(enqueue, self, reserved, timeOf(system) ?? context.openedAt);
    }),
    endUnits: enqueueActions(({ context, self, system, enqueue }) => {
      if (context.reservations === undefined) return;
      const left = withoutEnded(context, timeOf(system) ?? context.reservedUntil ?? 0);
      enqueue.sendTo(inventory, holdForCart({ ...context, ...left }, self));
    }),
    extendUnits: enqueueActions(({ context, event, self, system, enqueue }) => {
      if (context.reservations === undefined) return;
      const { reservation } = context.checkout ?? (event as Partial<Checkout>);
      if (reservation === undefined) return;
      const reserved = extended(context, reservation.until);
      if (reserved === context) return;
      enqueue.assign(reserved);
      setTimer(enqueue, self, reserved, timeOf(system) ?? context.openedAt);
    }),
    placeOrder: sendTo(
      ({ system }) => system.get(ORDER_FACTORY),
      ({ context, event }): PlaceOrder => {
        const { lines } = event as Extract<InventoryAnswer, { type: 'inventory.reserved' }>;
        return { type: 'order.place', order: orderFrom(context, lines) };
      },
    ),
  },
});
