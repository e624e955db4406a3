import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lmdbStore } from 'statecart/lmdb';
import { beforeAll, describe, expect, it } from 'vitest';
import { assign } from 'xstate';
import { cartMachine, extendOrder, type OrderContext } from '../../../machines/index.ts';
import { createShop, type Shop, type ShopFact, type ShopOptions } from '../../../src/index.ts';
import { kindOf, RECORDS } from '../../../src/schema/table.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { accepted, HOUR, MINUTE, START } from '../../rules/shop/openShop.ts';
import { runTool } from './runTool.ts';
import { copyOf, newPath } from './storedShop.ts';

/** Made at commit 5786fe0: see fixtures/README.md. */
const exported = readFileSync(
  fileURLToPath(new URL('fixtures/format1.jsonl', import.meta.url)),
  'utf8',
);
const lines = exported.trimEnd().split('\n');

/** The ids of its orders, by what has become of them. */
const ID = {
  pending: 'id-2',
  confirmed: 'id-4',
  packed: 'id-6',
  shipped: 'id-8',
  delivered: 'id-10',
  sentPacked: 'id-12',
  cancelled: 'id-14',
} as const;

const ship = { target: 'shipped', actions: ['noteTracking', 'commitStock', 'tellShipped'] };
const cancel = { target: 'cancelled', actions: ['noteReason', 'releaseStock', 'tellCancelled'] };

/** The chart of the fixture's shop; the name of its own state can be another one. */
function orderChart(packed: string) {
  return extendOrder({
    confirmed: {
      on: {
        'order.pack': {
          target: packed,
          actions: assign({ packedBy: ({ event }: { event: { by?: string } }) => event.by }),
        },
        'order.ship': ship,
        'order.cancel': cancel,
      },
    },
    [packed]: { on: { 'order.ship': ship, 'order.cancel': cancel } },
  });
}

let imported: string;

beforeAll(async () => {
  imported = newPath();
  const { status, stderr } = await runTool(['import', imported, '--store', 'lmdb'], {
    input: exported,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

/** Opens a shop on a copy of the store, six minutes after the first turn, when the store was closed. */
async function openFixture(options: ShopOptions = {}) {
  const path = copyOf(imported);
  const store = await lmdbStore({ path });
  const clock = simulatedClock(START + 6 * MINUTE);
  const shop = await createShop({
    store,
    clock,
    machines: { order: orderChart('packed'), cart: cartMachine.provide({}) },
    ...options,
  });
  return { path, store, clock, shop };
}

async function opened(look: (shop: Shop) => unknown): Promise<void> {
  const { shop } = await openFixture();
  await look(shop);
  await shop.close();
}

describe('a store of format 1', () => {
  it('has records of every kind of that format in the fixture', () => {
    const kinds = new Set(
      lines.slice(0, -1).map((line) => kindOf((JSON.parse(line) as { key: string[] }).key)),
    );
    const ofFormat1 = RECORDS.filter(
      ({ earlier, version }) => (earlier[0]?.version ?? version) === 1,
    );
    expect(ofFormat1.length).toBeGreaterThan(10);
    expect(ofFormat1.filter((kind) => !kinds.has(kind))).toEqual([]);
    expect(exported).toContain('"parts":[{');
    expect(exported).not.toContain('allocations');
  });

  it('is imported as it is, and audited and exported before a shop has opened it', async () => {
    expect(await runTool(['audit', imported])).toMatchObject({ status: 0, stderr: '' });
    expect((await runTool(['export', imported])).stdout).toBe(exported);
    const { stdout } = await runTool(['inspect', imported, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      format: 1,
      unreadable: 0,
      carts: { active: { open: 1 }, archived: { empty: 2 } },
      orders: {
        active: { pending: 2, confirmed: 1, packed: 1, shipped: 1 },
        archived: { delivered: 2, cancelled: 1 },
      },
    });
  });

  it('is raised to the present format when a shop opens it, and stays sound', async () => {
    const { path, store, shop } = await openFixture();
    expect(store.get(['shop'])).toBe('{"format":4,"currency":"USD"}');
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
    await shop.close();
    expect(await runTool(['audit', path])).toMatchObject({ status: 0, stderr: '' });
  });

  it('is not rewritten when it is opened, apart from its head', async () => {
    const { path, shop } = await openFixture();
    await shop.close();
    const { stdout } = await runTool(['export', path]);
    // The outlines of the charts are added, which makes two entries more.
    const entries = (text: string) =>
      text.split('\n').filter((line) => !/^{"(key":\["(shop|chart)"|entries")/.test(line));
    expect(entries(stdout)).toEqual(entries(exported));
    expect(stdout.match(/^{"key":\["chart",/gm)).toHaveLength(2);
  });

  it('gives back orders with the allocations of their lines', () =>
    opened(({ orders }) => {
      expect(orders.get(ID.pending)).toEqual({
        orderId: ID.pending,
        userId: 'ada',
        state: 'pending',
        lines: [
          {
            sku: 'mug',
            name: 'Mug',
            quantity: 15,
            unitPriceMinor: 900,
            lineTotalMinor: 13_500,
            allocations: [
              { location: 'paris', quantity: 14 },
              { location: 'london', quantity: 1 },
            ],
            status: 'reserved',
          },
          {
            sku: 'lamp',
            name: 'Lamp',
            quantity: 1,
            unitPriceMinor: 2501,
            lineTotalMinor: 2501,
            allocations: [{ location: expect.any(String), quantity: 1 }],
            status: 'reserved',
          },
        ],
        totalMinor: 16_001,
        currency: 'USD',
        pricing: 'regular',
        createdAt: START,
        paymentDueAt: START + 30 * MINUTE,
      });
      // These two have a member that the standard chart does not know, and are written by name.
      expect(orders.get(ID.packed)).toMatchObject({
        state: 'packed',
        lines: [
          { sku: 'mug', allocations: [{ location: 'london', quantity: 2 }] },
          { sku: 'lamp', allocations: [{ location: 'main', quantity: 3 }] },
        ],
      });
      expect(orders.get(ID.sentPacked)).toMatchObject({
        state: 'delivered',
        trackingNumber: 'T3',
        lines: [{ sku: 'mug', allocations: [{ location: 'london', quantity: 3 }] }],
      });
      expect(orders.get(ID.cancelled)).toMatchObject({
        state: 'cancelled',
        cancelReason: 'changed my mind',
      });
      const ofAda = orders.list({ userId: 'ada' }).map(({ orderId }) => orderId);
      expect(ofAda).toEqual([ID.sentPacked, ID.delivered, ID.confirmed, ID.pending]);
    }));

  it('gives back what each order has told', () =>
    opened(({ orders }) => {
      const typesOf = (orderId: string) => orders.history(orderId).map(({ type }) => type);
      const shipped = ['order.placed', 'order.confirmed', 'order.shipped'];
      expect(typesOf(ID.pending)).toEqual(['order.placed']);
      expect(typesOf(ID.shipped)).toEqual(shipped);
      expect(typesOf(ID.sentPacked)).toEqual([...shipped, 'order.delivered']);
      expect(orders.history(ID.cancelled)).toEqual([
        expect.objectContaining({ type: 'order.placed', seq: 33, totalMinor: 2501 }),
        expect.objectContaining({ type: 'order.cancelled', seq: 34, reason: 'changed my mind' }),
      ]);
    }));

  it('explains its stock with the holds of the orders', () =>
    opened((shop) => {
      expect(shop.explain('mug')).toMatchObject({ onHand: 19, available: 1, held: 18, shipped: 7 });
      expect(shop.explain('mug')?.holds).toEqual([
        { orderId: ID.pending, quantity: 15, until: START + 30 * MINUTE },
        { orderId: ID.confirmed, quantity: 1, until: null },
        { orderId: ID.packed, quantity: 2, until: null },
      ]);
    }));

  it('gives back users, products, reviews and carts', () =>
    opened((shop) => {
      expect(shop.users.get('bob')).toEqual({
        userId: 'bob',
        name: 'Bob',
        phone: '+44 20 7946 0000',
        member: false,
      });
      expect(shop.products.get('vase')).toMatchObject({ priceMinor: 1200, description: 'Blue' });
      expect(shop.products.reviews('mug')).toEqual([
        { userId: 'mia', rating: 5, at: START, text: 'Dishwasher-proof' },
        { userId: 'ada', rating: 4, at: START },
      ]);
      expect(
        shop
          .search()
          .items.map(({ sku }) => sku)
          .sort(),
      ).toEqual(['lamp', 'mug', 'vase']);
      expect(shop.carts.get('ada')).toMatchObject({
        state: 'open',
        lines: [
          { sku: 'lamp', quantity: 2 },
          { sku: 'mug', quantity: 1 },
        ],
        expiresAt: START + 6 * MINUTE + 24 * HOUR,
      });
      expect(shop.carts.get('bob')?.state).toBe('empty');
    }));

  it('answers a checkout again, also one that it refused', () =>
    opened(async (shop) => {
      const again = await shop.checkout('ada', { idempotencyKey: 'delivered' });
      expect(again).toMatchObject({
        ok: true,
        order: { orderId: ID.delivered, state: 'pending', lines: [{ status: 'reserved' }] },
        replayed: true,
      });
      expect(await shop.checkout('bob', { idempotencyKey: 'vase' })).toEqual({
        ok: false,
        refusal: {
          code: 'out-of-stock',
          shortages: [{ sku: 'vase', requested: 1, available: 0 }],
        },
        replayed: true,
      });
      expect(shop.orders.list({ userId: 'ada' })).toHaveLength(4);
    }));

  it('keeps the positions of its consumers', () =>
    opened(async (shop) => {
      expect([shop.consumer('mail').position, shop.consumer('sms').position]).toEqual([3, 0]);
      const first: ShopFact[] = [];
      for await (const fact of shop.consumer('mail')) {
        first.push(fact);
        break;
      }
      expect(first).toEqual([
        { type: 'product.reviewed', seq: 4, at: START, sku: 'mug', userId: 'ada', rating: 4 },
      ]);
    }));

  it('runs the timers of its orders and carts', async () => {
    const { shop, clock } = await openFixture();
    clock.advance(23 * MINUTE);
    expect(shop.orders.get(ID.pending)?.state).toBe('pending');
    clock.advance(MINUTE);
    expect(shop.orders.get(ID.pending)?.state).toBe('cancelled');
    expect(shop.explain('mug')).toMatchObject({ available: 16, held: 3 });
    clock.advance(24 * HOUR);
    expect(shop.carts.get('ada')?.state).toBe('empty');
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
    await shop.close();
  });

  it('writes allocations into an order of the own form when that changes', async () => {
    const { path, shop } = await openFixture();
    accepted(await shop.orders.ship(ID.packed, { trackingNumber: 'T4' }));
    expect(shop.explain('lamp')).toMatchObject({ held: 1, shipped: 4 });
    await shop.close();
    const { stdout } = await runTool(['export', path]);
    const [, written = ''] =
      /^.*"open","order",6\].*?("lines":.*?),"totalMinor"/m.exec(stdout) ?? [];
    expect(written).toContain('"allocations":[{"location":"main","quantity":3}]');
    expect(written).not.toContain('"parts"');
    expect(await runTool(['audit', path])).toMatchObject({ status: 0, stderr: '' });
  });

  it('hands the option migrate an order with allocations', async () => {
    const contexts: OrderContext[] = [];
    const { path, shop } = await openFixture({
      machines: { order: orderChart('boxed'), cart: cartMachine.provide({}) },
      migrate({ state, context }) {
        contexts.push(context as OrderContext);
        return state === 'packed' ? { state: 'boxed', context } : undefined;
      },
    });
    expect(contexts.map(({ lines }) => lines[1]?.allocations)).toEqual([
      [{ location: 'main', quantity: 3 }],
    ]);
    expect(contexts[0]).toMatchObject({ orderId: ID.packed, packedBy: 'Eve' });
    expect(shop.orders.get(ID.packed)?.state).toBe('boxed');
    accepted(await shop.orders.cancel(ID.packed));
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
    await shop.close();
    expect(await runTool(['audit', path])).toMatchObject({ status: 0, stderr: '' });
  });
});
