import { describe, expect, it } from 'vitest';
import type { AnyActorRef, InspectionEvent } from 'xstate';
import { compilable } from '../../../../src/compile.ts';
import type { Consumer, Shop, ShopFact, ShopOptions } from '../../../../src/index.ts';
import { loopTurns } from '../../loopTurns.ts';
import { openShop } from '../openShop.ts';
import { busyDays } from './busyDays.ts';
import { Keeper } from './keeper.ts';
import { keepingCart, keepingOrder } from './keepingCharts.ts';

const FOREVER = { factRetentionMs: Number.POSITIVE_INFINITY };

/** Charts by name; made for each test, with the keeper of that test. */
const charts: Readonly<Record<string, (keeper: Keeper) => NonNullable<ShopOptions['machines']>>> = {
  'the standard charts': () => ({}),
  'charts that keep what they get': (keeper) => ({
    cart: keepingCart(keeper),
    order: keepingOrder(keeper),
  }),
  'a chart that keeps what it gets, and that is interpreted': (keeper) => ({
    order: keepingOrder(keeper, 'by the chart'),
  }),
};

const FACTS = [
  ...['cart.lineAdded', 'cart.lineRemoved', 'cart.expired', 'checkout.refused', 'noted'],
  ...['order.placed', 'order.confirmed', 'order.shipped', 'order.delivered', 'order.cancelled'],
  ...['stock.low', 'stock.depleted', 'stock.restocked'],
];

/** Labels that must have been kept at least once, so that a test cannot pass without looking. */
const OF_FACTS = [
  'on *',
  'on order.placed',
  'observe',
  'facts()',
  'consumer',
  'orders.history',
  'carts.get',
];
const OF_CHARTS = [
  ...['guard', 'guard by name', 'action by name', 'inline action, before'],
  ...['assign by function, after', 'assign by member, exit', 'emit, entry', 'raise, before'],
  ...['sendTo, before', 'log, note', 'enqueueActions, before', 'check, before', 'heard'],
  ...['enqueued action, after', 'enqueue.assign, before', 'enqueue.emit, before'],
  ...['enqueue.raise, before', 'enqueue.sendTo, before', 'inline action, note'],
  ...['inline action, final'],
].map((label) => `${label}: context`);
const OF_INSPECTION = [
  ...['@xstate.actor', '@xstate.event', '@xstate.microstep', '@xstate.action'],
  ...['@xstate.snapshot: snapshot', '@xstate.microstep: snapshot', '@xstate.snapshot: event'],
  ...['inspected: subscription', 'inspected: getPersistedSnapshot()'],
];

/** Keeps every fact that the shop tells, and what it answers and returns. */
function keepFacts(shop: Shop, keeper: Keeper): Consumer {
  shop.on('*', (fact) => keeper.keep('on *', fact));
  shop.on('order.placed', (fact) => keeper.keep('on order.placed', fact));
  shop.on('*', ({ orderId }: ShopFact & { readonly orderId?: string }) => {
    if (orderId === undefined) return;
    keeper.keep('orders.get', shop.orders.get(orderId));
    keeper.keep('orders.history', shop.orders.history(orderId));
  });
  shop.on('*', ({ userId }: ShopFact & { readonly userId?: string }) => {
    if (userId !== undefined) keeper.keep('carts.get', shop.carts.get(userId));
  });
  shop.observe({ name: 'keeper', notify: (fact) => keeper.keep('observe', fact) });
  void keepAll('facts()', shop.facts({ after: 0 }), keeper);
  const consumer = shop.consumer('keeper');
  void keepAll('consumer', consumer, keeper);
  return consumer;
}

async function keepAll(label: string, facts: AsyncIterable<ShopFact>, keeper: Keeper) {
  for await (const fact of facts) keeper.keep(label, fact);
}

/** Keeps every inspection event, and follows the carts and orders in them. */
function keepInspected(keeper: Keeper) {
  return (inspected: InspectionEvent) => {
    const { type, actorRef } = inspected;
    // The context of the inventory is its ledger, which changes in place.
    const isHosted = isCartOrOrder(actorRef as AnyActorRef);
    if ('event' in inspected) keeper.keep(`${type}: event`, inspected.event);
    if (!isHosted && type !== '@xstate.event') return;
    keeper.keep(type, inspected);
    if (!('snapshot' in inspected)) return;
    keeper.keep(`${type}: snapshot`, inspected.snapshot);
    keeper.keep(`${type}: getSnapshot()`, (actorRef as AnyActorRef).getSnapshot());
    if (type === '@xstate.snapshot') keeper.follow('inspected', actorRef as AnyActorRef);
  };
}

function isCartOrOrder({ id }: AnyActorRef): boolean {
  return /^(cart|order):/.test(id);
}

describe.each(Object.entries(charts))('with %s, nothing changes after it was kept:', (name, of) => {
  const isOwn = name !== 'the standard charts';

  it.each(['without', 'with'])('facts, arguments and snapshots, %s an inspector', async (how) => {
    const keeper = new Keeper();
    const machines = of(keeper);
    const inspect = how === 'with' ? { inspect: keepInspected(keeper) } : {};
    const { shop, clock } = await openShop({ machines, ...inspect, ...FOREVER });
    const consumer = keepFacts(shop, keeper);
    await busyDays(shop, clock);
    await loopTurns();
    const [first] = shop.orders.list({ userId: 'ada' }).slice(-1);
    await consumer.acknowledge(shop.orders.history(first?.orderId ?? '')[0] as ShopFact);
    await busyDays(shop, clock);
    await loopTurns();
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
    await shop.close();
    expect(keeper.changed()).toEqual([]);
    expect(keeper.labels).toEqual(
      expect.arrayContaining([
        ...OF_FACTS,
        ...(isOwn ? OF_CHARTS : []),
        ...(how === 'with' ? OF_INSPECTION : []),
      ]),
    );
  });
});

describe('what is kept above', () => {
  it('comes from charts that are compiled, from one that is not, and from facts of all kinds', async () => {
    const [cart, order] = [keepingCart(new Keeper()), keepingOrder(new Keeper())];
    expect([compilable(cart).ok, compilable(order).ok]).toEqual([true, true]);
    expect(compilable(keepingOrder(new Keeper(), 'by the chart')).ok).toBe(false);
    const { shop, clock, facts } = await openShop({ machines: { cart, order } });
    await busyDays(shop, clock);
    expect(new Set(facts.map(({ type }) => type))).toEqual(new Set(FACTS));
  });
});

describe('the functions that enqueueActions has passed to a callback', () => {
  const record = async (useLate: (keeper: Keeper) => void) => {
    const keeper = new Keeper();
    let ids = 0;
    const { shop, clock, facts } = await openShop({
      machines: { cart: keepingCart(keeper), order: keepingOrder(keeper) },
      createId: () => `id-${++ids}`,
    });
    await busyDays(shop, clock, () => useLate(keeper));
    const orders = ['ada', 'bob', 'mia'].flatMap((userId) => shop.orders.list({ userId }));
    const histories = orders.map(({ orderId }) => shop.orders.history(orderId));
    const carts = ['ada', 'bob', 'mia'].map((userId) => shop.carts.get(userId));
    const state = structuredClone({ facts, orders, histories, carts, lamp: shop.explain('lamp') });
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
    await shop.close();
    return { state, late: keeper.late.length };
  };

  it('do nothing when they are called later', async () => {
    const untouched = await record(() => {});
    let calls = 0;
    const used = await record(({ late }) => {
      for (const { enqueue, check } of late) {
        enqueue(() => calls++);
        enqueue.assign({ notes: -1, stock: 'released', lines: [] });
        enqueue.emit({ type: 'intruded' });
        enqueue.raise({ type: 'order.cancel' });
        enqueue.sendTo(({ self }: { self: unknown }) => self, { type: 'order.cancel' });
        enqueue.spawnChild('counter');
        check(() => true);
      }
    });
    expect(used.late).toBeGreaterThan(100);
    expect(used).toEqual(untouched);
    expect(calls).toBe(0);
  });
});
