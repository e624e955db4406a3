import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, createActor, createMachine, emit, fromPromise, raise } from 'xstate';
import { extendOrder, orderMachine } from '../../../machines/index.ts';
import { createShop, memoryStore, type Shop, type ShopOptions } from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { accepted, buy, HOUR, MINUTE, openShop, START } from './openShop.ts';

const { states = {} } = orderMachine.config;
const clean = { ok: true, problems: [] };

/** The standard chart, with a payment that may be declined, and tried again. */
const declinable = extendOrder({
  pending: {
    ...states.pending,
    on: { ...states.pending?.on, 'payment.declined': 'declined' },
  } as never,
  declined: { on: { 'payment.retried': 'pending' } },
});

const state = (shop: Shop, orderId: string) => shop.orders.get(orderId)?.state;

/** A shop in a store, which can be closed and opened again at another time. */
async function durableShop(options: ShopOptions) {
  const store = memoryStore();
  const opened = await openShop({ store, ...options });
  async function reopen(at: number, shop = opened.shop) {
    await shop.close();
    const clock = simulatedClock(at);
    return { shop: await createShop({ store, clock, ...options }), clock };
  }
  return { ...opened, reopen };
}

describe('an order that comes back to pending', () => {
  test('has no more time than before: it is cancelled when explain says so', async () => {
    const { shop, clock } = await openShop({ machines: { order: declinable } });
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    const due = START + 30 * MINUTE;
    for (let minute = 0; minute < 29; minute++) {
      clock.advance(MINUTE);
      accepted(await shop.orders.send(orderId, { type: 'payment.declined' }));
      accepted(await shop.orders.send(orderId, { type: 'payment.retried' }));
      expect(shop.explain('mug')?.holds).toMatchObject([{ until: due }]);
    }
    clock.advance(MINUTE - 1);
    expect(state(shop, orderId)).toBe('pending');
    clock.advance(1);
    expect(state(shop, orderId)).toBe('cancelled');
    expect(shop.explain('mug')).toMatchObject({ available: 10, held: 0 });
    expect(shop.audit()).toEqual(clean);
  });

  test('after its deadline is cancelled at once, in a turn of its own', async () => {
    const { shop, clock, facts } = await openShop({ machines: { order: declinable } });
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    accepted(await shop.orders.send(orderId, { type: 'payment.declined' }));
    clock.advance(2 * HOUR);
    expect(state(shop, orderId)).toBe('declined');
    const { order } = accepted(await shop.orders.send(orderId, { type: 'payment.retried' }));
    expect(order.state).toBe('pending');
    clock.advance(0);
    expect(state(shop, orderId)).toBe('cancelled');
    expect(facts.at(-1)).toMatchObject({ type: 'order.cancelled', reason: 'payment-timeout' });
  });

  test('keeps its deadline over an opening, and over a jump of the clock', async () => {
    const { shop, clock, reopen } = await durableShop({ machines: { order: declinable } });
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    clock.advance(10 * MINUTE);
    accepted(await shop.orders.send(orderId, { type: 'payment.declined' }));
    const again = await reopen(START + 20 * MINUTE);
    again.clock.jump(-HOUR);
    accepted(await again.shop.orders.send(orderId, { type: 'payment.retried' }));
    const due = START - HOUR + 30 * MINUTE;
    expect(again.shop.orders.get(orderId)?.paymentDueAt).toBe(due);
    again.clock.advance(10 * MINUTE - 1);
    expect(state(again.shop, orderId)).toBe('pending');
    again.clock.advance(1);
    expect([again.clock.now(), state(again.shop, orderId)]).toEqual([due, 'cancelled']);
  });

  test('in plain XState, which has no time, has the whole time again', () => {
    const clock = simulatedClock();
    const input = { orderId: 'o', userId: 'u', number: 1, lines: [], totalMinor: 0 };
    const terms = { currency: 'USD', pricing: 'regular', createdAt: 5, paymentDueAt: 25 };
    const actor = createActor(orderMachine, { input: { ...input, ...terms }, clock } as never);
    const errors: unknown[] = [];
    actor.subscribe({ error: (error) => errors.push(error) });
    actor.start();
    clock.advance(19);
    expect(actor.getSnapshot().value).toBe('pending');
    clock.advance(1);
    expect(actor.getSnapshot().value).not.toBe('pending');
  });
});

/** An order chart that asks a payment service while the order is pending. */
function askingChart(ask: () => Promise<void>): AnyStateMachine {
  return createMachine({
    ...orderMachine.config,
    states: {
      ...states,
      pending: {
        ...states.pending,
        invoke: { id: 'payment', src: 'payment', onDone: { target: 'confirmed' } },
      },
    },
  } as never).provide({ actors: { payment: fromPromise(ask) } } as never) as AnyStateMachine;
}

describe('an order that waits for a payment service', () => {
  async function asked(reopenedAt: number, inspect?: ShopOptions['inspect']) {
    const answers: (() => void)[] = [];
    const order = askingChart(() => new Promise((resolve) => answers.push(resolve)));
    const { shop, reopen } = await durableShop({
      machines: { order },
      ...(inspect !== undefined && { inspect }),
    });
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    expect(answers).toHaveLength(1);
    const again = await reopen(reopenedAt);
    return { ...again, orderId, answers };
  }

  test.each([
    ['unwatched', undefined],
    ['inspected', () => {}],
  ])(
    'and is overdue when the shop opens is cancelled without one more call: %s',
    async (_, inspect) => {
      const { shop, orderId, answers } = await asked(START + 30 * MINUTE, inspect);
      expect(state(shop, orderId)).toBe('cancelled');
      expect(answers).toHaveLength(1);
      expect(shop.products.get('mug')?.available).toBe(10);
      expect(shop.audit()).toEqual(clean);
    },
  );

  test.each([
    ['unwatched', undefined],
    ['inspected', () => {}],
  ])('and is not overdue calls it once more, whose answer counts: %s', async (_, inspect) => {
    const { shop, orderId, answers } = await asked(START + 30 * MINUTE - 1, inspect);
    expect(state(shop, orderId)).toBe('pending');
    expect(answers).toHaveLength(2);
    answers[1]?.();
    await new Promise((resolve) => setImmediate(resolve));
    expect(state(shop, orderId)).toBe('confirmed');
  });

  test('and has another timer that is overdue calls it once more after that timer', async () => {
    const calls: string[] = [];
    const order = askingChart(() => new Promise(() => void calls.push('call')));
    const { pending } = order.config.states as { pending: object & { after: object } };
    const reminding = createMachine({
      ...order.config,
      states: {
        ...order.config.states,
        pending: {
          ...pending,
          after: { ...pending.after, 60000: { actions: () => void calls.push('reminder') } },
        },
      },
    } as never).provide(order.implementations as never) as AnyStateMachine;
    const { shop, reopen } = await durableShop({ machines: { order: reminding } });
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    const again = await reopen(START + 2 * MINUTE);
    expect(calls).toEqual(['call', 'reminder', 'call']);
    expect(state(again.shop, orderId)).toBe('pending');
    again.clock.advance(28 * MINUTE);
    expect(state(again.shop, orderId)).toBe('cancelled');
  });
});

describe('timers of the actors that an order has invoked', () => {
  test('run before a later one of the order, when both are overdue at an opening', async () => {
    const scoring = createMachine({
      initial: 'waiting',
      states: { waiting: { after: { [10 * MINUTE]: 'over' } }, over: { type: 'final' } },
    });
    const order = createMachine({
      ...orderMachine.config,
      states: {
        ...states,
        pending: {
          ...states.pending,
          invoke: { id: 'scoring', src: 'scoring', onDone: { target: 'confirmed' } },
        },
      },
    } as never).provide({ actors: { scoring } } as never) as AnyStateMachine;
    const { shop, reopen } = await durableShop({ machines: { order } });
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    const again = await reopen(START + HOUR);
    expect(state(again.shop, orderId)).toBe('confirmed');
    const [placed] = again.shop.orders.history(orderId);
    expect(placed?.type).toBe('order.placed');
  });
});

describe('delayed events without an id', () => {
  /** Each `order.remind` raises a reminder an hour later, in a timer that has no id. */
  const reminding: AnyStateMachine = createMachine({
    ...orderMachine.config,
    on: {
      'order.remind': { actions: raise({ type: 'remind' }, { delay: HOUR }) },
      remind: { actions: emit({ type: 'order.reminded' }) },
    },
  } as never).provide(orderMachine.implementations as never) as AnyStateMachine;

  test('all happen, also those that were set before an opening', async () => {
    const { shop, reopen } = await durableShop({ machines: { order: reminding } });
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    accepted(await shop.orders.confirm(orderId));
    accepted(await shop.orders.send(orderId, { type: 'order.remind' }));
    const second = await reopen(START + MINUTE);
    accepted(await second.shop.orders.send(orderId, { type: 'order.remind' }));
    const third = await reopen(START + 2 * MINUTE, second.shop);
    accepted(await third.shop.orders.send(orderId, { type: 'order.remind' }));
    accepted(await third.shop.orders.send(orderId, { type: 'order.remind' }));
    const remindedAt: number[] = [];
    third.shop.on<{ readonly type: 'order.reminded' }>('order.reminded', ({ at }) =>
      remindedAt.push(at - START),
    );
    third.clock.advance(2 * HOUR);
    const due = [HOUR, HOUR + MINUTE, HOUR + 2 * MINUTE, HOUR + 2 * MINUTE];
    expect(remindedAt).toEqual(due);
  });
});
