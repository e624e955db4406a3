import { describe, expect, it } from 'vitest';
import {
  type AnyStateMachine,
  assign,
  createMachine,
  emit,
  fromCallback,
  fromPromise,
  setup,
  spawnChild,
} from 'xstate';
import { type OrderContext, type OrderInput, orderMachine } from '../../../machines/index.ts';
import type { Order } from '../../../src/index.ts';
import { loopTurns } from '../loopTurns.ts';
import { leadingTo, orderChart, orderedBy, standard } from './charts.ts';
import { buy, emptyStage, picture, type Stage } from './stage.ts';

const { pending, confirmed, shipped } = standard;
const { 'order.confirm': confirm, 'order.cancel': cancel } = pending.on;
const { 'order.ship': ship, 'order.cancel': cancelPaid } = confirmed.on;

const soon = () => new Promise<void>((done) => setImmediate(done));

const send =
  (type: string) =>
  ({ shop }: Stage, orderId: string): Promise<unknown> =>
    shop.orders.send(orderId, { type });
const confirmIt = ({ shop }: Stage, orderId: string) => shop.orders.confirm(orderId);
const shipIt = ({ shop }: Stage, orderId: string) =>
  shop.orders.ship(orderId, { trackingNumber: 'T' });
const deliverIt = ({ shop }: Stage, orderId: string) => shop.orders.deliver(orderId);

type Step = readonly [state: string, step: (at: Stage, orderId: string) => unknown];

interface Lifecycle {
  readonly chart: string;
  readonly order: () => AnyStateMachine;
  /** How an order gets to its final state, with the state after each step. */
  readonly steps: readonly Step[];
}

const lifecycles: readonly Lifecycle[] = [
  {
    chart: 'the standard chart, spread, without any implementation',
    order: () => createMachine({ ...orderMachine.config } as never),
    steps: [
      ['confirmed', confirmIt],
      ['shipped', shipIt],
      ['delivered', deliverIt],
    ],
  },
  {
    chart: 'a state between confirmed and shipped',
    order: () =>
      orderChart({
        confirmed: { on: { 'order.pack': 'packed', 'order.cancel': cancelPaid } },
        packed: confirmed,
      }),
    steps: [
      ['confirmed', confirmIt],
      ['packed', send('order.pack')],
      ['shipped', shipIt],
      ['delivered', deliverIt],
    ],
  },
  {
    chart: 'nested states',
    order: () =>
      orderChart({
        confirmed: {
          ...confirmed,
          initial: 'picking',
          states: {
            picking: { on: { 'order.pick': 'packing' } },
            packing: {
              initial: 'box',
              states: { box: { on: { 'order.tape': 'tape' } }, tape: {} },
            },
          },
        },
      }),
    steps: [
      ['confirmed.picking', confirmIt],
      ['confirmed.packing.box', send('order.pick')],
      ['confirmed.packing.tape', send('order.tape')],
      ['shipped', shipIt],
      ['delivered', deliverIt],
    ],
  },
  {
    chart: 'transitions without an event, from the first moment on',
    order: () =>
      orderChart({
        pending: {
          ...pending,
          always: {
            guard: ({ context }: { context: OrderContext }) => context.totalMinor < 0,
            target: 'confirmed',
          },
        },
        confirmed: { always: 'packing' },
        packing: confirmed,
      }),
    steps: [
      ['packing', confirmIt],
      ['shipped', shipIt],
      ['delivered', deliverIt],
    ],
  },
  {
    chart: 'events by wildcard',
    order: () =>
      orderChart({
        confirmed: {
          on: {
            ...confirmed.on,
            'warehouse.*': 'packing',
            '*': { actions: assign({ pricing: 'noted' }) },
          },
        },
        packing: confirmed,
      }),
    steps: [
      ['confirmed', confirmIt],
      ['confirmed', send('anything.goes')],
      ['packing', send('warehouse.pack.now')],
      ['shipped', shipIt],
      ['delivered', deliverIt],
    ],
  },
  {
    chart: 'a parallel state that is done when both regions are',
    order: () =>
      orderChart({
        pending: {
          ...pending,
          on: { ...pending.on, 'order.confirm': leadingTo('preparing', confirm) },
        },
        preparing: {
          type: 'parallel',
          on: { 'order.cancel': cancelPaid },
          onDone: 'confirmed',
          states: {
            goods: {
              initial: 'picking',
              states: { picking: { on: { 'order.pick': 'picked' } }, picked: { type: 'final' } },
            },
            papers: {
              initial: 'printing',
              states: {
                printing: { on: { 'order.print': 'printed' } },
                printed: { type: 'final' },
              },
            },
          },
        },
      }),
    steps: [
      ['preparing.goods.picking|papers.printing', confirmIt],
      ['preparing.goods.picked|papers.printing', send('order.pick')],
      ['confirmed', send('order.print')],
      ['shipped', shipIt],
      ['delivered', deliverIt],
    ],
  },
  {
    chart: 'an invoked promise that resolves later',
    order: () =>
      setup({ actors: { label: fromPromise(async () => soon()) } }).createMachine({
        ...orderMachine.config,
        states: {
          ...standard,
          confirmed: {
            on: { 'order.cancel': cancelPaid },
            invoke: { src: 'label', onDone: 'labelled' },
          },
          labelled: confirmed,
        },
      } as never) as unknown as AnyStateMachine,
    steps: [
      ['confirmed', confirmIt],
      ['labelled', () => loopTurns()],
      ['shipped', shipIt],
      ['delivered', deliverIt],
    ],
  },
  {
    chart: 'an actor invoked by the whole chart, which outlives the order',
    order: () => orderChart({}, { invoke: { src: fromCallback(() => () => {}) } }),
    steps: [
      ['confirmed', confirmIt],
      ['shipped', shipIt],
      ['delivered', deliverIt],
    ],
  },
  {
    chart: 'an actor spawned by a state, which outlives the order',
    order: () =>
      orderChart({
        confirmed: {
          ...confirmed,
          entry: spawnChild(fromPromise(() => new Promise(() => {}))),
        },
      }),
    steps: [
      ['confirmed', confirmIt],
      ['shipped', shipIt],
      ['delivered', deliverIt],
    ],
  },
  {
    chart: 'an invoked machine with a delay of its own',
    order: () =>
      orderChart({
        confirmed: {
          on: { 'order.cancel': cancelPaid },
          invoke: {
            id: 'cart:ada',
            src: createMachine({
              initial: 'drying',
              states: { drying: { after: { 1000: 'dry' } }, dry: { type: 'final' } },
            }),
            onDone: 'dried',
          },
        },
        dried: confirmed,
      }),
    steps: [
      ['confirmed', confirmIt],
      ['confirmed', ({ clock }) => clock.advance(999)],
      ['dried', ({ clock }) => clock.advance(1)],
      ['shipped', shipIt],
      ['delivered', deliverIt],
    ],
  },
  {
    chart: 'no state for shipped goods: they are picked up',
    order: () =>
      orderChart({
        confirmed: {
          on: {
            ...confirmed.on,
            'order.ship': {
              target: 'delivered',
              actions: ['noteTracking', 'commitStock', 'tellShipped'],
            },
            'order.deliver': { target: 'delivered', actions: ['commitStock', 'tellDelivered'] },
          },
        },
      }),
    steps: [
      ['confirmed', confirmIt],
      ['delivered', deliverIt],
    ],
  },
  {
    chart: 'a pause that ends where it began',
    order: () =>
      orderChart({
        confirmed: {
          on: { ...confirmed.on, 'order.pause': 'paused' },
          initial: 'picking',
          states: {
            picking: { on: { 'order.pick': 'picked' } },
            picked: {},
            back: { type: 'history' },
          },
        },
        paused: { on: { 'order.resume': 'confirmed.back', 'order.cancel': cancelPaid } },
      }),
    steps: [
      ['confirmed.picking', confirmIt],
      ['confirmed.picked', send('order.pick')],
      ['paused', send('order.pause')],
      ['confirmed.picked', send('order.resume')],
      ['shipped', shipIt],
      ['delivered', deliverIt],
    ],
  },
  {
    chart: 'own context, own facts, own delay',
    order: () =>
      setup({
        types: {
          context: {} as OrderContext & { readonly reminders: number },
          input: {} as OrderInput,
        },
        delays: { patience: 60_000 },
        actions: {
          remind: emit(({ context }) => ({ type: 'order.reminded', orderId: context.orderId })),
        },
      }).createMachine({
        ...orderMachine.config,
        context: ({ input }: { input: OrderInput }) => ({ ...input, stock: 'held', reminders: 0 }),
        states: {
          ...standard,
          shipped: {
            ...shipped,
            after: { patience: { actions: ['remind', assign({ reminders: 1 })] } },
          },
        },
      } as never) as unknown as AnyStateMachine,
    steps: [
      ['confirmed', confirmIt],
      ['shipped', shipIt],
      ['shipped', ({ clock }) => clock.advance(60_000)],
      ['delivered', deliverIt],
    ],
  },
  {
    chart: 'the stock shipped and released on entry instead of on the transition',
    order: () =>
      orderChart({
        confirmed: { on: { 'order.ship': 'shipped', 'order.cancel': 'cancelled' } },
        pending: {
          on: { 'order.confirm': 'confirmed', 'order.cancel': 'cancelled' },
          after: { paymentTimeout: 'cancelled' },
        },
        shipped: { ...shipped, entry: ['noteTracking', 'commitStock', 'tellShipped'] },
        cancelled: { type: 'final', entry: ['releaseStock', 'tellCancelled'] },
      }),
    steps: [
      ['confirmed', confirmIt],
      ['shipped', shipIt],
      ['delivered', deliverIt],
    ],
  },
];

describe.each(lifecycles)('an order chart with $chart', ({ order, steps }) => {
  async function live(at: Stage, orderId: string): Promise<void> {
    for (const [state, step] of steps) {
      const answer = await step(at, orderId);
      if (answer !== undefined) expect(answer).toMatchObject({ ok: true, order: { state } });
      expect(at.shop.orders.get(orderId)?.state).toBe(state);
      expect(at.shop.audit()).toEqual({ ok: true, problems: [] });
    }
  }

  it('takes two orders from the first state to the last, with every unit accounted for', async () => {
    const at = await orderedBy(order());
    for (const userId of ['cleo', 'bob']) {
      const { orderId } = await buy(at, userId, { mug: 2 });
      await live(at, orderId);
      const [line] = at.shop.orders.get(orderId)?.lines ?? [];
      expect(line?.status).toBe('purchased');
    }
    expect(at.shop.explain('mug')).toMatchObject({ shipped: 4 });
  });

  it('shows past orders as they were when they ended, and keeps refusing them', async () => {
    const at = await orderedBy(order());
    const { orderId } = await buy(at, 'cleo', { mug: 2 });
    let last: Order | undefined;
    at.shop.on('*', () => {
      last = at.shop.orders.get(orderId);
    });
    await live(at, orderId);
    last ??= at.shop.orders.get(orderId);
    const before = picture(at);
    expect(at.shop.orders.get(orderId)?.lines).toEqual(last?.lines);
    for (const step of [confirmIt, shipIt, deliverIt, send('order.cancel')]) {
      expect(await step(at, orderId)).toMatchObject({
        ok: false,
        refusal: { code: 'invalid-transition', allowed: [] },
      });
    }
    expect(picture(at)).toEqual(before);
  });

  it('cancels an unpaid order, and releases its units', async () => {
    const at = await orderedBy(order());
    const { orderId } = await buy(at, 'cleo', { mug: 2 });
    at.clock.advance(30 * 60 * 1000);
    expect(at.shop.orders.get(orderId)?.state).toBe('cancelled');
    expect(at.shop.explain('mug')?.holds.map((hold) => hold.orderId)).not.toContain(orderId);
    expect(at.shop.audit()).toEqual({ ok: true, problems: [] });
  });

  it('cancels a paid order, and releases its units', async () => {
    const at = await orderedBy(order());
    const { orderId } = await buy(at, 'cleo', { mug: 2 });
    await at.shop.orders.confirm(orderId);
    expect(await at.shop.orders.cancel(orderId, { reason: 'too late' })).toMatchObject({
      ok: true,
    });
    await loopTurns();
    expect(at.shop.orders.get(orderId)).toMatchObject({ state: 'cancelled' });
    expect(at.shop.audit()).toEqual({ ok: true, problems: [] });
    expect(await buy(at, 'cleo', { mug: 1 })).toMatchObject({ state: 'pending' });
  });
});

describe('custom guards', () => {
  it('refuse: the order stays as it is, and the answer says what it accepts', async () => {
    const at = await orderedBy(
      orderChart({
        confirmed: {
          on: {
            ...confirmed.on,
            'order.ship': {
              ...ship,
              guard: ({ context }: { context: OrderContext }) => context.totalMinor < 1_000,
            },
          },
        },
      }),
    );
    const [cheap, dear] = [await buy(at, 'cleo', { mug: 1 }), await buy(at, 'bob', { mug: 2 })];
    for (const { orderId } of [cheap, dear]) await at.shop.orders.confirm(orderId);
    expect(await shipIt(at, cheap.orderId)).toMatchObject({
      ok: true,
      order: { state: 'shipped' },
    });
    const before = picture(at);
    expect(await shipIt(at, dear.orderId)).toMatchObject({
      ok: false,
      refusal: { code: 'invalid-transition', state: 'confirmed', event: 'order.ship' },
    });
    expect(picture(at)).toEqual(before);
  });
});

describe('an order that ends as soon as it starts', () => {
  it('is answered, listed and accounted for like any other', async () => {
    const at = await emptyStage({
      machines: {
        order: orderChart({
          pending: {
            ...pending,
            always: {
              guard: ({ context }: { context: OrderContext }) => context.totalMinor > 100,
              ...cancel,
            },
          },
        }),
      },
    });
    await at.shop.products.add({ sku: 'mug', name: 'M', category: 'c', priceMinor: 101, stock: 9 });
    await at.shop.users.register({ userId: 'ada', name: 'Ada' });
    expect(await buy(at, 'ada', { mug: 1 })).toMatchObject({ state: 'cancelled' });
    expect(at.shop.orders.list({ userId: 'ada' })).toMatchObject([{ state: 'cancelled' }]);
    expect(at.shop.explain('mug')).toMatchObject({ available: 9, held: 0 });
    expect(at.shop.audit()).toEqual({ ok: true, problems: [] });
  });
});

describe('what an answer says is allowed', () => {
  it('leaves out the events that a nested state forbids', async () => {
    const at = await orderedBy(
      orderChart({
        confirmed: {
          ...confirmed,
          initial: 'packing',
          states: { packing: { on: { 'order.cancel': {}, 'order.pack': 'packed' } }, packed: {} },
        },
      }),
    );
    const { orderId } = await buy(at, 'cleo', { mug: 1 });
    await at.shop.orders.confirm(orderId);
    expect(await at.shop.orders.cancel(orderId)).toEqual({
      ok: false,
      refusal: {
        code: 'invalid-transition',
        state: 'confirmed.packing',
        event: 'order.cancel',
        allowed: ['order.pack', 'order.ship'],
      },
    });
  });
});

describe('events for an order that has ended', () => {
  it('are refused also by a chart that takes any event anywhere', async () => {
    const at = await orderedBy(orderChart({}, { on: { '*': { actions: () => {} } } }));
    const { orderId } = await buy(at, 'cleo', { mug: 1 });
    await at.shop.orders.cancel(orderId);
    expect(await at.shop.orders.send(orderId, { type: 'order.nudge' })).toMatchObject({
      ok: false,
      refusal: { code: 'invalid-transition', state: 'cancelled', allowed: [] },
    });
  });
});
