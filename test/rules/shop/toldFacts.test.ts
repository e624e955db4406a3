import { describe, expect, test } from 'vitest';
import { emit } from 'xstate';
import { type OrderContext, orderMachine } from '../../../machines/index.ts';
import { createShop, memoryStore, type ShopFact, type ShopOptions } from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { accepted, buy, openShop, START } from './openShop.ts';

/** What the standard chart tells of an order. */
function standardFacts(order: OrderContext) {
  const { orderId, userId, totalMinor, paymentDueAt, trackingNumber = '', cancelReason } = order;
  return {
    tellPlaced: { type: 'order.placed', orderId, userId, totalMinor, paymentDueAt },
    tellConfirmed: { type: 'order.confirmed', orderId, userId },
    tellShipped: { type: 'order.shipped', orderId, userId, trackingNumber },
    tellDelivered: { type: 'order.delivered', orderId, userId },
    tellCancelled: { type: 'order.cancelled', orderId, userId, reason: cancelReason },
  } as const;
}

type Action = keyof ReturnType<typeof standardFacts>;

/** A member that the fact of an action has otherwise than the standard one. */
const CHANGES: readonly (readonly [Action, object])[] = [
  ['tellPlaced', { totalMinor: 1 }],
  ['tellPlaced', { paymentDueAt: 1 }],
  ['tellPlaced', { note: 'a gift' }],
  ['tellConfirmed', { userId: 'mia' }],
  ['tellConfirmed', { by: 'card' }],
  ['tellShipped', { trackingNumber: 'T-2' }],
  ['tellShipped', { orderId: 'another' }],
  ['tellDelivered', { to: 'a neighbour' }],
  ['tellCancelled', { reason: 'another' }],
  ['tellCancelled', { reason: undefined }],
];

function chartWith(action: Action, change: object): NonNullable<ShopOptions['machines']> {
  const told = ({ context }: { context: OrderContext }) =>
    ({ ...standardFacts(context)[action], ...change }) as never;
  return { order: orderMachine.provide({ actions: { [action]: emit(told) } }) };
}

describe('a fact of a chart of your own that has other values than the standard fact', () => {
  test.each(CHANGES)('is kept as it was told: %s with %o', async (action, change) => {
    const store = memoryStore();
    for (const options of [{}, { store }]) {
      const machines = chartWith(action, change);
      const { shop, facts } = await openShop({ ...options, machines });
      const { orderId } = await buy(shop, 'ada', { mug: 1 });
      if (action === 'tellCancelled') {
        accepted(await shop.orders.cancel(orderId, { reason: 'too blue' }));
      } else {
        accepted(await shop.orders.confirm(orderId));
        accepted(await shop.orders.ship(orderId, { trackingNumber: 'T-1' }));
        accepted(await shop.orders.deliver(orderId));
      }
      const own = facts.filter(({ type }) => type.startsWith('order.'));
      expect(own.some((fact) => contains(fact, change))).toBe(true);
      expect(shop.orders.history(orderId)).toEqual(own);
      await shop.close();
      if (!('store' in options)) continue;
      const again = await createShop({ store, machines, clock: simulatedClock(START) });
      expect(again.orders.history(orderId)).toEqual(own);
    }
  });
});

function contains(fact: ShopFact, members: object): boolean {
  return Object.entries(members).every(([name, value]) => fact[name as keyof ShopFact] === value);
}
