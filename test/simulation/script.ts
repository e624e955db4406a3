import type { Shop } from '../../src/index.ts';
import type { Answered, Units } from '../../src/testing/simulation/command.ts';
import { keyedCheckout } from '../../src/testing/simulation/draws.ts';
import type { ShopSession } from '../../src/testing/simulation/shopSession.ts';
import type { SimulatedClock } from '../../src/testing.ts';

export const MINUTE = 60_000;

/** What a step acts on. */
export interface ScriptContext {
  readonly session: ShopSession;
  readonly clock: SimulatedClock;
  /** The orders placed so far, the oldest first. */
  readonly orderIds: ReadonlySet<string>;
}

type Step = (context: ScriptContext) => void;

/**
 * Every kind of command at least once, with refusals, repeated checkouts and timers that fall due.
 * All steps of a round run before anything is written. Carts expire after two hours.
 */
export const script: readonly (readonly Step[])[] = [
  [
    send("register('ada')", (shop) => shop.users.register({ userId: 'ada', name: 'Ada' })),
    send("register('bob')", (shop) => shop.users.register({ userId: 'bob', name: 'Bob' })),
    send("add('mug')", (shop) => shop.products.add({ ...mug, stock: { lyon: 3, berlin: 2 } }), {
      sku: 'mug',
      quantity: 5,
    }),
    send("add('lamp')", (shop) => shop.products.add({ ...lamp, stock: 2, maxPerOrder: 2 }), {
      sku: 'lamp',
      quantity: 2,
    }),
  ],
  [
    ({ session }) => session.openConsumer('mail'),
    send("update('mug')", (shop) => shop.products.update('mug', { priceMinor: 800 })),
    send("restock('lamp')", (shop) => shop.products.restock('lamp', 2, { location: 'oslo' }), {
      sku: 'lamp',
      quantity: 2,
    }),
    send("review('mug')", (shop) => shop.products.review('mug', { userId: 'bob', rating: 4 })),
    send("add('bob', 'mug', 9)", (shop) => shop.carts.add('bob', 'mug', 9)), // Refused.
  ],
  [
    send("add('ada', 'mug', 1)", (shop) => shop.carts.add('ada', 'mug', 1)),
    send("add('ada', 'lamp', 1)", (shop) => shop.carts.add('ada', 'lamp', 1)),
    send("setQuantity('ada', 'mug', 5)", (shop) => shop.carts.setQuantity('ada', 'mug', 5)),
    checkout('ada', 'k1'), // Takes the last mug.
    checkout('ada', 'k1'), // The first one is still running.
    send("add('bob', 'lamp', 2)", (shop) => shop.carts.add('bob', 'lamp', 2)),
  ],
  [({ session }) => session.acknowledge('mail', 1), moveOrder(0, 'confirm'), checkout('bob')],
  [
    moveOrder(0, 'ship'),
    send("add('ada', 'lamp', 1)", (shop) => shop.carts.add('ada', 'lamp', 1)),
    ({ clock }) => clock.advance(31 * MINUTE), // Bob's payment is overdue.
    moveOrder(0, 'deliver'),
    moveOrder(1, 'confirm'), // Refused.
  ],
  [
    checkout('ada', 'k1'), // Was answered in an earlier round, for another cart.
    checkout('ada', 'k2'),
    moveOrder(2, 'cancel'),
    send("add('ada', 'lamp', 2)", (shop) => shop.carts.add('ada', 'lamp', 2)),
    send("remove('ada', 'lamp')", (shop) => shop.carts.remove('ada', 'lamp')),
    send("add('bob', 'lamp', 1)", (shop) => shop.carts.add('bob', 'lamp', 1)),
    send("clear('bob')", (shop) => shop.carts.clear('bob')),
  ],
  [
    send("add('ada', 'lamp', 1)", (shop) => shop.carts.add('ada', 'lamp', 1)),
    send("add('bob', 'lamp', 1)", (shop) => shop.carts.add('bob', 'lamp', 1)),
    checkout('bob', 'k1'),
    ({ clock }) => clock.advance(3 * 60 * MINUTE), // Bob's payment is overdue, and Ada's cart expires.
    checkout('ada', 'k3'), // Refused.
    checkout('ada', 'k2'), // Was answered in an earlier round.
  ],
  [
    ({ session }) => session.acknowledge('mail', 0),
    ({ session }) => session.removeConsumer('mail'),
  ],
];

const mug = { sku: 'mug', name: 'Mug', category: 'kitchen', priceMinor: 900 };
const lamp = { sku: 'lamp', name: 'Lamp', category: 'home', priceMinor: 2501 };

function send(text: string, run: (shop: Shop) => Promise<Answered>, receives?: Units): Step {
  return ({ session }) => session.call({ text, run, ...(receives && { receives }) });
}

function checkout(userId: string, key?: string): Step {
  if (key !== undefined) return ({ session }) => session.call(keyedCheckout(userId, key));
  return send(`checkout('${userId}')`, (shop) => shop.checkout(userId));
}

/** Moves the nth order, counted from 0 in the order of placing. */
function moveOrder(nth: number, move: 'confirm' | 'ship' | 'deliver' | 'cancel'): Step {
  return (context) => {
    const orderId = [...context.orderIds][nth] ?? 'none';
    const run = (shop: Shop) =>
      move === 'ship'
        ? shop.orders.ship(orderId, { trackingNumber: 'T1' })
        : shop.orders[move](orderId);
    send(`${move} order ${nth}`, run)(context);
  };
}
