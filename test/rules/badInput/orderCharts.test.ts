import { describe, expect, it } from 'vitest';
import { assign, createMachine, fromPromise, setup } from 'xstate';
import { type OrderContext, type OrderInput, orderMachine } from '../../../machines/index.ts';
import { createShop } from '../../../src/index.ts';
import { leadingTo, orderChart, standard } from './charts.ts';
import { errorOf } from './stage.ts';

const { pending, confirmed, shipped } = standard;

function without<T extends object>(all: T, ...names: string[]): object {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));
}

/** The message with which a chart is refused. */
async function refusalOf(order: unknown): Promise<string> {
  const error = await errorOf(() => createShop({ machines: { order: order as never } }));
  expect(error).toBeInstanceOf(TypeError);
  return (error as Error).message;
}

describe('a value that is not a state machine', () => {
  it.each<readonly [string, unknown]>([
    ['a config object as of xstate 4', { id: 'order', initial: 'pending', states: {} }],
    ['the config of the standard chart', orderMachine.config],
    ['a promise logic', fromPromise(async () => 1)],
    ['a setup without a chart', setup({})],
    ['a function that makes one', () => orderMachine],
    ['a class', class Order {}],
    ['the name of one', 'order'],
    ['null', null],
    ['an array with one', [orderMachine]],
    ['a promise of one', Promise.resolve(orderMachine)],
  ])('is refused as a chart: %s', async (_, order) => {
    expect(await refusalOf(order)).toMatch(
      /^machines\.order: expected an XState state machine, got /,
    );
  });
});

const cannot = 'machines.order: this chart cannot work with the engine:';
const heldIn = (state: string) =>
  `stock is held in the final state '${state}': some way there has neither the action 'commitStock' nor 'releaseStock'`;

const onPending = (on: object) =>
  orderChart({ pending: { ...pending, on: { ...pending.on, ...on } } });
const onConfirmed = (on: object) =>
  orderChart({ confirmed: { ...confirmed, on: { ...confirmed.on, ...on } } });
const onShipped = (on: object) =>
  orderChart({ shipped: { ...shipped, on: { ...shipped.on, ...on } } });

const bad: readonly (readonly [rule: string, chart: () => unknown, problem: string])[] = [
  [
    'has no path from pending to a final state',
    () =>
      orderChart({
        pending: { on: { 'order.confirm': 'confirmed', 'order.cancel': 'confirmed' } },
        confirmed: { on: { 'order.ship': 'shipped', 'order.cancel': 'pending' } },
        shipped: { on: { 'order.deliver': 'pending' } },
      }),
    "there is no way from 'pending' to a final state at the top level",
  ],
  [
    'ends in a nested final state only',
    () =>
      orderChart({
        shipped: {
          initial: 'moving',
          states: { moving: { on: { 'order.deliver': 'there' } }, there: { type: 'final' } },
        },
        pending: { on: { 'order.confirm': 'confirmed' } },
        confirmed: { on: { 'order.ship': { target: 'shipped', actions: 'commitStock' } } },
        cancelled: { on: { 'order.cancel': 'pending' } },
      }),
    "there is no way from 'pending' to a final state at the top level",
  ],
  [
    'starts in another state',
    () => orderChart({}, { initial: 'confirmed' }),
    "it must start in 'pending', not in 'confirmed'",
  ],
  [
    'has no pending at all',
    () =>
      createMachine({
        ...orderMachine.config,
        initial: 'placed',
        states: { ...without(standard, 'pending'), placed: pending },
      } as never),
    "it must start in 'pending', not in 'placed'",
  ],
  [
    'is parallel at the top',
    () => orderChart({}, { type: 'parallel', initial: undefined }),
    "it has no initial state; it must start in 'pending'",
  ],
  [
    'nowhere accepts order.confirm',
    () => orderChart({ pending: { ...pending, on: without(pending.on, 'order.confirm') } }),
    "no state accepts 'order.confirm', which the engine sends",
  ],
  [
    'nowhere accepts order.ship',
    () =>
      orderChart({
        confirmed: {
          on: {
            ...without(confirmed.on, 'order.ship'),
            'order.send': leadingTo('shipped', confirmed.on['order.ship']),
          },
        },
      }),
    "no state accepts 'order.ship', which the engine sends",
  ],
  [
    'nowhere accepts order.deliver',
    () => orderChart({ shipped: { after: { 1000: 'delivered' } } }),
    "no state accepts 'order.deliver', which the engine sends",
  ],
  [
    'nowhere accepts order.cancel',
    () =>
      orderChart({
        pending: { ...pending, on: without(pending.on, 'order.cancel') },
        confirmed: { on: without(confirmed.on, 'order.cancel') },
      }),
    "no state accepts 'order.cancel', which the engine sends",
  ],
  [
    'cancels without releasing',
    () => onPending({ 'order.cancel': 'cancelled' }),
    heldIn('cancelled'),
  ],
  [
    'times out without releasing',
    () => orderChart({ pending: { ...pending, after: { paymentTimeout: 'cancelled' } } }),
    heldIn('cancelled'),
  ],
  ['ships without committing', () => onConfirmed({ 'order.ship': 'shipped' }), heldIn('delivered')],
  [
    'skips the shipment by a custom event',
    () => onConfirmed({ 'order.pickUp': 'delivered' }),
    heldIn('delivered'),
  ],
  [
    'reaches its end by a transition without an event',
    () =>
      orderChart({
        confirmed: { ...confirmed, always: { target: 'delivered', guard: () => false } },
      }),
    heldIn('delivered'),
  ],
  [
    'reaches its end by any event at all',
    () => onConfirmed({ '*': 'delivered' }),
    heldIn('delivered'),
  ],
  [
    'reaches its end by an event of the whole chart',
    () => orderChart({}, { on: { 'order.lose': '.delivered' } }),
    heldIn('delivered'),
  ],
  [
    'reaches its end when an invoked actor is done',
    () =>
      orderChart({
        confirmed: {
          ...confirmed,
          invoke: { src: fromPromise(async () => 1), onDone: 'delivered' },
        },
      }),
    heldIn('delivered'),
  ],
  [
    'reaches its end when a nested state is done',
    () =>
      orderChart({
        confirmed: {
          ...confirmed,
          initial: 'packing',
          states: { packing: { on: { 'order.pack': 'packed' } }, packed: { type: 'final' } },
          onDone: 'delivered',
        },
      }),
    heldIn('delivered'),
  ],
  [
    'releases in a function without a name only',
    () => onPending({ 'order.cancel': { target: 'cancelled', actions: () => 'releaseStock' } }),
    heldIn('cancelled'),
  ],
  [
    'commits twice',
    () => onShipped({ 'order.deliver': { target: 'delivered', actions: 'commitStock' } }),
    "'commitStock' on 'order.deliver' in 'shipped' resolves a hold that is resolved already",
  ],
  [
    'releases what has shipped',
    () => onShipped({ 'order.cancel': { target: 'cancelled', actions: 'releaseStock' } }),
    "'releaseStock' on 'order.cancel' in 'shipped' resolves a hold that is resolved already",
  ],
  [
    'releases on the transition and again on entry',
    () => orderChart({ cancelled: { type: 'final', entry: 'releaseStock' } }),
    "'releaseStock' on 'order.cancel' in 'pending' resolves a hold that is resolved already",
  ],
  [
    'commits again and again in one state',
    () => onConfirmed({ 'order.pack': { actions: 'commitStock' } }),
    "'commitStock' on 'order.pack' in 'confirmed' resolves a hold that is resolved already",
  ],
  [
    'commits when it leaves a state that it comes back to',
    () => orderChart({ shipped: { on: { ...shipped.on, 'order.lose': 'confirmed' } } }),
    "'commitStock' on 'order.ship' in 'confirmed' resolves a hold that is resolved already",
  ],
  [
    'releases when it starts',
    () => orderChart({}, { entry: ['tellPlaced', 'releaseStock'] }),
    "'releaseStock' on 'order.cancel' in 'pending' resolves a hold that is resolved already",
  ],
  [
    'misspells an action on a transition',
    () => onConfirmed({ 'order.pack': { actions: 'notePackage' } }),
    "the action 'notePackage' has no implementation",
  ],
  [
    'misspells an action with parameters',
    () => onConfirmed({ 'order.pack': { actions: { type: 'notePackage', params: {} } } }),
    "the action 'notePackage' has no implementation",
  ],
  [
    'misspells an action on entry',
    () => orderChart({ shipped: { ...shipped, entry: 'relaeseStock' } }),
    "the action 'relaeseStock' has no implementation",
  ],
  [
    'misspells an action on exit',
    () => orderChart({ shipped: { ...shipped, exit: 'relaeseStock' } }),
    "the action 'relaeseStock' has no implementation",
  ],
  [
    'gives an action the name of a member of every object',
    () => onConfirmed({ 'order.pack': { actions: 'toString' } }),
    "the action 'toString' has no implementation",
  ],
  [
    'misspells a guard',
    () => onConfirmed({ 'order.pack': { guard: 'isPaid', actions: [] } }),
    "the guard 'isPaid' has no implementation",
  ],
  [
    'misspells a guard of a transition without an event',
    () => orderChart({ shipped: { ...shipped, always: { guard: 'isNear', target: 'delivered' } } }),
    "the guard 'isNear' has no implementation",
  ],
  [
    'misspells a delay',
    () => orderChart({ shipped: { ...shipped, after: { shippingTime: 'delivered' } } }),
    "the delay 'shippingTime' has no implementation",
  ],
  [
    'names an actor that does not exist',
    () => orderChart({ shipped: { ...shipped, invoke: { src: 'carrier' } } }),
    "the actor 'carrier' has no implementation",
  ],
  [
    'has a context without its input',
    () => orderChart({}, { context: { stock: 'held' } }),
    "its context must be made from the order's input; missing or different: orderId, number, userId, lines, totalMinor, currency, pricing, createdAt, paymentDueAt",
  ],
  [
    'has a context with half of its input',
    () =>
      orderChart(
        {},
        {
          context: ({ input: { orderId, userId, lines } }: { input: OrderInput }) => ({
            orderId,
            userId,
            lines,
            stock: 'held',
          }),
        },
      ),
    "its context must be made from the order's input; missing or different: number, totalMinor, currency, pricing, createdAt, paymentDueAt",
  ],
  [
    'throws while it makes its context',
    () =>
      orderChart(
        {},
        {
          context() {
            throw new Error('no context today');
          },
        },
      ),
    'it fails at its start: Error: no context today',
  ],
];

describe('an order chart is refused when the shop opens, if it', () => {
  it.each(bad)('%s', async (_, chart, problem) => {
    const message = await refusalOf(chart());
    expect(message.split('\n- ')).toContain(problem);
    expect(message.startsWith(cannot)).toBe(true);
  });

  it('has several problems: the message lists them all', async () => {
    const message = await refusalOf(
      orderChart(
        { shipped: {}, delivered: { type: 'final', entry: 'smile' } },
        { initial: 'shipped' },
      ),
    );
    expect(message.split('\n- ')).toEqual([
      cannot,
      "the action 'smile' has no implementation",
      "it must start in 'pending', not in 'shipped'",
      "no state accepts 'order.deliver', which the engine sends",
    ]);
  });

  it('does not say that the stock is held: the engine relies on context.stock', async () => {
    const context = ({ input }: { input: OrderInput }) => ({ ...input });
    expect(await refusalOf(orderChart({}, { context }))).toMatch(/stock/);
  });

  it.each(['commitStock', 'releaseStock'])(
    'implements %s itself: only the engine’s action reaches the inventory',
    async (name) => {
      const chart = orderChart({}).provide({
        actions: { [name]: assign({ stock: 'committed' } as never) },
      });
      expect(await refusalOf(chart)).toContain(name);
    },
  );

  it('has the same context for every order', async () => {
    const context: OrderContext = {
      orderId: 'fixed',
      number: 1,
      userId: 'nobody',
      lines: [],
      totalMinor: 0,
      currency: 'USD',
      pricing: 'regular',
      createdAt: 0,
      paymentDueAt: 1,
      stock: 'held',
    };
    expect(await refusalOf(orderChart({}, { context }))).toMatch(/made from the order's input/);
  });
});

describe('an order chart is accepted, if it', () => {
  it('looks at the first line of the order, which every order has', async () => {
    const context = ({ input }: { input: OrderInput }) => ({
      ...input,
      stock: 'held',
      first: (input.lines[0] as { sku: string }).sku,
    });
    await createShop({ machines: { order: orderChart({}, { context }) } });
  });

  it('releases in a nested state under a parent that handles the same event without', async () => {
    // The child's transition always wins, so that the parent's is never taken.
    const cancel = pending.on['order.cancel'];
    await createShop({
      machines: {
        order: orderChart({
          pending: {
            ...pending,
            initial: 'fresh',
            on: { ...pending.on, 'order.cancel': 'cancelled' },
            states: { fresh: { on: { 'order.cancel': leadingTo('#order.cancelled', cancel) } } },
          },
        }),
      },
    });
  });
});
