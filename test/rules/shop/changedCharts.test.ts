import { describe, expect, test } from 'vitest';
import {
  type AnyStateMachine,
  cancel,
  createMachine,
  fromPromise,
  raise,
  sendTo,
  setup,
} from 'xstate';
import {
  cartMachine,
  extendOrder,
  type OrderContext,
  orderActions,
  orderMachine,
} from '../../../machines/index.ts';
import {
  createShop,
  memoryStore,
  type Shop,
  type ShopOptions,
  type StoredState,
} from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { loopTurns } from '../loopTurns.ts';
import { accepted, buy, fillCart, MINUTE, openShop, orderIn, START } from './openShop.ts';

type States = Record<string, object>;

/** The standard order chart with another id, and with states that are replaced or added. */
function orderChart({
  id = 'order',
  delays = {},
  actors = {},
  guards = {},
  ...states
}: {
  id?: string;
  delays?: Record<string, unknown>;
  actors?: Record<string, AnyStateMachine | ReturnType<typeof fromPromise>>;
  guards?: Record<string, () => boolean>;
  [state: string]: unknown;
} = {}): AnyStateMachine {
  const config = orderMachine.config;
  return setup({
    actions: orderActions,
    delays: { ...orderMachine.implementations.delays, ...delays } as never,
    actors,
    guards: guards as never,
  }).createMachine({
    ...config,
    id,
    states: { ...(config.states as States), ...(states as States) },
  } as never) as unknown as AnyStateMachine;
}

/** The standard order chart with members of its root. */
function withRoot(members: object): AnyStateMachine {
  const { config, implementations } = orderChart();
  const machine = createMachine({ ...config, ...members } as never);
  return machine.provide(implementations as never) as unknown as AnyStateMachine;
}

const { pending, confirmed } = orderMachine.config.states as unknown as Record<
  'pending' | 'confirmed',
  { on: object; after: Record<string, object> }
>;
const cancels = pending.after.paymentTimeout as object;

/** `pending` that is cancelled after other delays than the payment timeout. */
const pendingFor = (after: Record<string, unknown>) => ({ ...pending, after });

const at = (ms: number) => simulatedClock(START + ms);

/** A shop of one deployment, whose store the next one opens with other options. */
async function deploy(options: Omit<ShopOptions, 'clock' | 'store'> = {}) {
  const store = memoryStore();
  const opened = await openShop({ store, ...options });
  const shops: Shop[] = [opened.shop];
  async function redeploy(ms: number, next: Omit<ShopOptions, 'clock' | 'store'> = {}) {
    for (const shop of shops.splice(0)) await shop.close();
    const clock = at(ms);
    const shop = await createShop({ store, clock, ...next });
    shops.push(shop);
    const state = (orderId: string) => shop.orders.get(orderId)?.state;
    return { shop, clock, state };
  }
  return { ...opened, store, redeploy };
}

describe('an order that waits when its chart changes', () => {
  test('is cancelled at the same time if only the id of the chart is another one', async () => {
    const { shop, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    const next = await redeploy(10 * MINUTE, { machines: { order: orderChart({ id: 'sale' }) } });
    next.clock.advance(20 * MINUTE - 1);
    expect(next.state(orderId)).toBe('pending');
    next.clock.advance(1);
    expect(next.state(orderId)).toBe('cancelled');
    expect(next.shop.explain('mug')).toMatchObject({ available: 10, held: 0 });
    expect(next.shop.audit()).toEqual({ ok: true, problems: [] });
  });

  test.each([
    ['later', 60, 40],
    ['earlier', 20, 40],
  ])(
    'is cancelled %s if its delay has changed: from when it was entered',
    async (_, first, second) => {
      const order = (minutes: number) =>
        orderChart({ pending: pendingFor({ [minutes * MINUTE]: cancels }) });
      const { shop, clock, redeploy } = await deploy({ machines: { order: order(first) } });
      clock.advance(5 * MINUTE);
      const { orderId } = await buy(shop, 'ada', { mug: 2 });
      const next = await redeploy(10 * MINUTE, { machines: { order: order(second) } });
      next.clock.advance((5 + second - 10) * MINUTE - 1);
      expect(next.state(orderId)).toBe('pending');
      next.clock.advance(1);
      expect(next.state(orderId)).toBe('cancelled');
    },
  );

  test('is cancelled after its new delay, however the clock has jumped meanwhile', async () => {
    const order = (minutes: number) =>
      orderChart({
        pending: pendingFor({ [minutes * MINUTE]: cancels }),
        confirmed: {
          ...confirmed,
          after: { [minutes * MINUTE]: { target: 'cancelled', actions: 'releaseStock' } },
        },
      });
    const { shop, clock, redeploy } = await deploy({ machines: { order: order(60) } });
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    const second = await orderIn('confirmed', shop);
    clock.advance(5 * MINUTE);
    clock.jump(-2 * MINUTE);
    await buy(shop, 'bob', { mug: 1 });
    // An hour passes, until the next deployment. Then the clock goes back by an hour, until the one after.
    await redeploy(63 * MINUTE, { machines: { order: order(90) } });
    const next = await redeploy(3 * MINUTE, { machines: { order: order(100) } });
    next.clock.advance(35 * MINUTE - 1);
    expect([next.state(orderId), next.state(second)]).toEqual(['pending', 'confirmed']);
    next.clock.advance(1);
    expect([next.state(orderId), next.state(second)]).toEqual(['cancelled', 'cancelled']);
    expect(next.shop.audit()).toEqual({ ok: true, problems: [] });
  });

  test('is cancelled as the new delay says if the delay has got another name', async () => {
    const order = orderChart({
      delays: { grace: 45 * MINUTE },
      pending: pendingFor({ grace: cancels }),
    });
    const { shop, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    const next = await redeploy(40 * MINUTE, { machines: { order } });
    expect(next.state(orderId)).toBe('pending');
    next.clock.advance(5 * MINUTE);
    expect(next.state(orderId)).toBe('cancelled');
  });

  test('is cancelled after its new delay, also if its state has an id of its own', async () => {
    const order = (minutes: number) =>
      orderChart({ pending: { ...pendingFor({ [minutes * MINUTE]: cancels }), id: 'unpaid' } });
    const { shop, redeploy } = await deploy({ machines: { order: order(20) } });
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    const next = await redeploy(10 * MINUTE, { machines: { order: order(40) } });
    next.clock.advance(30 * MINUTE - 1);
    expect(next.state(orderId)).toBe('pending');
    next.clock.advance(1);
    expect(next.state(orderId)).toBe('cancelled');
  });

  test('is cancelled at once if its new time is over', async () => {
    const order = orderChart({ pending: pendingFor({ [MINUTE]: cancels }) });
    const { shop, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    const next = await redeploy(2 * MINUTE, { machines: { order } });
    expect(next.state(orderId)).toBe('cancelled');
  });

  test('gets a delayed transition that its state did not have, from when it was entered', async () => {
    const order = orderChart({
      confirmed: {
        ...confirmed,
        after: { [60 * MINUTE]: { target: 'cancelled', actions: ['releaseStock'] } },
      },
    });
    const { shop, clock, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    clock.advance(5 * MINUTE);
    accepted(await shop.orders.confirm(orderId));
    clock.advance(5 * MINUTE);
    const next = await redeploy(20 * MINUTE, { machines: { order } });
    next.clock.advance(45 * MINUTE - 1);
    expect(next.state(orderId)).toBe('confirmed');
    next.clock.advance(1);
    expect(next.state(orderId)).toBe('cancelled');
  });

  test('gets a delayed transition from when each state was entered, also when the clock has jumped', async () => {
    const order = (after: object, afterPacking: object) =>
      orderChart({
        confirmed: {
          ...confirmed,
          after,
          initial: 'picking',
          states: {
            picking: { on: { 'order.pack': 'packing' } },
            packing: { after: afterPacking },
            packed: {},
          },
        },
      });
    const { shop, clock, redeploy } = await deploy({ machines: { order: order({}, {}) } });
    const first = await orderIn('confirmed', shop);
    const second = await orderIn('confirmed', shop);
    clock.advance(5 * MINUTE);
    accepted(await shop.orders.send(second, { type: 'order.pack' }));
    clock.jump(-2 * MINUTE);
    await buy(shop, 'bob', { mug: 1 });
    // On this clock, both were confirmed two minutes before the start.
    const cancelled = { target: 'cancelled', actions: 'releaseStock' };
    const waiting = order({ [60 * MINUTE]: cancelled }, { [20 * MINUTE]: 'packed' });
    const next = await redeploy(10 * MINUTE, { machines: { order: waiting } });
    const states = () => [next.state(first), next.state(second)];
    next.clock.advance(13 * MINUTE - 1);
    expect(states()).toEqual(['confirmed.picking', 'confirmed.packing']);
    next.clock.advance(1);
    expect(states()).toEqual(['confirmed.picking', 'confirmed.packed']);
    next.clock.advance(35 * MINUTE - 1);
    expect(states()).toEqual(['confirmed.picking', 'confirmed.packed']);
    next.clock.advance(1);
    expect(states()).toEqual(['cancelled', 'cancelled']);
  });

  test('does not get a reminder a second time that it has had', async () => {
    let reminders = 0;
    const remind = () => {
      reminders++;
    };
    const order = (id: string) =>
      orderChart({
        id,
        pending: pendingFor({ paymentTimeout: cancels, [MINUTE]: { actions: remind } }),
      });
    const { shop, clock, redeploy } = await deploy({ machines: { order: order('a') } });
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    clock.advance(MINUTE);
    expect(reminders).toBe(1);
    const next = await redeploy(2 * MINUTE, { machines: { order: order('b') } });
    next.clock.advance(10 * MINUTE);
    expect(reminders).toBe(1);
    next.clock.advance(18 * MINUTE);
    expect(next.state(orderId)).toBe('cancelled');
  });

  test('gets a reminder that its state did not have, although the chart stays in the state', async () => {
    let reminders = 0;
    const remind = () => {
      reminders++;
    };
    const order = orderChart({
      pending: pendingFor({ paymentTimeout: cancels, [5 * MINUTE]: { actions: remind } }),
    });
    const { shop, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    const next = await redeploy(2 * MINUTE, { machines: { order } });
    next.clock.advance(3 * MINUTE - 1);
    expect(reminders).toBe(0);
    next.clock.advance(1);
    expect([reminders, next.state(orderId)]).toEqual([1, 'pending']);
  });

  test('is refused if the chart itself has a further delayed transition: nothing says since when', async () => {
    const order = withRoot({ after: { [60 * MINUTE]: { actions: () => {} } } });
    const { shop, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    await expect(redeploy(0, { machines: { order } })).rejects.toThrow(
      `order ${orderId} has no timer for the delay ${60 * MINUTE} of its chart`,
    );
  });

  test('is cancelled after its new delay if an earlier version has stored it: the name of its timer says since when', async () => {
    const order = (minutes: number) =>
      orderChart({ pending: pendingFor({ [minutes * MINUTE]: cancels }) });
    const { shop, clock, store, redeploy } = await deploy({ machines: { order: order(60) } });
    clock.advance(5 * MINUTE);
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    await shop.close();
    const [[key, text] = [[], '']] = store.range({ prefix: ['open', 'order'] });
    const value = text.replaceAll(/,"since":\d+/g, '');
    expect(value).not.toBe(text);
    await store.commit([{ op: 'put', key, value }]);
    const next = await redeploy(10 * MINUTE, { machines: { order: order(40) } });
    next.clock.advance(35 * MINUTE - 1);
    expect(next.state(orderId)).toBe('pending');
    next.clock.advance(1);
    expect(next.state(orderId)).toBe('cancelled');
  });

  test('goes on with each of several timers whose delay is the same', async () => {
    let reminders = 0;
    const remind = () => {
      reminders++;
    };
    const order = (id: string) =>
      orderChart({
        id,
        pending: pendingFor({ paymentTimeout: cancels, [10 * MINUTE]: { actions: remind } }),
      });
    const { shop, redeploy } = await deploy({ machines: { order: order('a') } });
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    const next = await redeploy(5 * MINUTE, { machines: { order: order('b') } });
    next.clock.advance(5 * MINUTE);
    expect([reminders, next.state(orderId)]).toEqual([1, 'pending']);
    next.clock.advance(20 * MINUTE);
    expect(next.state(orderId)).toBe('cancelled');
  });

  test('is cancelled after its new delay, also when it has had a reminder', async () => {
    const order = (minutes: number) =>
      orderChart({
        pending: pendingFor({ [minutes * MINUTE]: cancels, [MINUTE]: { actions: () => {} } }),
      });
    const { shop, clock, redeploy } = await deploy({ machines: { order: order(20) } });
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    clock.advance(2 * MINUTE);
    const next = await redeploy(10 * MINUTE, { machines: { order: order(40) } });
    next.clock.advance(30 * MINUTE - 1);
    expect(next.state(orderId)).toBe('pending');
    next.clock.advance(1);
    expect(next.state(orderId)).toBe('cancelled');
  });

  test('is written with its new timer: the next opening finds it', async () => {
    const order = orderChart({ id: 'sale', pending: pendingFor({ [50 * MINUTE]: cancels }) });
    const { shop, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    await redeploy(10 * MINUTE, { machines: { order } });
    const next = await redeploy(49 * MINUTE, { machines: { order } });
    expect(next.state(orderId)).toBe('pending');
    next.clock.advance(MINUTE);
    expect(next.state(orderId)).toBe('cancelled');
  });

  test('is refused if the chart does not say which timer it is', async () => {
    const order = (first: number, second: number) =>
      orderChart({
        pending: pendingFor({ [first]: cancels, [second]: { actions: () => {} } }),
      });
    const { shop, redeploy } = await deploy({
      machines: { order: order(10 * MINUTE, 5 * MINUTE) },
    });
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    await expect(
      redeploy(0, { machines: { order: order(20 * MINUTE, 7 * MINUTE) } }),
    ).rejects.toThrow(
      `order ${orderId} waits for xstate.after.300000.order.pending, which its chart does not answer in this state`,
    );
  });

  test('does not lose its timer to one of the whole chart, or of another state', async () => {
    const base = orderChart({ pending: { ...pending, after: {} } });
    const order = setup(base.implementations as never).createMachine({
      ...base.config,
      after: { [60 * MINUTE]: { actions: () => {} } },
    } as never) as unknown as AnyStateMachine;
    const { shop, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    await expect(redeploy(0, { machines: { order } })).rejects.toThrow(
      `order ${orderId} has no timer for the delay 3600000 of its chart`,
    );
  });

  test.each([
    ['without a bound', Number.POSITIVE_INFINITY],
    ['beyond all clocks', 1e300],
  ])('waits for ever if its delay is %s, also when it is opened again', async (_, delay) => {
    const order = orderChart({ delays: { long: delay }, pending: pendingFor({ long: cancels }) });
    const { shop, redeploy } = await deploy({ machines: { order } });
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    const next = await redeploy(MINUTE, { machines: { order } });
    next.clock.advance(365 * 24 * 60 * MINUTE);
    expect(next.state(orderId)).toBe('pending');
    accepted(await next.shop.orders.confirm(orderId));
  });

  test('is refused if its chart does not wait any more: nothing would release its stock', async () => {
    const { shop, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    const order = orderChart({ pending: { ...pending, after: {} } });
    await expect(redeploy(0, { machines: { order } })).rejects.toThrow(
      `order ${orderId} waits for xstate.after.paymentTimeout.order.pending, which its chart does not answer`,
    );
  });

  test('is refused with the number of such actors', async () => {
    const { shop, redeploy } = await deploy();
    const first = await buy(shop, 'ada', { mug: 1 });
    await buy(shop, 'bob', { mug: 1 });
    await buy(shop, 'mia', { mug: 1 });
    const order = orderChart({ pending: { ...pending, after: {} } });
    await expect(redeploy(0, { machines: { order } })).rejects.toThrow(
      new RegExp(`^order ${first.orderId} waits .* \\(the first of 3 such actors\\)$`),
    );
  });

  test('is refused if the chart no longer answers an event that it sends to itself later', async () => {
    const order = (answer: string) =>
      orderChart({
        pending: {
          ...pending,
          entry: raise({ type: 'order.remind' }, { delay: 5 * MINUTE, id: 'reminder' }),
          on: { ...pending.on, [answer]: { actions: () => {} } },
        },
      });
    const { shop, redeploy } = await deploy({ machines: { order: order('order.remind') } });
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    await redeploy(0, { machines: { order: order('order.*') } });
    await expect(redeploy(0, { machines: { order: order('order.nudge') } })).rejects.toThrow(
      `order ${orderId} waits for order.remind, which its chart does not answer in any state`,
    );
  });

  test('goes on if neither chart answers an event that it sends to itself later', async () => {
    const order = orderChart({
      pending: {
        ...pending,
        entry: raise({ type: 'order.remind' }, { delay: 5 * MINUTE, id: 'reminder' }),
      },
    });
    const { shop, redeploy } = await deploy({ machines: { order } });
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    const next = await redeploy(0, { machines: { order } });
    next.clock.advance(30 * MINUTE);
    expect(next.state(orderId)).toBe('cancelled');
  });

  test('leaves the store as it was when it is refused', async () => {
    const { shop, store, redeploy } = await deploy();
    await buy(shop, 'ada', { mug: 2 });
    await shop.close();
    const before = [...store.range({ prefix: [] })];
    const order = orderChart({ pending: { ...pending, after: {} } });
    await expect(redeploy(0, { machines: { order } })).rejects.toThrow();
    expect([...store.range({ prefix: [] })]).toEqual(before);
  });
});

describe('a cart that waits when its chart changes', () => {
  test('expires when it would have if the id of the chart is another one', async () => {
    const cart = cartMachine.provide({}) as unknown as AnyStateMachine;
    const renamed = setup({
      actions: cart.implementations.actions as never,
      guards: cart.implementations.guards as never,
      delays: cart.implementations.delays as never,
    }).createMachine({ ...cart.config, id: 'basket' } as never) as unknown as AnyStateMachine;
    const { shop, redeploy } = await deploy();
    await fillCart(shop, 'bob', { lamp: 1 });
    const next = await redeploy(60 * MINUTE, { machines: { cart: renamed } });
    expect(next.shop.carts.get('bob')?.state).toBe('open');
    next.clock.advance(23 * 60 * MINUTE);
    expect(next.shop.carts.get('bob')?.state).toBe('empty');
  });
});

describe('an order with an actor of its own when its chart changes', () => {
  const booking = (answers: boolean[]) =>
    fromPromise(async () => {
      if (answers.length === 0) return new Promise(() => {});
      answers.pop();
      return undefined;
    });
  const invoking = (invoke: object) => ({
    confirmed: { ...confirmed, invoke },
    booked: confirmed,
  });

  test('goes on if only the id of the chart is another one', async () => {
    const answers: boolean[] = [];
    const order = (id: string) =>
      orderChart({
        id,
        actors: { booking: booking(answers) },
        ...invoking({ src: 'booking', onDone: 'booked' }),
      });
    const { shop, redeploy } = await deploy({ machines: { order: order('a') } });
    const orderId = await orderIn('confirmed', shop);
    answers.push(true);
    const next = await redeploy(0, { machines: { order: order('b') } });
    await loopTurns();
    expect(next.state(orderId)).toBe('booked');
    expect(next.shop.audit()).toEqual({ ok: true, problems: [] });
  });

  test('goes on if only the id of the chart is another one, also with logic without a name', async () => {
    const answers: boolean[] = [];
    const order = (id: string) =>
      orderChart({ id, ...invoking({ src: booking(answers), onDone: 'booked' }) });
    const { shop, redeploy } = await deploy({ machines: { order: order('a') } });
    const orderId = await orderIn('confirmed', shop);
    answers.push(true);
    const next = await redeploy(0, { machines: { order: order('b') } });
    await loopTurns();
    expect(next.state(orderId)).toBe('booked');
  });

  test('is refused if the actor has got another name', async () => {
    const order = (src: string) =>
      orderChart({
        actors: { [src]: booking([]) },
        ...invoking({ id: 'call', src, onDone: 'booked' }),
      });
    const { shop, redeploy } = await deploy({ machines: { order: order('carrier') } });
    const orderId = await orderIn('confirmed', shop);
    await expect(redeploy(0, { machines: { order: order('courier') } })).rejects.toThrow(
      `order ${orderId} has the child call of carrier, which its chart does not invoke here`,
    );
  });

  test('is refused if two actors of one logic have got other ids: none says which it is', async () => {
    const order = (...ids: string[]) =>
      orderChart({
        actors: { booking: booking([]) },
        ...invoking(ids.map((id) => ({ id, src: 'booking', onDone: 'booked' }))),
      });
    const { shop, redeploy } = await deploy({ machines: { order: order('there', 'back') } });
    const orderId = await orderIn('confirmed', shop);
    await expect(redeploy(0, { machines: { order: order('out', 'home') } })).rejects.toThrow(
      `order ${orderId} has the child there of booking, which its chart does not invoke here`,
    );
  });

  test('is refused if its state invokes an actor that was never started', async () => {
    const order = orderChart({
      actors: { booking: booking([]) },
      ...invoking({ id: 'call', src: 'booking', onDone: 'booked' }),
    });
    const { shop, redeploy } = await deploy();
    const orderId = await orderIn('confirmed', shop);
    await expect(redeploy(0, { machines: { order } })).rejects.toThrow(
      `order ${orderId} is in the state confirmed, whose chart invokes call, which was never started`,
    );
  });

  test('is refused if the chart itself invokes an actor that was never started', async () => {
    const order = withRoot({ invoke: { id: 'call', src: booking([]) } });
    const { shop, redeploy } = await deploy();
    const orderId = await orderIn('confirmed', shop);
    await expect(redeploy(0, { machines: { order } })).rejects.toThrow(
      `order ${orderId} is of a chart that invokes call, which was never started`,
    );
  });

  test('gets the actor started when a migration brings it over, with the input of the chart', async () => {
    const begun: unknown[] = [];
    const order = orderChart({
      actors: {
        booking: fromPromise(async ({ input }) => {
          begun.push(input);
        }) as never,
      },
      ...invoking({
        id: 'call',
        src: 'booking',
        input: ({ context }: { context: OrderContext }) => ({ order: context.orderId }),
        onDone: 'booked',
      }),
    });
    const { shop, redeploy } = await deploy();
    const orderId = await orderIn('confirmed', shop);
    const next = await redeploy(0, {
      machines: { order },
      migrate: ({ state, context }) => ({ state, context }),
    });
    await loopTurns();
    expect(begun).toEqual([{ order: orderId }]);
    expect(next.state(orderId)).toBe('booked');
  });

  const courier = (id: string, minutes: number) =>
    createMachine({
      id,
      initial: 'waiting',
      states: { waiting: { after: { [minutes * MINUTE]: 'over' } }, over: { type: 'final' } },
    });

  test('goes on with the timers of the actor, whose chart changes, too', async () => {
    const order = (id: string, minutes: number) =>
      orderChart({
        id,
        actors: { courier: courier(id, minutes) },
        ...invoking({ src: 'courier', onDone: 'booked' }),
      });
    const { shop, clock, redeploy } = await deploy({ machines: { order: order('a', 10) } });
    clock.advance(3 * MINUTE);
    const orderId = await orderIn('confirmed', shop);
    const next = await redeploy(5 * MINUTE, { machines: { order: order('b', 20) } });
    next.clock.advance(18 * MINUTE - 1);
    expect(next.state(orderId)).toBe('confirmed');
    next.clock.advance(1);
    expect(next.state(orderId)).toBe('booked');
  });

  test('has the timers of the actor left alone by a migration, which neither sees nor chooses them', async () => {
    const order = (state: string) =>
      orderChart({
        actors: { courier: courier('c', 10) },
        confirmed: { ...confirmed, on: { ...confirmed.on, 'order.pack': state } },
        [state]: {
          ...confirmed,
          invoke: {
            id: 'courier',
            src: 'courier',
            onDone: { target: 'cancelled', actions: 'releaseStock' },
          },
        },
      });
    const { shop, redeploy } = await deploy({ machines: { order: order('packed') } });
    const orderId = await orderIn('confirmed', shop);
    accepted(await shop.orders.send(orderId, { type: 'order.pack' }));
    const asked: StoredState[] = [];
    const next = await redeploy(5 * MINUTE, {
      machines: { order: order('boxed') },
      migrate: (stored) => {
        asked.push(stored);
        return { state: 'boxed', context: stored.context, waitsFor: [] };
      },
    });
    expect(asked).toMatchObject([{ state: 'packed', waitsFor: [], children: [{ id: 'courier' }] }]);
    next.clock.advance(5 * MINUTE - 1);
    expect(next.state(orderId)).toBe('boxed');
    next.clock.advance(1);
    expect(next.state(orderId)).toBe('cancelled');
  });

  test('is refused if the actor is in a state that its chart has lost', async () => {
    const order = (actor: AnyStateMachine) =>
      orderChart({
        actors: { courier: actor },
        ...invoking({ id: 'courier', src: 'courier', onDone: 'booked' }),
      });
    const { shop, redeploy } = await deploy({ machines: { order: order(courier('c', 10)) } });
    const orderId = await orderIn('confirmed', shop);
    const other = createMachine({ id: 'c', initial: 'idle', states: { idle: {} } });
    await expect(redeploy(0, { machines: { order: order(other) } })).rejects.toThrow(
      `order ${orderId} has the child courier, which is in the state waiting, which its chart does not have`,
    );
  });

  test('has the actor started anew by a migration if its state is lost', async () => {
    const order = (actor: AnyStateMachine) =>
      orderChart({
        actors: { courier: actor },
        ...invoking({ id: 'courier', src: 'courier', onDone: 'booked' }),
      });
    const { shop, redeploy } = await deploy({ machines: { order: order(courier('c', 10)) } });
    const orderId = await orderIn('confirmed', shop);
    const other = createMachine({
      id: 'c',
      initial: 'calling',
      states: { calling: { after: { [MINUTE]: 'over' } }, over: { type: 'final' } },
    });
    const next = await redeploy(5 * MINUTE, {
      machines: { order: order(other) },
      migrate: ({ state, context }) => ({ state, context }),
    });
    next.clock.advance(MINUTE - 1);
    expect(next.state(orderId)).toBe('confirmed');
    next.clock.advance(1);
    expect(next.state(orderId)).toBe('booked');
  });
});

describe('a history state when its chart changes', () => {
  const order = (id: string, states: string[]) =>
    orderChart({
      id,
      confirmed: {
        ...confirmed,
        on: { ...confirmed.on, 'order.hold': 'onHold' },
        initial: states[0],
        states: {
          ...Object.fromEntries(
            states.map((s, index) => [s, { on: { 'order.next': states[index + 1] } }]),
          ),
          before: { type: 'history' },
        },
      },
      onHold: {
        on: {
          'order.resume': 'confirmed.before',
          'order.cancel': { target: 'cancelled', actions: 'releaseStock' },
        },
      },
    });

  async function heldOrder() {
    const deployed = await deploy({ machines: { order: order('a', ['picking', 'packing']) } });
    const orderId = await orderIn('confirmed', deployed.shop);
    accepted(await deployed.shop.orders.send(orderId, { type: 'order.next' }));
    accepted(await deployed.shop.orders.send(orderId, { type: 'order.hold' }));
    return { ...deployed, orderId };
  }

  test('leads back to the same state if only the id of the chart is another one', async () => {
    const { orderId, redeploy } = await heldOrder();
    const next = await redeploy(0, { machines: { order: order('b', ['picking', 'packing']) } });
    accepted(await next.shop.orders.send(orderId, { type: 'order.resume' }));
    expect(next.state(orderId)).toBe('confirmed.packing');
  });

  test('of a chart with a dot in its id goes on', async () => {
    const machines = { order: order('shop.order', ['picking', 'packing']) };
    const { shop, redeploy } = await deploy({ machines });
    const orderId = await orderIn('confirmed', shop);
    accepted(await shop.orders.send(orderId, { type: 'order.hold' }));
    const next = await redeploy(0, { machines });
    expect(next.state(orderId)).toBe('onHold');
  });

  test('that remembers a lost state is refused', async () => {
    const { orderId, redeploy } = await heldOrder();
    const machines = { order: order('a', ['picking', 'boxing']) };
    await expect(redeploy(0, { machines })).rejects.toThrow(
      `order ${orderId} remembers the state a.confirmed.packing, which its chart does not have`,
    );
  });

  test('that remembers a lost state forgets it in a migration', async () => {
    const { orderId, redeploy } = await heldOrder();
    const next = await redeploy(0, {
      machines: { order: order('a', ['picking', 'boxing']) },
      migrate: ({ state, context }) => ({ state, context }),
    });
    accepted(await next.shop.orders.send(orderId, { type: 'order.resume' }));
    expect(next.state(orderId)).toBe('confirmed.picking');
  });
});

describe('an order that has ended when its chart changes', () => {
  const lost = orderChart({
    confirmed: {
      ...confirmed,
      on: { ...confirmed.on, 'order.refuse': { target: 'refused', actions: 'releaseStock' } },
    },
    refused: { type: 'final' },
  });

  async function refusedOrder() {
    const deployed = await deploy({ machines: { order: lost } });
    const orderId = await orderIn('confirmed', deployed.shop);
    accepted(await deployed.shop.orders.send(orderId, { type: 'order.refuse' }));
    return { ...deployed, orderId };
  }

  test('is refused if its final state is gone', async () => {
    const { orderId, redeploy } = await refusedOrder();
    await expect(redeploy(0)).rejects.toThrow(
      `order ${orderId} is in the state refused, which its chart does not have: the option migrate has to bring it over`,
    );
  });

  test('is brought over by a migration, once for all later openings', async () => {
    const { orderId, redeploy } = await refusedOrder();
    const asked: StoredState[] = [];
    await redeploy(0, {
      migrate: (stored) => {
        asked.push(stored);
        return { state: 'cancelled', context: stored.context };
      },
    });
    const next = await redeploy(0);
    expect(asked).toMatchObject([{ kind: 'order', id: orderId, waitsFor: [], children: [] }]);
    expect(next.state(orderId)).toBe('cancelled');
    expect(next.shop.orders.list({ userId: 'ada' })).toHaveLength(1);
    expect(next.shop.audit()).toEqual({ ok: true, problems: [] });
  });

  test('is refused if its state is final no more', async () => {
    const { shop, redeploy } = await deploy();
    const orderId = await orderIn('delivered', shop);
    const order = extendOrder({
      delivered: { type: 'atomic', on: { 'order.close': 'closed' } },
      closed: { type: 'final' },
    });
    await expect(redeploy(0, { machines: { order } })).rejects.toThrow(
      `order ${orderId} has ended in the state delivered, which is not final in its chart`,
    );
    const next = await redeploy(0, {
      machines: { order },
      migrate: ({ state, context }) => ({ state, context }),
    });
    accepted(await next.shop.orders.send(orderId, { type: 'order.close' }));
    expect(next.state(orderId)).toBe('closed');
    expect(next.shop.audit()).toEqual({ ok: true, problems: [] });
  });

  test('is refused if it has not ended, but its state is final now', async () => {
    const { shop, redeploy } = await deploy();
    const orderId = await orderIn('shipped', shop);
    const order = orderChart({
      shipped: { type: 'final' },
      confirmed: { ...confirmed, on: { ...confirmed.on, 'order.deliver': { actions: () => {} } } },
    });
    await expect(redeploy(0, { machines: { order } })).rejects.toThrow(
      `order ${orderId} has not ended, but is in the state shipped, which is final in its chart`,
    );
    const next = await redeploy(0, {
      machines: { order },
      migrate: ({ state, context }) => ({ state, context }),
    });
    expect(next.state(orderId)).toBe('shipped');
    expect(await next.shop.orders.cancel(orderId)).toMatchObject({
      refusal: { code: 'invalid-transition', allowed: [] },
    });
    expect(next.shop.audit()).toEqual({ ok: true, problems: [] });
  });

  test('cannot be brought to an end with its stock still held', async () => {
    const { shop, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    const refused = redeploy(0, {
      machines: { order: orderChart({ pending: { ...pending, after: {} } }) },
      migrate: ({ context }) => ({ state: 'cancelled', context }),
    });
    await expect(refused).rejects.toThrow(
      `order ${orderId} cannot be in the state cancelled with its stock held`,
    );
  });
});

describe('an order of a chart whose ways cannot be followed', () => {
  test('cannot be brought to an end with its stock still held, either', async () => {
    const { shop, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    const order = orderChart({
      pending: { ...pending, after: {} },
      confirmed: {
        ...confirmed,
        initial: 'picking',
        states: { picking: {}, before: { type: 'history' } },
      },
    });
    const refused = redeploy(0, {
      machines: { order },
      migrate: ({ context }) => ({ state: 'cancelled', context }),
    });
    await expect(refused).rejects.toThrow(
      `order ${orderId} cannot end like this: order ${orderId} has ended with its stock still held`,
    );
  });
});

describe('the option migrate', () => {
  test('gets what the order waits for and its children', async () => {
    const order = (id: string) =>
      orderChart({
        actors: { booking: fromPromise(() => new Promise(() => {})) },
        pending: { ...pending, invoke: { id, src: 'booking' } },
      });
    const { shop, clock, redeploy } = await deploy({ machines: { order: order('call') } });
    clock.advance(MINUTE);
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    const asked: StoredState[] = [];
    const machines = { order: order('ring') };
    const migrate = (stored: StoredState) => {
      asked.push(stored);
      return undefined;
    };
    await expect(redeploy(MINUTE, { machines, migrate })).resolves.toBeDefined();
    expect(asked).toEqual([]);
    const lost = orderChart({ pending: { ...pending, after: {} } });
    await expect(redeploy(MINUTE, { machines: { order: lost }, migrate })).rejects.toThrow(orderId);
    expect(asked).toMatchObject([
      {
        kind: 'order',
        id: orderId,
        state: 'pending',
        waitsFor: [
          {
            event: 'xstate.after.paymentTimeout.order.pending',
            dueAt: START + 31 * MINUTE,
            since: START + MINUTE,
          },
        ],
        children: [{ id: 'ring', src: 'booking', status: 'active' }],
      },
    ]);
  });

  test.each([
    ['cancelled', 'released', { available: 10, held: 0, shipped: 0 }],
    ['shipped', 'committed', { available: 8, held: 0, shipped: 2 }],
  ] as const)(
    'that makes an order %s does with its stock what its context says',
    async (state, stock, figures) => {
      const { shop, redeploy } = await deploy();
      const { orderId } = await buy(shop, 'ada', { mug: 2 });
      const machines = { order: orderChart({ pending: { ...pending, after: {} } }) };
      const migrate = ({ context }: StoredState) => ({
        state,
        context: { ...(context as OrderContext), stock },
      });
      const next = await redeploy(0, { machines, migrate });
      expect(next.state(orderId)).toBe(state);
      expect(next.shop.explain('mug')).toMatchObject(figures);
      expect(next.shop.audit()).toEqual({ ok: true, problems: [] });
      const later = await redeploy(0, { machines });
      expect(later.shop.explain('mug')).toMatchObject(figures);
      expect(later.shop.audit()).toEqual({ ok: true, problems: [] });
    },
  );

  test('cannot hold units again that have been shipped', async () => {
    const { shop, redeploy } = await deploy();
    const orderId = await orderIn('shipped', shop);
    const refused = redeploy(0, {
      machines: {
        order: orderChart({
          shipped: { type: 'final' },
          confirmed: {
            ...confirmed,
            on: { ...confirmed.on, 'order.deliver': { actions: () => {} } },
          },
        }),
      },
      migrate: ({ context }) => ({
        state: 'confirmed',
        context: { ...(context as OrderContext), stock: 'held' },
      }),
    });
    await expect(refused).rejects.toThrow(
      `order ${orderId} has committed its stock, which cannot become held`,
    );
  });

  test('starts the timers of a state that the order enters by it', async () => {
    const order = orderChart({
      confirmed: { ...confirmed, on: { ...confirmed.on, 'order.pack': 'packed' } },
      packed: confirmed,
    });
    const { shop, redeploy } = await deploy({ machines: { order } });
    const orderId = await orderIn('confirmed', shop);
    accepted(await shop.orders.send(orderId, { type: 'order.pack' }));
    const waiting = orderChart({
      confirmed: {
        ...confirmed,
        after: { [MINUTE]: { target: 'cancelled', actions: 'releaseStock' } },
      },
    });
    const next = await redeploy(5 * MINUTE, {
      machines: { order: waiting },
      migrate: ({ context }) => ({ state: 'confirmed', context }),
    });
    next.clock.advance(MINUTE - 1);
    expect(next.state(orderId)).toBe('confirmed');
    next.clock.advance(1);
    expect(next.state(orderId)).toBe('cancelled');
  });

  test('chooses the timers itself if it says what the order waits for', async () => {
    const order = orderChart({
      id: 'sale',
      pending: pendingFor({ [MINUTE]: cancels, [2 * MINUTE]: {} }),
    });
    const { shop, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    const event = `xstate.after.${MINUTE}.sale.pending`;
    const next = await redeploy(0, {
      machines: { order },
      migrate: ({ state, context }) => ({
        state,
        context,
        waitsFor: [{ event, dueAt: START + 7 * MINUTE }],
      }),
    });
    next.clock.advance(7 * MINUTE - 1);
    expect(next.state(orderId)).toBe('pending');
    next.clock.advance(1);
    expect(next.state(orderId)).toBe('cancelled');
  });

  test.each([
    ['that the chart does not answer', 'order.nothing', START],
    ['of a state in which the order is not', 'xstate.after.5.order.confirmed', START],
  ])('cannot choose an event %s', async (_, event, dueAt) => {
    const order = orderChart({ pending: { ...pending, after: {} } });
    const { shop, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    await expect(
      redeploy(0, {
        machines: { order },
        migrate: ({ state, context }) => ({ state, context, waitsFor: [{ event, dueAt }] }),
      }),
    ).rejects.toThrow(`order ${orderId} is to wait for ${event} at ${dueAt}: expected an event`);
  });

  test.each([
    ['null', () => null],
    ['a text', () => 'confirmed'],
    ['a promise', async () => ({ state: 'confirmed', context: {} })],
    ['no context', () => ({ state: 'confirmed' })],
    ['no state', ({ context }: StoredState) => ({ context })],
    ['a misspelt member', (stored: StoredState) => ({ ...stored, waitFor: [] })],
    ['no list of events', ({ state, context }: StoredState) => ({ state, context, waitsFor: 5 })],
    [
      'no time',
      ({ state, context }: StoredState) => ({
        state,
        context,
        waitsFor: [{ event: 'x', dueAt: Number.NaN }],
      }),
    ],
    [
      'a BigInt',
      ({ state, context }: StoredState) => ({
        state,
        context: { ...(context as object), totalMinor: 10n },
      }),
    ],
    [
      'a number that JSON has not',
      ({ state, context }: StoredState) => ({
        state,
        context: { ...(context as object), totalMinor: Number.NaN },
      }),
    ],
    [
      'another stock',
      ({ state, context }: StoredState) => ({
        state,
        context: { ...(context as object), stock: 'gone' },
      }),
    ],
    [
      'another order',
      ({ state, context }: StoredState) => ({
        state,
        context: { ...(context as object), orderId: 'other' },
      }),
    ],
    [
      'another user',
      ({ state, context }: StoredState) => ({
        state,
        context: { ...(context as object), userId: 'bob' },
      }),
    ],
    [
      'other units',
      ({ context }: StoredState) => ({
        state: 'cancelled',
        context: { ...(context as object), lines: [], stock: 'released' },
      }),
    ],
    [
      'a state in which it cannot hold no stock',
      ({ context }: StoredState) => ({
        state: 'confirmed',
        context: { ...(context as object), stock: 'released' },
      }),
    ],
  ])(
    'that answers %s is refused with the name of the order, and changes nothing',
    async (_, migrate) => {
      const { shop, store, redeploy } = await deploy();
      const { orderId } = await buy(shop, 'ada', { mug: 2 });
      await shop.close();
      const before = [...store.range({ prefix: [] })];
      const machines = { order: orderChart({ pending: { ...pending, after: {} } }) };
      const options = { machines, migrate: migrate as never };
      await expect(redeploy(0, options)).rejects.toThrow(`order ${orderId} `);
      expect([...store.range({ prefix: [] })]).toEqual(before);
      const next = await redeploy(0, { ...options, quarantine: true });
      expect(next.shop.quarantined()).toMatchObject([{ id: orderId }]);
      expect(next.shop.explain('mug')).toMatchObject({ available: 8, held: 2 });
    },
  );

  test('gets a copy: what it does to that has no effect', async () => {
    const { shop, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    const machines = { order: orderChart({ pending: { ...pending, after: {} } }) };
    const next = await redeploy(0, {
      machines,
      migrate({ context }) {
        const order = context as { stock: string };
        order.stock = 'released';
        return { state: 'cancelled', context: order };
      },
    });
    expect(next.state(orderId)).toBe('cancelled');
    expect(next.shop.explain('mug')).toMatchObject({ available: 10, held: 0 });
    expect(next.shop.audit()).toEqual({ ok: true, problems: [] });
  });

  test('that throws is named with the order', async () => {
    const { shop, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    const refused = redeploy(0, {
      machines: { order: orderChart({ pending: { ...pending, after: {} } }) },
      migrate() {
        throw new Error('no idea');
      },
    });
    await expect(refused).rejects.toThrow(orderId);
    await expect(refused).rejects.toThrow('migrate: no idea');
    await expect(refused).rejects.toMatchObject({ name: 'UserCodeError', where: 'migrate' });
  });
});

describe('an audit', () => {
  const stalling = (action: unknown) =>
    orderChart({
      pending: { ...pending, on: { ...pending.on, 'order.stall': { actions: action } } },
    });

  test('names an order whose state needs a timer that it has not', async () => {
    const order = stalling(cancel('xstate.after.paymentTimeout.order.pending'));
    const { shop } = await deploy({ machines: { order } });
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    expect(shop.audit().ok).toBe(true);
    accepted(await shop.orders.send(orderId, { type: 'order.stall' }));
    expect(shop.audit().problems).toEqual([
      `order ${orderId} has no timer for the delay paymentTimeout of the state pending`,
    ]);
  });

  test('names an order that waits for an event that its chart does not answer in its state', async () => {
    const order = stalling(raise({ type: 'xstate.after.5.order.shipped' }, { delay: MINUTE }));
    const { shop, clock } = await deploy({ machines: { order } });
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    accepted(await shop.orders.send(orderId, { type: 'order.stall' }));
    expect(shop.audit().problems).toEqual([
      `order ${orderId} waits for xstate.after.5.order.shipped, which its chart does not answer in this state`,
    ]);
    clock.advance(MINUTE);
    expect(shop.audit().problems).toEqual([]);
  });

  test('names an order whose own actor waits in vain, also without a store', async () => {
    const courier = createMachine({
      id: 'c',
      initial: 'waiting',
      states: {
        waiting: {
          after: { [MINUTE]: 'over' },
          on: { halt: { actions: cancel(`xstate.after.${MINUTE}.c.waiting`) } },
        },
        over: { type: 'final' },
      },
    });
    const order = orderChart({
      actors: { courier },
      confirmed: {
        ...confirmed,
        invoke: { id: 'courier', src: 'courier' },
        on: { ...confirmed.on, 'order.stall': { actions: sendTo('courier', { type: 'halt' }) } },
      },
    });
    const { shop } = await openShop({ machines: { order } });
    const orderId = await orderIn('confirmed', shop);
    expect(shop.audit().problems).toEqual([]);
    accepted(await shop.orders.send(orderId, { type: 'order.stall' }));
    expect(shop.audit().problems).toEqual([
      `order ${orderId} has the child courier, which has no timer for the delay 60000 of the state waiting`,
    ]);
  });
});
