import { describe, expect, it } from 'vitest';
import { type AnyMachineSnapshot, createActor, transition } from 'xstate';
import { type CartContext, cartMachine, reservedUnits } from '../../../machines/index.ts';
import { type Cart, createShop, fewestLocations, type Shop } from '../../../src/index.ts';
import { type SimulatedClock, simulatedClock } from '../../../src/testing.ts';
import { chartModel, type ModelEvent } from './chartModel.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const EXPIRY = 'xstate.after.cartExpiry.cart.open';

/** Two units of product a, of which a cart may have one reserved; and one of product b. */
const reservation = { until: 5 * MINUTE_MS, maxUnits: 1 };
const a = { sku: 'a', available: 2, reservation };
const b = { sku: 'b', available: 1, reservation };
const quoted = { lines: [], orderId: 'o', number: 1, totalMinor: 0, currency: 'USD' };
const terms = { ...quoted, pricing: 'regular', createdAt: 0, paymentDueAt: 1, reservation };
const one = (sku: string) => ({ sku, allocations: [{ location: 'main', quantity: 1 }] });
const held = (lines: readonly object[]) => ({
  type: 'inventory.heldForCart',
  lines,
  until: 5 * MINUTE_MS,
});

/** As in cart.test.ts. The inventory of these tests has one of each product for the cart, or nothing. */
const EVENTS: readonly ModelEvent[] = [
  { name: 'add a', type: 'cart.add', ...a, quantity: 1, at: 0, cartId: 'c' },
  { name: 'add b', type: 'cart.add', ...b, quantity: 1, at: 0, cartId: 'c' },
  { name: 'add too many a', type: 'cart.add', ...a, quantity: 3, at: 0, cartId: 'c' },
  { name: 'set a to 1', type: 'cart.setQuantity', ...a, quantity: 1 },
  { name: 'set a to 2', type: 'cart.setQuantity', ...a, quantity: 2 },
  { name: 'set a to 3', type: 'cart.setQuantity', ...a, quantity: 3 },
  { name: 'remove a', type: 'cart.remove', sku: 'a' },
  { name: 'remove b', type: 'cart.remove', sku: 'b' },
  { name: 'clear', type: 'cart.clear' },
  { name: 'check out', type: 'cart.checkout', ...terms },
  { name: 'check out at another total', type: 'cart.checkout', ...terms, expectedTotalMinor: 1 },
  { name: 'a is held', ...held([one('a')]) },
  { name: 'b is held', ...held([one('b')]) },
  { name: 'nothing is held', ...held([]) },
  { name: 'everything is reserved', type: 'inventory.reserved', orderId: 'o', lines: [] },
  { name: 'something is short', type: 'inventory.refused', orderId: 'o', shortages: [] },
  { name: 'the allocation throws', type: 'inventory.failed', orderId: 'o', error: 'no map' },
  { name: 'a day goes by', type: EXPIRY },
  { name: 'five minutes go by', type: 'cart.reservationEnds' },
];

/** The state with the lines of the cart, each with its reserved units in brackets. */
function stateKey({ value, context }: AnyMachineSnapshot): string {
  const cart = context as CartContext;
  const lines = cart.lines.map(({ sku, quantity }) => {
    return `${quantity}${sku}(${reservedUnits(cart, sku)})`;
  });
  return [String(value), ...(lines.length === 0 ? [] : [lines.join('+')])].join(' ');
}

function keyOf({ state, lines }: Cart): string {
  const texts = lines.map(({ sku, quantity, reservedQuantity = 0 }) => {
    return `${quantity}${sku}(${reservedQuantity})`;
  });
  return [state, ...(texts.length === 0 ? [] : [texts.join('+')])].join(' ');
}

const model = chartModel(cartMachine, { input: { userId: 'ada' }, events: EVENTS, stateKey });

interface Subject {
  readonly shop: Shop;
  readonly clock: SimulatedClock;
  readonly breakAllocation: () => void;
}

async function openShop(): Promise<Subject> {
  const clock = simulatedClock();
  let isBroken = false;
  const shop = await createShop({
    clock,
    reserveInCartMs: 5 * MINUTE_MS,
    maxReservedPerUser: 1,
    allocation: (demands) => {
      if (isBroken) throw new Error('no map');
      return fewestLocations(demands);
    },
  });
  const product = { category: 'things', priceMinor: 100 };
  await shop.products.add({ ...product, sku: 'a', name: 'A', stock: 2 });
  await shop.products.add({ ...product, sku: 'b', name: 'B', stock: 1 });
  await shop.users.register({ userId: 'ada', name: 'Ada' });
  await shop.users.register({ userId: 'eve', name: 'Eve' });
  const breakAllocation = () => {
    isBroken = true;
  };
  return { shop, clock, breakAllocation };
}

/** Another user buys everything that is left. */
async function drain({ shop }: Subject): Promise<void> {
  for (const sku of ['a', 'b']) {
    const { available = 0 } = shop.products.get(sku) ?? {};
    if (available > 0) await shop.carts.add('eve', sku, available);
  }
  await shop.checkout('eve');
}

const EXECUTORS: Record<string, (subject: Subject) => unknown> = {
  'add a': ({ shop }) => shop.carts.add('ada', 'a', 1),
  'add b': ({ shop }) => shop.carts.add('ada', 'b', 1),
  'add too many a': ({ shop }) => shop.carts.add('ada', 'a', 3),
  'set a to 1': ({ shop }) => shop.carts.setQuantity('ada', 'a', 1),
  'set a to 2': ({ shop }) => shop.carts.setQuantity('ada', 'a', 2),
  'set a to 3': ({ shop }) => shop.carts.setQuantity('ada', 'a', 3),
  'remove a': ({ shop }) => shop.carts.remove('ada', 'a'),
  'remove b': ({ shop }) => shop.carts.remove('ada', 'b'),
  clear: ({ shop }) => shop.carts.clear('ada'),
  'check out at another total': ({ shop }) => shop.checkout('ada', { expectedTotalMinor: 1 }),
  'everything is reserved': ({ shop }) => shop.checkout('ada'),
  'something is short': async (subject) => {
    await drain(subject);
    return subject.shop.checkout('ada');
  },
  'the allocation throws': async ({ shop, breakAllocation }) => {
    breakAllocation();
    await expect(shop.checkout('ada')).rejects.toThrow('no map');
  },
  'a day goes by': ({ clock }) => clock.advance(DAY_MS),
  'five minutes go by': ({ clock }) => clock.advance(5 * MINUTE_MS),
};

/** The ways to states in which something is reserved. The answers of the inventory come by themselves. */
const WAYS: Record<string, readonly string[]> = {
  'open 1a(1)': ['add a'],
  'open 2a(1)': ['add a', 'add a'],
  'open 1a(1)+1b(0)': ['add a', 'add b'],
  'open 1b(1)+1a(0)': ['add b', 'add a'],
};

/** The state of the cart after a command, or the code of its refusal. */
const TABLE: Record<string, Record<string, string>> = {
  'open 1a(1)': {
    'add a': 'open 2a(1)',
    'add b': 'open 1a(1)+1b(0)',
    'add too many a': 'out-of-stock',
    'set a to 1': 'open 1a(1)',
    'set a to 2': 'open 2a(1)',
    'set a to 3': 'out-of-stock',
    'remove a': 'empty',
    'remove b': 'not-in-cart',
    clear: 'empty',
    'check out at another total': 'price-changed',
    'everything is reserved': 'pending',
    'the allocation throws': '-open 1a(1)',
    'a day goes by': '-empty',
    'five minutes go by': '-open 1a(0)',
  },
  'open 2a(1)': {
    'add a': 'out-of-stock',
    'set a to 1': 'open 1a(1)',
    'remove a': 'empty',
    'everything is reserved': 'pending',
    'something is short': 'out-of-stock',
    'five minutes go by': '-open 2a(0)',
  },
  'open 1a(1)+1b(0)': {
    'remove a': 'open 1b(0)',
    'remove b': 'open 1a(1)',
    'something is short': 'out-of-stock',
    'everything is reserved': 'pending',
    'five minutes go by': '-open 1a(0)+1b(0)',
  },
  'open 1b(1)+1a(0)': {
    'set a to 2': 'open 1b(1)+2a(0)',
    'remove b': 'open 1a(0)',
    clear: 'empty',
    'a day goes by': '-empty',
  },
};

describe('the graph of a cart that reserves', () => {
  it('has every event that its states name, and each of them is tried', () => {
    const named = Object.values(cartMachine.states).flatMap((state) => [...state.ownEvents]);
    // The cart raises it itself.
    const types = new Set([...EVENTS.map(({ type }) => type), 'cart.reserve']);
    expect([...types].sort()).toEqual([...new Set(named)].sort());
    const tried = new Set(Object.values(TABLE).flatMap((row) => Object.keys(row)));
    expect([...tried].sort()).toEqual(Object.keys(EXECUTORS).sort());
  });

  it('leads to every state of the table', () => {
    const states = new Set(model.arrows().map(({ from }) => from));
    for (const [state, way] of Object.entries(WAYS)) {
      expect(states).toContain(state);
      const commands = model.wayTo(state).filter(({ type }) => type.startsWith('cart.'));
      expect(commands.map(({ name }) => name)).toEqual(way);
    }
  });

  it('never leaves lines or reserved units in an empty cart', () => {
    for (const { to } of model.arrows()) if (to.startsWith('empty')) expect(to).toBe('empty');
    const { context } = createActor(cartMachine, { input: { userId: 'ada' } }).getSnapshot();
    const reserved = { reservations: [{ ...one('a'), afterMs: 0 }], reservedUntil: 1 };
    const full = { ...context, lines: [{ sku: 'a', quantity: 1 }], ...reserved };
    for (const event of [
      { type: 'cart.clear' },
      { type: EXPIRY },
      { type: 'cart.remove', sku: 'a' },
    ]) {
      const snapshot = cartMachine.resolveState({ value: 'open', context: full });
      const [next] = transition(cartMachine, snapshot, event as never);
      expect(next.context.reservations, event.type).toBeUndefined();
      expect(next.value).toBe('empty');
    }
  });
});

for (const [state, row] of Object.entries(TABLE)) {
  describe(`a cart that is ${state}`, () => {
    for (const [name, expected] of Object.entries(row)) {
      it(`answers "${name}" with ${expected}`, async () => {
        const subject = await openShop();
        const { shop } = subject;
        const cart = () => shop.carts.get('ada') as Cart;
        for (const step of WAYS[state] ?? []) await EXECUTORS[step]?.(subject);
        expect(keyOf(cart())).toBe(state);

        const answer = (await EXECUTORS[name]?.(subject)) as
          | Awaited<ReturnType<Shop['carts']['add'] | Shop['checkout']>>
          | undefined;

        if (answer === undefined) {
          expect(`-${keyOf(cart())}`).toBe(expected);
        } else if (!answer.ok) {
          expect(answer.refusal.code).toBe(expected);
          expect(keyOf(cart())).toBe(state);
        } else if ('cart' in answer) {
          expect(keyOf(answer.cart)).toBe(expected);
          expect(answer.cart).toEqual(cart());
        } else {
          expect(answer.order.state).toBe(expected);
          expect(keyOf(cart())).toBe('empty');
        }
        expect(shop.audit()).toEqual({ ok: true, problems: [] });
      });
    }
  });
}
