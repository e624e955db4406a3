import { cartSetup } from './cartSetup.ts';
import { CART_EXPIRY_MS } from './rules/limits.ts';

/**
 * One user's cart. It compares each added line with the available units, and requests all lines from the
 * inventory at once at checkout. A refused checkout leaves the cart as it was.
 *
 * A command with the terms of a reservation makes the cart reserve the units of its line for a limited time:
 * `changeLine` raises `cart.reserve`, and the cart asks the inventory. Without, a cart never changes the stock. A chart
 * of one's own that does not take these events never reserves.
 *
 * It starts with a {@link CartInput}, knows a {@link CartContext} and takes a {@link CartEvent}.
 */
export const cartMachine = cartSetup.createMachine({
  id: 'cart',
  description:
    "One user's cart: it lists products, and may reserve units of them for a limited time.",
  meta: { deadlines: ['expiresAt', 'reservedUntil', 'warnAt'] },
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
          { guard: 'mayChange', target: 'open', actions: ['open', 'planWarning', 'changeLine'] },
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
        'cart.add': [{ guard: 'mayChange', actions: 'changeLine' }, { actions: 'refuseLine' }],
        'cart.setQuantity': [
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
          { guard: 'totalDiffers', actions: ['refusePrice', 'extendUnits'] },
          { target: 'reserving', actions: 'noteCheckout' },
        ],
        'cart.reserve': {
          description: 'The units of a line are to be reserved for a limited time.',
          actions: 'holdUnits',
        },
        'inventory.heldForCart': {
          description: 'So many are. Sets the timer of the first one that ends.',
          actions: 'noteUnits',
        },
        'cart.reservationEnds': {
          description: 'Gives back what has been reserved long enough.',
          actions: 'endUnits',
        },
      },
      after: {
        cartExpiry: [
          {
            description: 'The user is to be told first: waits for the rest of the time.',
            guard: 'isToBeTold',
            target: 'open',
            reenter: true,
            actions: 'tellExpiring',
          },
          { target: 'empty', actions: ['tellExpired', 'forget'] },
        ],
      },
    },
    reserving: {
      description: 'Has requested all lines from the inventory and waits for its answer.',
      entry: 'reserve',
      on: {
        'inventory.reserved': { target: 'empty', actions: ['placeOrder', 'forget'] },
        'inventory.refused': {
          target: 'open',
          actions: ['refuseShortages', 'extendUnits', 'reopen'],
        },
        'inventory.failed': { target: 'open', actions: ['passError', 'extendUnits', 'reopen'] },
      },
    },
  },
});
