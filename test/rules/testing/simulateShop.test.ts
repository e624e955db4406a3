import assert from 'node:assert/strict';
import { expect, test, vi } from 'vitest';
import {
  SimulationError,
  type SimulationOptions,
  type SimulationReport,
  simulateShop,
} from '../../../src/testing.ts';
import { billedOrder, hurriedOrder, packedOrder, pausedOrder } from './charts.ts';

const DAY_MS = 86_400_000;

const pack = { type: 'order.pack' };

/** What the simulation finds; fails if it finds nothing. */
async function faultOf(options: SimulationOptions): Promise<SimulationError> {
  const found = await simulateShop(options).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(found).toBeInstanceOf(SimulationError);
  return found as SimulationError;
}

test('the standard charts break no rule, and all of their states are reached', async () => {
  const report = await simulateShop({ seeds: 8 });
  expect(report.runs).toBe(8);
  expect(report.coverage.order.neverReached).toEqual([]);
  expect(report.coverage.cart.neverReached).toEqual([]);
  expect(report.coverage.order.accepted).toContain('after paymentTimeout');
  expect(report.coverage.order.neverAccepted).toEqual([]);
  expect(report.coverage.cart.neverAccepted).toContain('cart.reserve'); // Units are not reserved in carts.
  for (const outcome of ['done', 'rejected', 'out-of-stock', 'invalid-transition']) {
    expect(report.commands[outcome] ?? 0, outcome).toBeGreaterThan(0);
  }
  for (const name of ['unanswered', 'crashes', 'failures'] as const) {
    expect(report[name], name).toBeGreaterThan(0);
  }
  expect(report.openings).toBeGreaterThan(2 * report.runs);
});

test('an own chart breaks no rule, and the report says what of it was not reached', async () => {
  const options = { machines: { order: packedOrder() } };
  const drawn = (random: { integer(end: number): number }) => ({
    ...pack,
    boxes: random.integer(9),
  });
  const report = await simulateShop({ options, events: [drawn], seeds: 4 });
  expect(report.coverage.order.reached).toContain('packed');
  expect(report.coverage.order.accepted).toContain('order.pack');
  const unreached = await simulateShop({ options, events: [{ type: 'order.pakc' }], seeds: 1 });
  expect(unreached.coverage.order.neverReached).toContain('packed');
  expect(unreached.coverage.order.neverAccepted).toEqual(
    expect.arrayContaining(['order.pack', 'order.pakc']),
  );
});

test('a chart with parallel states and an invoked actor breaks no rule, also if that answers after an opening', async () => {
  const { coverage } = await simulateShop({
    options: { machines: { order: billedOrder() } },
    events: [pack],
    seeds: [2028, 1, 2, 3],
  });
  const states = ['confirmed.parcel.packed', 'confirmed.bill.writing', 'confirmed.bill.sent'];
  expect(coverage.order.reached).toEqual(expect.arrayContaining(states));
});

test('a deadline that has passed when its state is entered again is not overdue, but due at once', async () => {
  const { coverage } = await simulateShop({
    options: { machines: { order: pausedOrder() } },
    events: [{ type: 'order.pause' }, { type: 'order.resume' }],
    seeds: 6,
  });
  expect(coverage.order.accepted).toContain('order.resume');
});

test('carts that reserve units, a pricing strategy and a set-up of its own are simulated as well', async () => {
  const report: SimulationReport = await simulateShop({
    seeds: 2,
    options: { reserveInCartMs: 20 * 60_000, pricing: (line) => line.quantity * 7 },
    async setUp(shop) {
      await shop.products.add({ sku: 'a', name: 'A', category: 'c', priceMinor: 9, stock: 9 });
      await shop.products.restock('a', 4);
      await shop.users.register({ userId: 'eve', name: 'Eve' });
      await shop.carts.add('eve', 'a', 2);
    },
  });
  expect(report.coverage.cart.accepted).toContain('inventory.heldForCart');
});

test('a chart that draws random numbers is reported, since the same seed gives another run', async () => {
  const order = packedOrder({ guard: () => Math.random() < 0.5 });
  const options = { options: { machines: { order } }, events: [pack] };
  const found = await faultOf({ ...options, steps: 150 });
  expect(found.rule).toBe('same-run');
  expect(found.message).toContain('a chart or strategy reads a clock or random numbers of its own');
});

test('a run that fails once only is reported as another run, not as a fault of the chart', async () => {
  let calls = 0;
  const order = packedOrder({
    actions: () => {
      if (++calls === 1) throw new Error('no paper');
    },
  });
  const found = await faultOf({ options: { machines: { order } }, events: [pack] });
  expect(found.rule).toBe('same-run');
  expect(String((found.cause as Error).cause)).toContain('no paper');
});

test('an action that throws sometimes is reported with the seed that repeats it, its trace and its cause', async () => {
  const order = packedOrder({
    actions: () => {
      throw new Error('the printer has no paper');
    },
  });
  const options = { options: { machines: { order } }, events: [pack] };
  const found = await faultOf(options);
  expect(found.rule).toBe('commands');
  expect(found.message).toContain('the printer has no paper');
  expect(found.message).toContain(`seeds: [${found.seed}]`);
  expect(found.trace.some((line) => line.includes('order.pack'))).toBe(true);
  const again = await faultOf({ ...options, seeds: [found.seed] });
  expect([again.message, again.trace]).toEqual([found.message, found.trace]);
});

test('an action of a timer that throws is reported, although nobody waits for an answer', async () => {
  const order = hurriedOrder({ hasTimer: true }).provide({
    actions: {
      noteReason() {
        throw new Error('no reason');
      },
    },
  });
  const { rule, message } = await faultOf({
    options: { machines: { order } },
    steps: 80,
  });
  expect(rule).toBe('commands');
  expect(message).toContain('no reason');
});

test('a pricing strategy that throws, and a set-up that throws, are reported', async () => {
  const pricing = () => {
    throw new Error('no price');
  };
  const priced = await faultOf({ options: { pricing } });
  expect([priced.rule, priced.message]).toEqual(['commands', expect.stringContaining('no price')]);
  const setUp = () => Promise.reject(new Error('no products'));
  expect((await faultOf({ setUp })).rule).toBe('set-up');
});

test('a chart that has lost a timer is found by a check of its own, and passes with the timer', async () => {
  const simulate = (hasTimer: boolean) =>
    simulateShop({
      seeds: [1, 2, 3],
      steps: 80,
      options: { machines: { order: hurriedOrder({ hasTimer }) } },
      check(shop, { now }) {
        const orders = ['ada', 'bob', 'cyd'].flatMap((userId) => shop.orders.list({ userId }));
        for (const { orderId, state } of orders) {
          const facts = shop.orders.history(orderId);
          const paidAt = facts.find(({ type }) => type === 'order.confirmed')?.at ?? now;
          assert(state !== 'confirmed' || now < paidAt + DAY_MS, `${orderId} waits`);
        }
      },
    });
  expect((await simulate(true)).coverage.order.reached).toContain('confirmed');
  await expect(simulate(false)).rejects.toMatchObject({ rule: 'check' });
});

test('a check is called after every quiescent step, and may be async', async () => {
  let checks = 0;
  await simulateShop({ seeds: 1, check: async () => void checks++ });
  expect(checks).toBeGreaterThan(10);
  const found = await faultOf({ check: () => Promise.reject(new Error('too few mugs')) });
  expect([found.rule, found.seed, found.code]).toEqual(['check', 1, 'ERR_STATECART_SIMULATION']);
  expect(found.message).toContain('too few mugs');
});

test('the message shows the last lines of a long trace, and the error has all of them', async () => {
  let checks = 0;
  const { message, trace } = await faultOf({
    seeds: [7],
    steps: 100,
    setUp: () => {
      checks = 0;
    },
    check: () => {
      if (++checks > 40) throw new Error('enough');
    },
  });
  expect(trace.length).toBeGreaterThan(60);
  expect(message).toContain(`The last 40 of the ${trace.length} lines`);
  expect(message.split('\n')).toHaveLength(43);
  expect(message.endsWith(trace.at(-1) ?? '?')).toBe(true);
});

test('runs are the same whatever the time of the machine is', async () => {
  const first = await simulateShop({ seeds: [3] });
  vi.useFakeTimers({ toFake: ['Date'], now: 0 });
  try {
    expect(await simulateShop({ seeds: [3] })).toEqual(first);
  } finally {
    vi.useRealTimers();
  }
});
