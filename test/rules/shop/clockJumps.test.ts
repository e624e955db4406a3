import { describe, expect, test } from 'vitest';
import { type AnyActorRef, type AnyStateMachine, createMachine } from 'xstate';
import { type OrderContext, orderMachine, timeOf } from '../../../machines/index.ts';
import {
  type Change,
  type Clock,
  createShop,
  memoryStore,
  type Shop,
  type ShopFact,
  type ShopOptions,
  type Store,
} from '../../../src/index.ts';
import { type SimulatedClock, simulatedClock } from '../../../src/testing.ts';
import { accepted, buy, fillCart, HOUR, MINUTE, openShop, START } from './openShop.ts';

const TWO_YEARS = 2 * 365 * 24 * HOUR;
const clean = { ok: true, problems: [] };

/** The clock without its `monotonicNow`. */
function wallOnly({ monotonicNow: _, ...clock }: SimulatedClock): Clock {
  return clock;
}

const state = (shop: Shop, orderId: string) => shop.orders.get(orderId)?.state;

/** The jumps that the facts tell of, in milliseconds. */
const jumps = (facts: readonly ShopFact[]) =>
  facts.flatMap((fact) => (fact.type === 'clock.jumped' ? [fact.byMs] : []));

/** Opens a shop with mugs and two users on a clock at START, in a store that can be opened again. */
async function durableShop(options: ShopOptions = {}) {
  const store = memoryStore();
  const { shop, clock, facts } = await openShop({ store, ...options });
  async function reopen(at: number, changed: ShopOptions = {}) {
    await shop.close();
    const later = simulatedClock(at);
    const again = await createShop({ store, clock: later, ...options, ...changed });
    return { shop: again, clock: later };
  }
  return { shop, clock, facts, store, reopen };
}

/** All facts that are kept. */
async function factsOf(shop: Shop): Promise<ShopFact[]> {
  const facts: ShopFact[] = [];
  const last = accepted(await shop.users.register({ userId: 'probe', name: 'Probe' }));
  expect(last.user.userId).toBe('probe');
  accepted(await shop.carts.add('probe', 'mug', 1));
  for await (const fact of shop.facts({ after: 0 })) {
    if (fact.type === 'cart.lineAdded' && fact.userId === 'probe') break;
    facts.push(fact);
  }
  return facts;
}

describe('one command while the clock is two years ahead', () => {
  test('moves no deadline: an unpaid order is cancelled half an hour after its checkout', async () => {
    const { shop, clock } = await openShop();
    const before = await buy(shop, 'ada', { mug: 1 });
    clock.advance(MINUTE);
    clock.jump(TWO_YEARS);
    const during = await buy(shop, 'bob', { mug: 1 });
    clock.advance(MINUTE);
    clock.jump(-TWO_YEARS);
    const after = await buy(shop, 'mia', { mug: 1 });
    const orders = [before, during, after].map(({ orderId }) => orderId);
    clock.advance(28 * MINUTE - 1);
    expect(orders.map((id) => state(shop, id))).toEqual(['pending', 'pending', 'pending']);
    clock.advance(1);
    expect(orders.map((id) => state(shop, id))).toEqual(['cancelled', 'pending', 'pending']);
    clock.advance(MINUTE);
    expect(orders.map((id) => state(shop, id))).toEqual(['cancelled', 'cancelled', 'pending']);
    clock.advance(MINUTE);
    expect(orders.map((id) => state(shop, id))).toEqual(['cancelled', 'cancelled', 'cancelled']);
    expect(shop.audit()).toEqual(clean);
  });

  test('is told as two facts, and dates nothing but what happens meanwhile', async () => {
    const { shop, clock, facts } = await openShop();
    clock.advance(MINUTE);
    clock.jump(TWO_YEARS);
    const during = await buy(shop, 'bob', { mug: 1 });
    clock.jump(-TWO_YEARS);
    const after = await buy(shop, 'mia', { mug: 1 });
    expect(during.createdAt).toBe(START + MINUTE + TWO_YEARS);
    expect(after).toMatchObject({
      createdAt: START + MINUTE,
      paymentDueAt: START + 31 * MINUTE,
    });
    expect(facts.filter(({ type }) => type === 'clock.jumped')).toEqual([
      {
        type: 'clock.jumped',
        seq: expect.any(Number),
        at: START + MINUTE + TWO_YEARS,
        byMs: TWO_YEARS,
        from: START + MINUTE,
        to: START + MINUTE + TWO_YEARS,
      },
      {
        type: 'clock.jumped',
        seq: expect.any(Number),
        at: START + MINUTE,
        byMs: -TWO_YEARS,
        from: START + MINUTE + TWO_YEARS,
        to: START + MINUTE,
      },
    ]);
    const numbers = facts.map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] as number) + index));
    clock.advance(MINUTE);
    expect(jumps(facts)).toHaveLength(2);
  });

  test('shows each deadline at the time at which it happens', async () => {
    const { shop, clock } = await openShop();
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    await fillCart(shop, 'bob', { mug: 1 });
    clock.advance(10 * MINUTE);
    clock.jump(TWO_YEARS);
    accepted(await shop.carts.add('mia', 'lamp', 1));
    const due = START + TWO_YEARS + 30 * MINUTE;
    expect(shop.orders.get(orderId)).toMatchObject({ createdAt: START, paymentDueAt: due });
    expect(shop.explain('mug')?.holds).toEqual([{ orderId, quantity: 1, until: due }]);
    expect(shop.carts.get('bob')?.expiresAt).toBe(START + TWO_YEARS + 24 * HOUR);
    clock.advance(20 * MINUTE);
    expect(clock.now()).toBe(due);
    expect(state(shop, orderId)).toBe('cancelled');
    clock.advance(24 * HOUR - 30 * MINUTE - 1);
    expect(shop.carts.get('bob')?.state).toBe('open');
    clock.advance(1);
    expect(shop.carts.get('bob')?.state).toBe('empty');
    expect(shop.carts.get('mia')?.state).toBe('open');
  });

  test('changes no fact that was told before, with or without a store', async () => {
    for (const store of [undefined, memoryStore()]) {
      const { shop, clock, facts } = await openShop(store && { store });
      const { orderId } = await buy(shop, 'ada', { mug: 1 });
      const told = () =>
        facts.filter((fact) => 'orderId' in fact && fact.type.startsWith('order.'));
      clock.jump(TWO_YEARS);
      accepted(await shop.orders.confirm(orderId));
      expect(shop.orders.history(orderId)).toEqual(told());
      clock.jump(-TWO_YEARS);
      accepted(await shop.orders.ship(orderId, { trackingNumber: 'T1' }));
      expect(shop.orders.history(orderId)).toEqual(told());
      accepted(await shop.orders.deliver(orderId));
      expect(shop.orders.history(orderId)).toEqual(told());
      expect(told().map(({ at }) => at)).toEqual([START, START + TWO_YEARS, START, START]);
      expect(shop.audit()).toEqual(clean);
    }
  });

  test('repeats the answer of an idempotency key for a day, not for two years', async () => {
    const { shop, clock } = await openShop();
    await fillCart(shop, 'ada', { mug: 1 });
    const first = await shop.checkout('ada', { idempotencyKey: 'k' });
    clock.jump(TWO_YEARS);
    const { order } = accepted(await shop.checkout('ada', { idempotencyKey: 'k' }));
    // The same answer, but for the deadline, which is another one now.
    expect({ ok: true, order: { ...order, paymentDueAt: START + 30 * MINUTE } }).toEqual(first);
    expect(order.paymentDueAt).toBe(START + TWO_YEARS + 30 * MINUTE);
    clock.jump(-TWO_YEARS);
    clock.advance(24 * HOUR - 1);
    expect(await shop.checkout('ada', { idempotencyKey: 'k' })).toMatchObject({
      order: { orderId: order.orderId },
    });
    clock.advance(1);
    await fillCart(shop, 'ada', { lamp: 1 });
    const next = accepted(await shop.checkout('ada', { idempotencyKey: 'k' }));
    expect(next.order.orderId).not.toBe(first.ok && first.order.orderId);
  });

  test('retains facts for as long as the shop was told, on the clock that does not jump', async () => {
    const { shop, clock, facts } = await openShop({
      store: memoryStore(),
      factRetentionMs: HOUR,
    });
    accepted(await shop.carts.add('ada', 'mug', 1));
    const [first] = facts.map(({ seq }) => seq);
    clock.jump(TWO_YEARS);
    accepted(await shop.carts.add('ada', 'mug', 1));
    // The store still has all facts: none is an hour old.
    expect(() => shop.facts({ after: (first as number) - 1 })).not.toThrow();
    clock.jump(-TWO_YEARS);
    clock.advance(HOUR);
    accepted(await shop.carts.add('ada', 'mug', 1));
    expect(() => shop.facts({ after: first as number })).toThrow('the number of a fact');
  });
});

describe('a clock that jumps in the middle of a command', () => {
  test('has jumped after it, and timers that the command has set run by themselves', async () => {
    const clock = simulatedClock(START + TWO_YEARS);
    const { shop, facts } = await openShop({
      pricing({ unitPriceMinor, quantity }) {
        clock.jump(-TWO_YEARS);
        return unitPriceMinor * quantity;
      },
      ...({ clock } as object),
    });
    const order = await buy(shop, 'ada', { mug: 1 });
    expect(order.createdAt).toBe(START + TWO_YEARS);
    clock.advance(30 * MINUTE - 1);
    expect(state(shop, order.orderId)).toBe('pending');
    clock.advance(1);
    expect(state(shop, order.orderId)).toBe('cancelled');
    expect(jumps(facts)).toEqual([-TWO_YEARS]);
    expect(facts.at(-1)?.at).toBe(START + 30 * MINUTE);
  });
});

describe('a clock that jumps while nothing is sent', () => {
  for (const jump of [TWO_YEARS, -TWO_YEARS]) {
    test(`by ${jump > 0 ? 'two years' : 'minus two years'}: timers run by themselves when they are due`, async () => {
      const { shop, clock, facts } = await openShop();
      const { orderId } = await buy(shop, 'ada', { mug: 1 });
      clock.advance(10 * MINUTE);
      clock.jump(jump);
      clock.advance(20 * MINUTE - 1);
      expect(state(shop, orderId)).toBe('pending');
      clock.advance(1);
      expect(state(shop, orderId)).toBe('cancelled');
      expect(jumps(facts)).toEqual([jump]);
      expect(facts.at(-1)?.at).toBe(START + 30 * MINUTE + jump);
    });
  }

  test('by a second is followed, and stands still instead of going back', async () => {
    const { shop, clock, facts } = await openShop();
    clock.jump(1000);
    const first = await buy(shop, 'ada', { mug: 1 });
    clock.jump(-1000);
    const second = await buy(shop, 'ada', { mug: 1 });
    expect([first.createdAt, second.createdAt]).toEqual([START + 1000, START + 1000]);
    expect(jumps(facts)).toEqual([]);
    clock.jump(1001);
    await buy(shop, 'ada', { mug: 1 });
    expect(jumps(facts)).toEqual([1001]);
  });

  test('again and again by less than a second has jumped once it is more than one in all', async () => {
    const { shop, clock, facts } = await openShop();
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    for (let minute = 0; minute < 29; minute++) {
      clock.advance(MINUTE);
      clock.jump(-600);
      accepted(await shop.carts.clear('bob'));
    }
    expect(jumps(facts).every((byMs) => byMs === -1200)).toBe(true);
    expect(jumps(facts)).toHaveLength(14);
    clock.advance(MINUTE - 1);
    expect(state(shop, orderId)).toBe('pending');
    // The time may be a second from the clock that does not jump.
    clock.advance(1001);
    expect(state(shop, orderId)).toBe('cancelled');
  });
});

describe('a clock without monotonicNow', () => {
  test('has jumped when it goes back: deadlines go on, also without a command', async () => {
    const clock = simulatedClock(START + TWO_YEARS);
    const shop = await createShop({ clock: wallOnly(clock) });
    const facts: ShopFact[] = [];
    shop.on('*', (fact) => facts.push(fact));
    await shop.products.add({ sku: 'mug', name: 'M', category: 'c', priceMinor: 1, stock: 9 });
    await shop.users.register({ userId: 'ada', name: 'Ada' });
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    clock.jump(-TWO_YEARS);
    accepted(await shop.carts.clear('ada'));
    clock.jump(-HOUR);
    clock.advance(30 * MINUTE - 1);
    expect(state(shop, orderId)).toBe('pending');
    clock.advance(1);
    expect(state(shop, orderId)).toBe('cancelled');
    expect(jumps(facts)).toEqual([-TWO_YEARS, -HOUR]);
    const next = await buy(shop, 'ada', { mug: 1 });
    expect(next.createdAt).toBe(START - 30 * MINUTE);
  });

  test('that is set forward has what falls due until then happen at once', async () => {
    const clock = simulatedClock(START);
    const shop = await createShop({ clock: wallOnly(clock) });
    await shop.products.add({ sku: 'mug', name: 'M', category: 'c', priceMinor: 1, stock: 9 });
    await shop.users.register({ userId: 'ada', name: 'Ada' });
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    clock.jump(HOUR);
    accepted(await shop.carts.add('ada', 'mug', 1));
    expect(state(shop, orderId)).toBe('cancelled');
  });
});

describe('a store whose last time lies ahead of the clock', () => {
  test('is opened with all due times moved, told as a fact; what is new is dated by the clock', async () => {
    const { shop, clock, reopen } = await durableShop();
    await fillCart(shop, 'bob', { mug: 1 });
    clock.advance(MINUTE);
    clock.jump(TWO_YEARS);
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    await fillCart(shop, 'mia', { lamp: 1 });
    const again = await reopen(START + MINUTE);
    expect(again.shop.explain('mug')?.holds).toMatchObject([{ until: START + 31 * MINUTE }]);
    expect(again.shop.orders.get(orderId)?.paymentDueAt).toBe(START + 31 * MINUTE);
    expect(again.shop.carts.get('bob')?.expiresAt).toBe(START + 24 * HOUR);
    expect(again.shop.carts.get('mia')?.expiresAt).toBe(START + MINUTE + 24 * HOUR);
    const next = await buy(again.shop, 'mia', { mug: 1 });
    expect(next.createdAt).toBe(START + MINUTE);
    again.clock.advance(30 * MINUTE - 1);
    expect(state(again.shop, orderId)).toBe('pending');
    again.clock.advance(1);
    expect(state(again.shop, orderId)).toBe('cancelled');
    expect(state(again.shop, next.orderId)).toBe('cancelled');
    again.clock.advance(24 * HOUR - 31 * MINUTE);
    expect(again.shop.carts.get('bob')?.state).toBe('empty');
    expect(jumps(await factsOf(again.shop))).toEqual([TWO_YEARS, -TWO_YEARS]);
    expect(again.shop.audit()).toEqual(clean);
  });

  test('is opened as if no time had passed, and a second time with right clocks without a jump', async () => {
    const { shop, clock, store, reopen } = await durableShop();
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    clock.advance(20 * MINUTE);
    await fillCart(shop, 'bob', { mug: 1 });
    const again = await reopen(START + 2 * MINUTE);
    expect(again.shop.orders.get(orderId)?.paymentDueAt).toBe(START + 12 * MINUTE);
    await again.shop.close();
    const later = simulatedClock(START + 5 * MINUTE);
    const third = await createShop({ store, clock: later });
    expect(third.orders.get(orderId)?.paymentDueAt).toBe(START + 12 * MINUTE);
    later.advance(7 * MINUTE - 1);
    expect(state(third, orderId)).toBe('pending');
    later.advance(1);
    expect(state(third, orderId)).toBe('cancelled');
    expect(jumps(await factsOf(third))).toEqual([-18 * MINUTE]);
  });

  test('repeats the answers of its idempotency keys for what is left of their day', async () => {
    const { shop, clock, reopen } = await durableShop();
    await fillCart(shop, 'ada', { mug: 1 });
    const first = await shop.checkout('ada', { idempotencyKey: 'k' });
    clock.jump(TWO_YEARS);
    await fillCart(shop, 'bob', { mug: 1 });
    const second = await shop.checkout('bob', { idempotencyKey: 'k' });
    clock.advance(HOUR);
    await fillCart(shop, 'ada', { mug: 1 });
    const again = await reopen(START);
    again.clock.advance(23 * HOUR - 1);
    for (const [userId, before] of [
      ['ada', first],
      ['bob', second],
    ] as const) {
      const repeated = accepted(await again.shop.checkout(userId, { idempotencyKey: 'k' }));
      expect(repeated.order.orderId).toBe(accepted(before).order.orderId);
    }
    again.clock.advance(1);
    for (const userId of ['ada', 'bob']) {
      const { order } = await again.shop.carts
        .add(userId, 'mug', 1)
        .then(() => again.shop.checkout(userId, { idempotencyKey: 'k' }))
        .then(accepted);
      expect([first, second].map((before) => accepted(before).order.orderId)).not.toContain(
        order.orderId,
      );
    }
  });

  test('is opened within a second of it without a jump', async () => {
    const { clock, shop, reopen } = await durableShop();
    clock.advance(MINUTE);
    await buy(shop, 'ada', { mug: 1 });
    const again = await reopen(START + MINUTE - 1000);
    const { createdAt } = await buy(again.shop, 'bob', { mug: 1 });
    expect(createdAt).toBe(START + MINUTE);
    expect(jumps(await factsOf(again.shop))).toEqual([]);
  });
});

/** The store as it is after the first batches only. */
async function storeOf(batches: readonly (readonly Change[])[]) {
  const store = memoryStore();
  for (const batch of batches) await store.commit(batch);
  return store;
}

describe('a crash round a jump', () => {
  test('leaves each due time on one clock, wherever it comes', async () => {
    const batches: (readonly Change[])[] = [];
    const inner = memoryStore();
    const store: Store = {
      ...inner,
      commit(batch) {
        batches.push([...batch]);
        return inner.commit(batch);
      },
    };
    const clock = simulatedClock(START + TWO_YEARS);
    const { shop } = await openShop({ store, ...({ clock } as object) });
    const first = await buy(shop, 'ada', { mug: 1 });
    const placedIn = batches.length;
    await fillCart(shop, 'bob', { lamp: 1 });
    clock.jump(-TWO_YEARS);
    const second = await buy(shop, 'mia', { mug: 1 });
    accepted(await shop.carts.add('bob', 'lamp', 1));
    expect(batches.length).toBeGreaterThan(placedIn + 4);
    for (let count = placedIn; count <= batches.length; count++) {
      const later = simulatedClock(START);
      const again = await createShop({
        store: await storeOf(batches.slice(0, count)),
        clock: later,
      });
      for (const { orderId } of [first, second]) {
        const due = again.orders.get(orderId)?.paymentDueAt ?? START + 30 * MINUTE;
        expect({ count, due }).toEqual({ count, due: START + 30 * MINUTE });
      }
      expect([null, START + 24 * HOUR]).toContain(again.carts.get('bob')?.expiresAt);
      later.advance(30 * MINUTE - 1);
      expect(state(again, first.orderId)).toBe('pending');
      later.advance(1);
      expect(state(again, first.orderId)).toBe('cancelled');
      expect(again.audit()).toEqual(clean);
    }
  });
});

test('time that passes while the shop is closed is no jump', async () => {
  const { shop, reopen } = await durableShop();
  const { orderId } = await buy(shop, 'ada', { mug: 1 });
  const again = await reopen(START + 3 * HOUR);
  expect(state(again.shop, orderId)).toBe('cancelled');
  expect(jumps(await factsOf(again.shop))).toEqual([]);
});

describe('a chart of your own', () => {
  const { states = {} } = orderMachine.config;
  const chart = (meta: object) =>
    createMachine({
      ...orderMachine.config,
      meta,
      context: (args: { input: OrderContext }) => ({
        ...(orderMachine.config.context as unknown as (given: object) => object)(args),
        shipBy: args.input.createdAt + 2 * HOUR,
        note: 'no date',
      }),
      states: {
        ...states,
        confirmed: {
          on: { ...states.confirmed?.on, 'order.pause': 'paused' },
          after: { shipping: { target: 'cancelled', actions: ['releaseStock', 'tellCancelled'] } },
        },
        paused: { on: { 'order.resume': 'confirmed' } },
      },
    } as never).provide({
      ...orderMachine.implementations,
      delays: {
        ...orderMachine.implementations.delays,
        shipping: ({ context, system }: DelayArgs) =>
          context.shipBy - (timeOf(system) ?? Number.NaN),
      },
    } as never) as AnyStateMachine;
  interface DelayArgs {
    readonly context: { readonly shipBy: number };
    readonly system: AnyActorRef['system'];
  }

  test.each([
    ['in memory', undefined],
    ['in a store', memoryStore()],
  ])('has the deadlines that its meta names moved, %s', async (_, store) => {
    const order = chart({ deadlines: ['shipBy', 'note', 'missing'] });
    const { shop, clock } = await openShop({ machines: { order }, ...(store && { store }) });
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    accepted(await shop.orders.confirm(orderId));
    accepted(await shop.orders.send(orderId, { type: 'order.pause' }));
    clock.advance(HOUR);
    clock.jump(TWO_YEARS);
    accepted(await shop.orders.send(orderId, { type: 'order.resume' }));
    clock.advance(HOUR - 1);
    expect(state(shop, orderId)).toBe('confirmed');
    clock.advance(1);
    expect(state(shop, orderId)).toBe('cancelled');
  });

  test.each([['shipBy'], [[7]], [{}]])(
    'whose meta.deadlines is %j is refused',
    async (deadlines) => {
      await expect(openShop({ machines: { order: chart({ deadlines }) } })).rejects.toThrow(
        `meta.deadlines has to be a list of names of its context, but is ${JSON.stringify(deadlines)}`,
      );
    },
  );
});
