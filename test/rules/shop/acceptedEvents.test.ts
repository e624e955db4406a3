import { describe, expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { orderMachine } from '../../../machines/index.ts';
import { accepted, openShop, orderIn } from './openShop.ts';

/** The standard order chart that notes anything at any time, and cannot be cancelled once it is paid. */
const { config, implementations } = orderMachine;
const { confirmed, ...states } = config.states as Record<string, { readonly on?: object }>;
const order = createMachine({
  ...config,
  on: { 'order.note': { actions: () => {} } },
  states: { ...states, confirmed: { ...confirmed, on: { ...confirmed?.on, 'order.cancel': {} } } },
} as never).provide(implementations as never);

describe('an event', () => {
  test('that a state forbids is refused, and is not among those that it allows', async () => {
    const { shop } = await openShop({ machines: { order } });
    const orderId = await orderIn('confirmed', shop);
    expect(await shop.orders.cancel(orderId)).toEqual({
      ok: false,
      refusal: {
        code: 'invalid-transition',
        state: 'confirmed',
        event: 'order.cancel',
        allowed: ['order.ship', 'order.note'],
      },
    });
    expect(shop.orders.get(orderId)?.state).toBe('confirmed');
  });

  test('of the whole chart is accepted until the order has ended, and refused then', async () => {
    const { shop } = await openShop({ machines: { order } });
    const orderId = await orderIn('shipped', shop);
    accepted(await shop.orders.send(orderId, { type: 'order.note' }));
    accepted(await shop.orders.deliver(orderId));
    expect(await shop.orders.send(orderId, { type: 'order.note' })).toEqual({
      ok: false,
      refusal: {
        code: 'invalid-transition',
        state: 'delivered',
        event: 'order.note',
        allowed: [],
      },
    });
  });
});
