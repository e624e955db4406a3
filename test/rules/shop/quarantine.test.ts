import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, fromCallback, fromPromise, raise, setup } from 'xstate';
import {
  type CartContext,
  type OrderContext,
  orderActions,
  orderMachine,
} from '../../../machines/index.ts';
import {
  createShop,
  memoryStore,
  type Quarantined,
  type Shop,
  type ShopOptions,
  type Store,
} from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { loopTurns } from '../loopTurns.ts';
import { accepted, buy, fillCart, MINUTE, openShop, orderIn, START } from './openShop.ts';

type States = Record<string, { on: object; after: object }>;
const standardStates = orderMachine.config.states as unknown as States;
const { pending, confirmed } = standardStates as { pending: States['']; confirmed: States[''] };

/** The standard order chart with other states, and actors that they invoke. */
function orderChart(states: object, actors: Record<string, unknown> = {}): AnyStateMachine {
  return setup({
    actions: orderActions,
    delays: orderMachine.implementations.delays as never,
    actors: actors as never,
  }).createMachine({
    ...orderMachine.config,
    states: { ...standardStates, ...states },
  } as never) as unknown as AnyStateMachine;
}

/** A chart whose pending orders wait for nothing, so that those of the standard one do not fit. */
const patient = orderChart({ pending: { ...pending, after: {} } });

async function deploy(options: Omit<ShopOptions, 'clock' | 'store'> = {}) {
  const store = memoryStore();
  const opened = await openShop({ store, ...options });
  const shops: Shop[] = [opened.shop];
  async function redeploy(next: Omit<ShopOptions, 'clock' | 'store'> = {}, ms = 0) {
    for (const shop of shops.splice(0)) await shop.close();
    const clock = simulatedClock(START + ms);
    const shop = await createShop({ store, clock, ...next });
    shops.push(shop);
    return { shop, clock };
  }
  return { ...opened, store, redeploy };
}

/** Replaces the record of an active cart or order. */
async function damage(store: Store, kind: string, name: string, damaged: (text: string) => string) {
  for (const [key, text] of [...store.range({ prefix: ['open', kind] })]) {
    if (!text.startsWith(`["${name}"`)) continue;
    await store.commit([{ op: 'put', key, value: damaged(text) }]);
  }
}

const problems = (shop: Shop) => shop.audit().problems;

describe('an order that the shop cannot go on with', () => {
  test('is refused at opening unless there is a quarantine', async () => {
    const { shop, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    await expect(redeploy({ machines: { order: patient } })).rejects.toThrow(orderId);
    const next = await redeploy({ machines: { order: patient }, quarantine: true });
    expect(next.shop.quarantined()).toEqual([
      {
        kind: 'order',
        id: orderId,
        reason: `order ${orderId} waits for xstate.after.paymentTimeout.order.pending, which its chart does not answer in this state: the option migrate has to bring it over`,
        stored: expect.objectContaining({ kind: 'order', id: orderId, state: 'pending' }),
      } satisfies Quarantined,
    ]);
  });

  test('is shown as it is, and keeps its stock, and all commands to it are refused', async () => {
    const { shop, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    const order = shop.orders.get(orderId);
    const history = shop.orders.history(orderId);
    const next = (await redeploy({ machines: { order: patient }, quarantine: true })).shop;
    expect(next.orders.get(orderId)).toEqual(order);
    expect(next.orders.list({ userId: 'ada' })).toEqual([order]);
    expect(next.orders.history(orderId)).toEqual(history);
    expect(next.explain('mug')).toMatchObject({ available: 8, held: 2, holds: [{ orderId }] });
    const [quarantined] = next.quarantined();
    for (const refused of [
      await next.orders.confirm(orderId),
      await next.orders.cancel(orderId),
      await next.orders.send(orderId, { type: 'order.confirm' }),
    ]) {
      expect(refused).toEqual({
        ok: false,
        refusal: { code: 'quarantined', kind: 'order', id: orderId, reason: quarantined?.reason },
      });
    }
    expect(problems(next)).toEqual([quarantined?.reason]);
  });

  test('is shown as a copy: what is done to it changes nothing', async () => {
    const { shop, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    const next = (await redeploy({ machines: { order: patient }, quarantine: true })).shop;
    const order = next.orders.get(orderId);
    const context = next.quarantined()[0]?.stored?.context as { orderId: string; lines: unknown[] };
    context.orderId = 'other';
    context.lines.pop();
    expect(next.orders.get(orderId)).toEqual(order);
    expect(next.quarantined()).toMatchObject([{ stored: { context: { orderId } } }]);
  });

  test('does not keep others from being sold, paid and shipped', async () => {
    const { shop, redeploy } = await deploy();
    await buy(shop, 'ada', { mug: 2 });
    const other = await orderIn('confirmed', shop);
    const next = (await redeploy({ machines: { order: patient }, quarantine: true })).shop;
    accepted(await next.orders.ship(other, { trackingNumber: 'T1' }));
    await buy(next, 'bob', { mug: 6 });
    expect(await next.carts.add('bob', 'mug', 1)).toMatchObject({
      refusal: { code: 'out-of-stock' },
    });
  });

  test('goes on at a later opening at which it fits', async () => {
    const { shop, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    await redeploy({ machines: { order: patient }, quarantine: true });
    const next = await redeploy({ quarantine: true });
    expect(next.shop.quarantined()).toEqual([]);
    next.clock.advance(30 * MINUTE);
    expect(next.shop.orders.get(orderId)?.state).toBe('cancelled');
    expect(problems(next.shop)).toEqual([]);
  });

  test('stays in quarantine at each later opening at which it does not fit', async () => {
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
    const machines = { order: order('order.nudge') };
    const first = (await redeploy({ machines, quarantine: true })).shop.quarantined();
    expect(first).toMatchObject([{ id: orderId }]);
    const second = (await redeploy({ machines, quarantine: true })).shop.quarantined();
    expect(second).toEqual(first);
  });

  test.each([
    ['cancelled', 'released', { available: 10, held: 0, shipped: 0 }],
    ['shipped', 'committed', { available: 8, held: 0, shipped: 2 }],
    ['confirmed', 'held', { available: 8, held: 2, shipped: 0 }],
  ] as const)('is resolved as %s, with its stock %s', async (state, stock, figures) => {
    const { shop, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    const next = (await redeploy({ machines: { order: patient }, quarantine: true })).shop;
    const context = next.quarantined()[0]?.stored?.context as OrderContext;
    await next.resolveQuarantined('order', orderId, { state, context: { ...context, stock } });
    expect(next.quarantined()).toEqual([]);
    expect(next.orders.get(orderId)?.state).toBe(state);
    expect(next.explain('mug')).toMatchObject(figures);
    expect(problems(next)).toEqual([]);
    const later = (await redeploy({ machines: { order: patient } })).shop;
    expect(later.orders.get(orderId)?.state).toBe(state);
    if (state === 'confirmed') accepted(await later.orders.ship(orderId, { trackingNumber: 'T' }));
    expect(problems(later)).toEqual([]);
  });

  test('stays shipped, and its units too, if it was', async () => {
    const { shop, redeploy } = await deploy();
    const orderId = await orderIn('shipped', shop);
    const order = orderChart({
      shipped: { type: 'final' },
      confirmed: {
        ...confirmed,
        on: { ...confirmed.on, 'order.deliver': { actions: () => {} } },
      },
    });
    const next = (await redeploy({ machines: { order }, quarantine: true })).shop;
    const context = next.quarantined()[0]?.stored?.context as OrderContext;
    await expect(
      next.resolveQuarantined('order', orderId, {
        state: 'cancelled',
        context: { ...context, stock: 'released' },
      }),
    ).rejects.toThrow('has committed its stock, which cannot become released');
    await next.resolveQuarantined('order', orderId, { state: 'shipped', context });
    expect(next.explain('mug')).toMatchObject({ available: 8, held: 0, shipped: 2 });
    expect(problems(next)).toEqual([]);
  });

  test('waits again as its chart says once it is resolved', async () => {
    const { shop, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    const order = orderChart({
      pending: { ...pending, after: {} },
      confirmed: {
        ...confirmed,
        after: { [MINUTE]: { target: 'cancelled', actions: 'releaseStock' } },
      },
    });
    const { shop: next, clock } = await redeploy({ machines: { order }, quarantine: true });
    const context = next.quarantined()[0]?.stored?.context;
    await next.resolveQuarantined('order', orderId, { state: 'confirmed', context });
    clock.advance(MINUTE);
    expect(next.orders.get(orderId)?.state).toBe('cancelled');
    expect(problems(next)).toEqual([]);
  });

  test('stays in quarantine if it cannot go on as it is told', async () => {
    const { shop, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    const next = (await redeploy({ machines: { order: patient }, quarantine: true })).shop;
    const context = next.quarantined()[0]?.stored?.context as OrderContext;
    const resolve = (resolution: unknown) =>
      next.resolveQuarantined('order', orderId, resolution as never);
    await expect(resolve({ state: 'packed', context })).rejects.toThrow(
      'resolution: expected one with which the order can go on, not one with which it is in the state packed, which its chart does not have, got',
    );
    await expect(resolve({ state: 'cancelled', context })).rejects.toThrow(RangeError);
    await expect(resolve({ state: 'confirmed', context: {} })).rejects.toThrow(
      'cannot become the order undefined',
    );
    await expect(resolve('delete')).rejects.toThrow('a state and context for an order');
    await expect(resolve({ state: 'confirmed', contexts: 1 })).rejects.toThrow(TypeError);
    await expect(resolve({ state: 1, context })).rejects.toThrow('resolution.state');
    await expect(next.resolveQuarantined('order', 'other', 'delete')).rejects.toThrow(
      "id: expected the id of an order in quarantine, got 'other'",
    );
    await expect(next.resolveQuarantined('user' as never, 'x', 'delete')).rejects.toThrow('kind');
    expect(next.quarantined()).toHaveLength(1);
    expect(next.explain('mug')).toMatchObject({ available: 8, held: 2 });
    await next.resolveQuarantined('order', orderId, { state: 'confirmed', context });
    expect(problems(next)).toEqual([]);
  });
});

describe('a record that cannot be read', () => {
  test.each([
    ['is no JSON', (text: string) => `${text.slice(0, 60)}`],
    [
      'lacks a member',
      (text: string) =>
        text.replace('"stock":"held"', '"stock":"lost"').replace('"held"', '"lost"'),
    ],
  ])('keeps the shop shut, or goes into quarantine, when it %s', async (_, damaged) => {
    const { shop, store, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 }, { idempotencyKey: 'k' });
    const other = await orderIn('confirmed', shop);
    await shop.close();
    await damage(store, 'order', orderId, damaged);
    await expect(redeploy()).rejects.toThrow(`order ${orderId} cannot be read: `);
    const next = (await redeploy({ quarantine: true })).shop;
    expect(next.quarantined()).toEqual([
      { kind: 'order', id: orderId, reason: expect.stringContaining(orderId), stored: undefined },
    ]);
    expect(next.orders.get(orderId)).toBeUndefined();
    expect(next.orders.list({ userId: 'ada' })).toMatchObject([{ orderId: other }]);
    expect(next.orders.history(orderId)).toEqual([]);
    expect(next.explain('mug')).toMatchObject({ available: 6, held: 4 });
    for (const refused of [
      await next.orders.cancel(orderId),
      await next.checkout('ada', { idempotencyKey: 'k' }),
    ]) {
      expect(refused).toMatchObject({ refusal: { code: 'quarantined', id: orderId } });
    }
    expect(problems(next).length).toBeGreaterThan(0);
  });

  test('is replaced when the order is resolved with a whole context', async () => {
    const { shop, store, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    const other = await redeploy({ machines: { order: patient }, quarantine: true });
    const context = other.shop.quarantined()[0]?.stored?.context as OrderContext;
    await other.shop.close();
    await damage(store, 'order', orderId, (text) => text.slice(0, 60));
    const next = (await redeploy({ quarantine: true })).shop;
    await next.resolveQuarantined('order', orderId, {
      state: 'cancelled',
      context: { ...context, stock: 'released' },
    });
    expect(next.orders.get(orderId)?.state).toBe('cancelled');
    expect(next.explain('mug')).toMatchObject({ available: 10, held: 0 });
    expect(problems(next)).toEqual([]);
  });

  test('of an order that was shipped leaves its units shipped, and others the units that they hold', async () => {
    const { shop, store, redeploy } = await deploy();
    const orderId = await orderIn('shipped', shop);
    await buy(shop, 'bob', { mug: 3 });
    const context = { ...shop.orders.get(orderId), number: 1 } as unknown as OrderContext;
    await shop.close();
    await damage(store, 'order', orderId, (text) => text.slice(0, 60));
    const next = (await redeploy({ quarantine: true })).shop;
    const resolve = (stock: string) =>
      next.resolveQuarantined('order', orderId, {
        state: 'shipped',
        context: { ...context, stock },
      });
    await expect(resolve('held')).rejects.toThrow(
      "resolution.context.stock: expected committed or released, since no units are held for these lines, got 'held'",
    );
    await resolve('committed');
    expect(next.explain('mug')).toMatchObject({ available: 5, held: 3, shipped: 2 });
    accepted(await next.orders.deliver(orderId));
    expect(problems(next).filter((problem) => problem.includes('mug'))).toEqual([]);
  });

  test('of a cart refuses its commands until it is deleted', async () => {
    const { shop, store, redeploy } = await deploy();
    await fillCart(shop, 'bob', { lamp: 1 });
    await shop.close();
    await damage(store, 'cart', 'bob', (text) => text.slice(0, 30));
    const next = (await redeploy({ quarantine: true })).shop;
    expect(next.carts.get('bob')).toMatchObject({ state: 'empty', lines: [] });
    for (const refused of [
      await next.carts.add('bob', 'lamp', 1),
      await next.carts.clear('bob'),
      await next.checkout('bob'),
      await next.checkout('bob', { idempotencyKey: 'k' }),
      next.quote('bob'),
    ]) {
      expect(refused).toMatchObject({ refusal: { code: 'quarantined', kind: 'cart', id: 'bob' } });
    }
    await next.resolveQuarantined('cart', 'bob', 'delete');
    await fillCart(next, 'bob', { lamp: 2 });
    accepted(await next.checkout('bob', { idempotencyKey: 'k' }));
    expect(problems((await redeploy()).shop)).toEqual([]);
  });

  test('of a cart that can be read is shown, and goes on in another state', async () => {
    const { shop, store, redeploy } = await deploy();
    await fillCart(shop, 'bob', { lamp: 1 });
    await shop.close();
    await damage(store, 'cart', 'bob', (text) => text.replace('"open"', '"paused"'));
    const { shop: next, clock } = await redeploy({ quarantine: true });
    expect(next.carts.get('bob')).toMatchObject({ state: 'paused', lines: [{ sku: 'lamp' }] });
    const context = next.quarantined()[0]?.stored?.context as CartContext;
    await next.resolveQuarantined('cart', 'bob', { state: 'open', context });
    await fillCart(next, 'bob', { mug: 1 });
    expect(next.carts.get('bob')?.lines).toHaveLength(2);
    clock.advance(24 * 60 * MINUTE);
    expect(next.carts.get('bob')?.state).toBe('empty');
  });
});

describe('an actor that fails when it goes on', () => {
  const invoking = (begin: (orderId: string) => unknown) =>
    orderChart(
      {
        confirmed: {
          ...confirmed,
          invoke: {
            src: 'gateway',
            input: ({ context }: { context: OrderContext }) => context.orderId,
          },
        },
      },
      { gateway: fromCallback<never, string>(({ input }) => void begin(input)) },
    );

  test('goes into quarantine, and the others go on', async () => {
    const bad = new Set<string>();
    const begun: string[] = [];
    const order = invoking((orderId) => {
      begun.push(orderId);
      if (bad.has(orderId)) throw new Error('no such account');
    });
    const { shop, redeploy } = await deploy({ machines: { order } });
    const [first, second, third] = [
      await orderIn('confirmed', shop),
      await orderIn('confirmed', shop),
      await orderIn('confirmed', shop),
    ];
    bad.add(first as string).add(third as string);
    await expect(redeploy({ machines: { order } })).rejects.toThrow('no such account');
    const next = (await redeploy({ machines: { order }, quarantine: true })).shop;
    expect(next.quarantined().map(({ id, reason }) => [id, reason])).toEqual(
      [first, third].map((id) => [
        id,
        `order ${id} has failed when it went on: machines.order: no such account: the option migrate has to bring it over`,
      ]),
    );
    expect(begun.at(-1)).toBe(second);
    expect(next.explain('mug')).toMatchObject({ available: 4, held: 6 });
    accepted(await next.orders.ship(second as string, { trackingNumber: 'T1' }));
    await next.resolveQuarantined('order', first as string, {
      state: 'cancelled',
      context: { ...(next.quarantined()[0]?.stored?.context as OrderContext), stock: 'released' },
    });
    expect(next.explain('mug')).toMatchObject({ available: 6, held: 2, shipped: 2 });
    expect(problems(next)).toHaveLength(1);
  });

  test('goes into quarantine if its overdue timer fails', async () => {
    let isBad = false;
    const order = orderChart({
      pending: {
        ...pending,
        after: {
          [MINUTE]: {
            guard: () => {
              if (isBad) throw new Error('bad luck');
              return false;
            },
            target: 'confirmed',
          },
        },
      },
    });
    const { shop, redeploy } = await deploy({ machines: { order } });
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    isBad = true;
    await expect(redeploy({ machines: { order } }, 2 * MINUTE)).rejects.toThrow('bad luck');
    const next = (await redeploy({ machines: { order }, quarantine: true }, 2 * MINUTE)).shop;
    expect(next.quarantined()).toMatchObject([{ id: orderId }]);
    await buy(next, 'bob', { mug: 8 });
  });

  test('starts its children when it is resolved', async () => {
    let isBad = false;
    const begun: string[] = [];
    const order = invoking((orderId) => {
      if (isBad) throw new Error('down');
      begun.push(orderId);
    });
    const { shop, redeploy } = await deploy({ machines: { order } });
    const orderId = await orderIn('confirmed', shop);
    isBad = true;
    const next = (await redeploy({ machines: { order }, quarantine: true })).shop;
    isBad = false;
    const context = next.quarantined()[0]?.stored?.context;
    await next.resolveQuarantined('order', orderId, { state: 'confirmed', context });
    expect(begun).toEqual([orderId, orderId]);
    accepted(await next.orders.cancel(orderId));
    expect(problems(next)).toEqual([]);
  });
});

describe('an answer from outside that JSON cannot hold', () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;

  const paying = (answer: unknown, states: object) =>
    orderChart(
      { pending: { ...pending, invoke: { id: 'gateway', src: 'gateway', ...states } } },
      { gateway: fromPromise(async () => answer) },
    );

  test.each([
    ['a BigInt', { amount: 10n }],
    ['a circle', circle],
  ])('is an error of the actor: %s', async (_, answer) => {
    const errors: unknown[] = [];
    const order = paying(answer, {
      onDone: 'confirmed',
      onError: { actions: ({ event }: { event: { error: unknown } }) => errors.push(event.error) },
    });
    const { shop, redeploy } = await deploy({ machines: { order } });
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    await loopTurns();
    expect(errors).toHaveLength(1);
    expect(errors[0]).toBeInstanceOf(TypeError);
    expect(String(errors[0])).toContain(
      'the result of the actor gateway: expected data that JSON can hold, got',
    );
    expect(shop.orders.get(orderId)?.state).toBe('pending');
    accepted(await shop.orders.confirm(orderId));
    const next = (await redeploy({ machines: { order } })).shop;
    expect(next.orders.get(orderId)?.state).toBe('confirmed');
    expect(problems(next)).toEqual([]);
  });

  test('does not keep the shop shut, even if the chart stays in the state', async () => {
    const order = paying({ amount: 10n }, { onDone: 'confirmed', onError: { actions: () => {} } });
    const { shop, redeploy } = await deploy({ machines: { order } });
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    await loopTurns();
    await buy(shop, 'bob', { mug: 1 });
    await loopTurns();
    const next = (await redeploy({ machines: { order } })).shop;
    expect(next.orders.get(orderId)?.state).toBe('pending');
  });

  test('is refused when it comes in an event: its sender gets the error', async () => {
    const thrown: unknown[] = [];
    let send: (event: object) => void = () => {};
    const order = orderChart(
      {
        pending: {
          ...pending,
          invoke: { src: 'gateway' },
          on: { ...pending.on, 'gateway.paid': 'confirmed' },
        },
      },
      {
        gateway: fromCallback(({ sendBack }) => {
          send = (event) => {
            try {
              sendBack(event as never);
            } catch (error) {
              thrown.push(error);
            }
          };
        }),
      },
    );
    const { shop } = await deploy({ machines: { order } });
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    send({ type: 'gateway.paid', amount: 10n });
    expect(String(thrown[0])).toContain('the event gateway.paid: expected data that JSON can hold');
    expect(shop.orders.get(orderId)?.state).toBe('pending');
    send({ type: 'gateway.paid', amount: 10 });
    expect(shop.orders.get(orderId)?.state).toBe('confirmed');
    expect(problems(shop)).toEqual([]);
  });
});

describe('while something is in quarantine', () => {
  test('the others go on under the chart of today, also at the next opening', async () => {
    let reminders = 0;
    const remind = () => {
      reminders++;
    };
    const order = orderChart({
      pending: {
        ...pending,
        after: { ...pending.after, [MINUTE]: { actions: remind } },
      },
      confirmed: { ...confirmed, on: { ...confirmed.on, 'order.deliver': { actions: () => {} } } },
      shipped: { type: 'final' },
    });
    const { shop, redeploy } = await deploy();
    const shipped = await orderIn('shipped', shop);
    await buy(shop, 'bob', { mug: 1 });
    await redeploy({ machines: { order }, quarantine: true }, 2 * MINUTE);
    expect(reminders).toBe(1);
    const next = await redeploy({ machines: { order }, quarantine: true }, 3 * MINUTE);
    expect(reminders).toBe(1);
    expect(next.shop.quarantined()).toMatchObject([{ id: shipped }]);
    const context = next.shop.quarantined()[0]?.stored?.context;
    await next.shop.resolveQuarantined('order', shipped, { state: 'shipped', context });
    const last = await redeploy({ machines: { order } }, 4 * MINUTE);
    expect(reminders).toBe(1);
    expect(problems(last.shop)).toEqual([]);
  });

  test('its due times move when the clock jumps', async () => {
    const { shop, redeploy } = await deploy();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    const { shop: next, clock } = await redeploy({
      machines: { order: patient },
      quarantine: true,
    });
    clock.jump(60 * MINUTE);
    await buy(next, 'bob', { mug: 1 });
    const due = START + 90 * MINUTE;
    expect(next.orders.get(orderId)?.paymentDueAt).toBe(due);
    expect(next.quarantined()).toMatchObject([{ stored: { waitsFor: [{ dueAt: due }] } }]);
    await next.close();
    const again = await redeploy({}, 60 * MINUTE);
    again.clock.advance(30 * MINUTE - 1);
    expect(again.shop.orders.get(orderId)?.state).toBe('pending');
    again.clock.advance(1);
    expect(again.shop.orders.get(orderId)?.state).toBe('cancelled');
  });

  test('actors of an attempt to open that has failed are stopped', async () => {
    const running = new Set<string>();
    const bad = new Set<string>();
    const order = orderChart(
      {
        confirmed: {
          ...confirmed,
          invoke: {
            src: 'gateway',
            input: ({ context }: { context: OrderContext }) => context.orderId,
          },
        },
      },
      {
        gateway: fromCallback<never, string>(({ input }) => {
          if (bad.has(input)) throw new Error('no such account');
          running.add(input);
          return () => running.delete(input);
        }),
      },
    );
    const { shop, redeploy } = await deploy({ machines: { order } });
    const good = await orderIn('confirmed', shop);
    bad.add(await orderIn('confirmed', shop).catch(() => ''));
    const second = shop.orders.list({ userId: 'ada' })[0]?.orderId as string;
    bad.add(second);
    await shop.close();
    expect(running.size).toBe(0);
    await expect(redeploy({ machines: { order } })).rejects.toThrow('no such account');
    expect(running.size).toBe(0);
    const next = (await redeploy({ machines: { order }, quarantine: true })).shop;
    expect([...running]).toEqual([good]);
    accepted(await next.orders.cancel(good));
    expect(running.size).toBe(0);
  });
});

describe('a shop without a quarantine', () => {
  test('has no actors in it', async () => {
    const { shop } = await openShop();
    expect(shop.quarantined()).toEqual([]);
    await expect(shop.resolveQuarantined('cart', 'bob', 'delete')).rejects.toThrow(RangeError);
  });

  test('takes true or false as the option', async () => {
    await expect(createShop({ quarantine: 'yes' as never })).rejects.toThrow(
      "quarantine: expected true or false, got 'yes'",
    );
  });
});
