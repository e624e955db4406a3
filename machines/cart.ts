import { cartSetup } from './cartSetup.ts';
import { CART_EXPIRY_MS } from './rules/limits.ts';

/**
 * One user's cart. It compares each added line with the available units, and requests all lines from the
 * inventory at once at checkout. A refused checkout leaves the cart as it was.
 *
 * A command with the terms of a reservation makes the cart reserve the units of its line for a limited time: it
 * asks the inventory and is `holding` then. Without, a cart never changes the stock.
 */
export const cartMachine = cartSetup.createMachine({
  id: 'cart',
  description:
    "One user's cart: it lists products, and may reserve units of them for a limited time.",
  meta: { deadlines: ['expiresAt', 'reservedUntil'] },
  context: ({ input }) => ({
    userId: input.userId,
    expiryMs: input.expiryMs ?? CART_EXPIRY_MS,
    cartId: null,
    lines: [],
    expiresAt: null,
    openedAt: 0,
    checkout: null,
  }),
  initial: 'empty',
  states: {
    empty: {
      description: 'Has no lines.',
      on: {
        'cart.add': [
          { guard: 'mayReserve', target: 'adjusting', actions: ['open', 'changeLine'] },
          { guard: 'mayChange', target: 'open', actions: ['open', 'changeLine'] },
          { actions: 'refuseLine' },
        ],
        'cart.setQuantity': { actions: 'refuseLine' },
        'cart.remove': { actions: 'refuseLine' },
        'cart.clear': { description: 'Accepted, and changes nothing.', actions: 'forget' },
        'cart.checkout': { actions: 'refuseEmpty' },
      },
    },
    open: {
      description: 'Has lines. Expires a fixed time after the first one was added.',
      on: {
        'cart.add': [
          { guard: 'mayReserve', target: 'adjusting', actions: 'changeLine' },
          { guard: 'mayChange', actions: 'changeLine' },
          { actions: 'refuseLine' },
        ],
        'cart.setQuantity': [
          { guard: 'mayReserve', target: 'adjusting', actions: 'changeLine' },
          { guard: 'mayChange', actions: 'changeLine' },
          { actions: 'refuseLine' },
        ],
        'cart.remove': [
          { guard: 'takesLastLine', target: 'empty', actions: ['changeLine', 'forget'] },
          { guard: 'mayChange', actions: 'changeLine' },
          { actions: 'refuseLine' },
        ],
        'cart.clear': { target: 'empty', actions: ['tellCleared', 'forget'] },
        'cart.checkout': [
          { guard: 'totalDiffers', actions: 'refusePrice' },
          { target: 'reserving', actions: 'noteCheckout' },
        ],
      },
      after: {
        cartExpiry: { target: 'empty', actions: ['tellExpired', 'forget'] },
      },
    },
    holding: {
      description: 'Has lines, and units of them are reserved. Expires as an open cart does.',
      on: {
        'cart.add': [
          { guard: 'mayChange', target: 'adjusting', actions: 'changeLine' },
          { actions: 'refuseLine' },
        ],
        'cart.setQuantity': [
          { guard: 'mayChange', target: 'adjusting', actions: 'changeLine' },
          { actions: 'refuseLine' },
        ],
        'cart.remove': [
          {
            guard: 'takesLastLine',
            target: 'empty',
            actions: ['changeLine', 'releaseUnits', 'forgetUnits', 'forget'],
          },
          { guard: 'mayChange', target: 'adjusting', actions: 'changeLine' },
          { actions: 'refuseLine' },
        ],
        'cart.clear': {
          target: 'empty',
          actions: ['tellCleared', 'releaseUnits', 'forgetUnits', 'forget'],
        },
        'cart.checkout': [
          {
            guard: 'totalDiffers',
            target: 'holding',
            reenter: true,
            actions: ['refusePrice', 'extendUnits'],
          },
          { target: 'reserving', actions: 'noteCheckout' },
        ],
      },
      after: {
        cartExpiry: {
          target: 'empty',
          actions: ['tellExpired', 'releaseUnits', 'forgetUnits', 'forget'],
        },
        reservationExpiry: { target: 'adjusting', actions: 'dropEnded' },
      },
    },
    adjusting: {
      description:
        'Has told the inventory which units it wants reserved, and waits for its answer.',
      entry: 'holdUnits',
      on: {
        'inventory.heldForCart': [
          { guard: 'getsUnits', target: 'holding', actions: 'noteUnits' },
          { target: 'open', actions: 'noteUnits' },
        ],
      },
    },
    reserving: {
      description: 'Has requested all lines from the inventory and waits for its answer.',
      entry: 'reserve',
      on: {
        'inventory.reserved': [
          {
            guard: 'holdsUnits',
            target: 'empty',
            actions: ['placeOrder', 'forgetUnits', 'forget'],
          },
          { target: 'empty', actions: ['placeOrder', 'forget'] },
        ],
        'inventory.refused': [
          {
            guard: 'holdsUnits',
            target: 'holding',
            actions: ['refuseShortages', 'extendUnits', 'reopen'],
          },
          { target: 'open', actions: ['refuseShortages', 'reopen'] },
        ],
        'inventory.failed': [
          {
            guard: 'holdsUnits',
            target: 'holding',
            actions: ['passError', 'extendUnits', 'reopen'],
          },
          { target: 'open', actions: ['passError', 'reopen'] },
        ],
      },
    },
  },
});
