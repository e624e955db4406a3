import { describe, expect, it } from 'vitest';
import { type OrderInput, orderMachine } from '../../../machines/index.ts';
import { createShop, type Order, type Shop } from '../../../src/index.ts';
import { type SimulatedClock, simulatedClock } from '../../../src/testing.ts';
import { chartModel } from './chartModel.ts';

const PAYMENT_TIMEOUT = 'xstate.after.paymentTimeout.order.pending';
const PAYMENT_TIMEOUT_MS = 30 * 60 * 1000;

const EVENTS = [
  { type: 'order.confirm' },
  { type: 'order.ship', trackingNumber: 'T-1' },
  { type: 'order.deliver' },
  { type: 'order.cancel', reason: 'second thoughts' },
  { type: PAYMENT_TIMEOUT },
] as const;
type EventType = (typeof EVENTS)[number]['type'];

/** The target of each event in each state; `refused` is an `invalid-transition`, `-` means no answer. */
const TABLE: Record<string, Record<EventType, string>> = {
  pending: {
    'order.confirm': 'confirmed',
    'order.ship': 'refused',
    'order.deliver': 'refused',
    'order.cancel': 'cancelled',
    [PAYMENT_TIMEOUT]: 'cancelled',
  },
  confirmed: {
    'order.confirm': 'refused',
    'order.ship': 'shipped',
    'order.deliver': 'refused',
    'order.cancel': 'cancelled',
    [PAYMENT_TIMEOUT]: '-',
  },
  shipped: {
    'order.confirm': 'refused',
    'order.ship': 'refused',
    'order.deliver': 'delivered',
    'order.cancel': 'refused',
    [PAYMENT_TIMEOUT]: '-',
  },
  delivered: {
    'order.confirm': 'refused',
    'order.ship': 'refused',
    'order.deliver': 'refused',
    'order.cancel': 'refused',
    [PAYMENT_TIMEOUT]: '-',
  },
  cancelled: {
    'order.confirm': 'refused',
    'order.ship': 'refused',
    'order.deliver': 'refused',
    'order.cancel': 'refused',
    [PAYMENT_TIMEOUT]: '-',
  },
};

/** For each state, where the two units of the order are, of five in stock. */
const STOCK: Record<string, { available: number; held: number; shipped: number }> = {
  pending: { available: 3, held: 2, shipped: 0 },
  confirmed: { available: 3, held: 2, shipped: 0 },
  shipped: { available: 3, held: 0, shipped: 2 },
  delivered: { available: 3, held: 0, shipped: 2 },
  cancelled: { available: 5, held: 0, shipped: 0 },
};

const sample: OrderInput = {
  orderId: 'o1',
  number: 1,
  userId: 'ada',
  lines: [],
  totalMinor: 0,
  currency: 'USD',
  pricing: 'regular',
  createdAt: 0,
  paymentDueAt: PAYMENT_TIMEOUT_MS,
};

const model = chartModel(orderMachine, { input: sample, events: EVENTS });

interface Subject {
  readonly shop: Shop;
  readonly clock: SimulatedClock;
  readonly orderId: string;
}

/** The real engine with one pending order of two units. */
async function placeOrder(): Promise<Subject> {
  const clock = simulatedClock();
  const shop = await createShop({ clock });
  await shop.products.add({
    sku: 'mug',
    name: 'Mug',
    category: 'kitchen',
    priceMinor: 900,
    stock: 5,
  });
  await shop.users.register({ userId: 'ada', name: 'Ada' });
  await shop.carts.add('ada', 'mug', 2);
  const answer = await shop.checkout('ada');
  if (!answer.ok) throw new Error(answer.refusal.code);
  return { shop, clock, orderId: answer.order.orderId };
}

const EXECUTORS: Record<EventType, (subject: Subject) => Promise<unknown>> = {
  'order.confirm': ({ shop, orderId }) => shop.orders.confirm(orderId),
  'order.ship': ({ shop, orderId }) => shop.orders.ship(orderId, { trackingNumber: 'T-1' }),
  'order.deliver': ({ shop, orderId }) => shop.orders.deliver(orderId),
  'order.cancel': ({ shop, orderId }) => shop.orders.cancel(orderId, { reason: 'second thoughts' }),
  [PAYMENT_TIMEOUT]: async ({ clock }) => clock.advance(PAYMENT_TIMEOUT_MS),
};

function expectState({ shop, orderId }: Subject, state: string): Order {
  const order = shop.orders.get(orderId);
  expect(order?.state).toBe(state);
  expect(shop.explain('mug')).toMatchObject(STOCK[state] ?? {});
  expect(shop.audit()).toEqual({ ok: true, problems: [] });
  return order as Order;
}

/** Follows the shortest path to the state through the public API. */
async function reach(state: string): Promise<Subject> {
  const subject = await placeOrder();
  for (const { type } of model.wayTo(state)) await EXECUTORS[type as EventType](subject);
  return subject;
}

describe('the order chart against the engine', () => {
  it('has an executor for every event that its graph uses, and a row for every state', () => {
    const used = new Set(model.arrows().map(({ event }) => event.type));
    const inChart = Object.values(orderMachine.states).flatMap((state) => [...state.ownEvents]);
    expect([...used].sort()).toEqual(Object.keys(EXECUTORS).sort());
    expect([...new Set(inChart)].sort()).toEqual(Object.keys(EXECUTORS).sort());
    expect(Object.keys(orderMachine.states).sort()).toEqual(Object.keys(TABLE).sort());
  });

  it('leads where the table says, by its own graph', () => {
    const arrows = model.arrows();
    expect(arrows).toHaveLength(Object.keys(TABLE).length * EVENTS.length);
    for (const { from, event, to } of arrows) {
      const expected = TABLE[from]?.[event.type as EventType];
      const next = expected === 'refused' || expected === '-' ? from : expected;
      expect(to, `${from} on ${event.type}`).toBe(next);
    }
  });

  for (const path of model.shortestPaths()) {
    it(path.description, async () => {
      const subject = await placeOrder();
      await path.test({
        states: Object.fromEntries(
          Object.keys(TABLE).map((state) => [state, () => void expectState(subject, state)]),
        ),
        events: Object.fromEntries(
          Object.entries(EXECUTORS).map(([type, run]) => [
            type,
            async () => void (await run(subject)),
          ]),
        ),
      });
      expectState(subject, String(path.state.value));
    });
  }
});

for (const [state, row] of Object.entries(TABLE)) {
  describe(`an order that is ${state}`, () => {
    for (const [type, expected] of Object.entries(row)) {
      const event = type === PAYMENT_TIMEOUT ? 'the payment timeout' : type;
      const outcome =
        expected === 'refused' ? 'refuses' : expected === '-' ? 'ignores' : `is ${expected} by`;
      it(`${outcome} ${event}`, async () => {
        const subject = await reach(state);
        const before = expectState(subject, state);
        const facts: string[] = [];
        subject.shop.on('*', (fact) => facts.push(fact.type));

        const answer = await EXECUTORS[type as EventType](subject);

        if (expected === 'refused') {
          const allowed = Object.entries(row)
            .filter(([, then]) => then !== 'refused' && then !== '-')
            .map(([other]) => other)
            .filter((other) => other !== PAYMENT_TIMEOUT);
          expect(answer).toEqual({
            ok: false,
            refusal: { code: 'invalid-transition', state, event: type, allowed },
          });
        }
        if (expected === 'refused' || expected === '-') {
          expect(expectState(subject, state)).toEqual(before);
          expect(facts).toEqual([]);
        } else {
          expectState(subject, expected);
          expect(facts).toEqual([`order.${expected}`]);
        }
      });
    }
  });
}
