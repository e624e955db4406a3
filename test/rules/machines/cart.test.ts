import { describe, expect, it } from 'vitest';
import type { AnyMachineSnapshot } from 'xstate';
import { createActor } from 'xstate';
import { type CartContext, cartMachine } from '../../../machines/index.ts';
import { type Cart, createShop, fewestLocations, type Shop } from '../../../src/index.ts';
import { type SimulatedClock, simulatedClock } from '../../../src/testing.ts';
import { chartModel, type ModelEvent } from './chartModel.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const EXPIRY = 'xstate.after.cartExpiry.cart.open';

/** Product a has two units; product b has a limit of one per order. */
const a = { sku: 'a', available: 2 };
const b = { sku: 'b', available: 5, maxPerOrder: 1 };
const quoted = { lines: [], orderId: 'o', number: 1, totalMinor: 0, currency: 'USD' };
const terms = { ...quoted, pricing: 'regular', createdAt: 0, paymentDueAt: 1 };

/**
 * Every variant of every event of a cart. The `name` distinguishes variants of an event; the chart
 * ignores it.
 */
const EVENTS: readonly ModelEvent[] = [
  { name: 'add a', type: 'cart.add', ...a, quantity: 1, at: 0, cartId: 'c' },
  { name: 'add too many a', type: 'cart.add', ...a, quantity: 3, at: 0, cartId: 'c' },
  { name: 'add b', type: 'cart.add', ...b, quantity: 1, at: 0, cartId: 'c' },
  { name: 'add b above its limit', type: 'cart.add', ...b, quantity: 2, at: 0, cartId: 'c' },
  { name: 'set a to 2', type: 'cart.setQuantity', ...a, quantity: 2 },
  { name: 'set a to 3', type: 'cart.setQuantity', ...a, quantity: 3 },
  { name: 'remove a', type: 'cart.remove', sku: 'a' },
  { name: 'remove b', type: 'cart.remove', sku: 'b' },
  { name: 'clear', type: 'cart.clear' },
  { name: 'check out', type: 'cart.checkout', ...terms },
  {
    name: 'check out above a limit',
    type: 'cart.checkout',
    ...terms,
    lines: [{ sku: 'b', quantity: 2, maxPerOrder: 1 }],
  },
  {
    name: 'check out at another total',
    type: 'cart.checkout',
    ...terms,
    expectedTotalMinor: 1,
  },
  { name: 'everything is reserved', type: 'inventory.reserved', orderId: 'o', lines: [] },
  { name: 'something is short', type: 'inventory.refused', orderId: 'o', shortages: [] },
  { name: 'the allocation throws', type: 'inventory.failed', orderId: 'o', error: 'no map' },
  { name: 'a day goes by', type: EXPIRY },
];

function linesKey(lines: readonly { sku: string; quantity: number }[]): string {
  return lines.map(({ sku, quantity }) => `${quantity}${sku}`).join('+');
}

function stateKey({ value, context }: AnyMachineSnapshot): string {
  const lines = linesKey((context as CartContext).lines);
  return lines === '' ? String(value) : `${value} ${lines}`;
}

const model = chartModel(cartMachine, { input: { userId: 'ada' }, events: EVENTS, stateKey });

interface Subject {
  readonly shop: Shop;
  readonly clock: SimulatedClock;
  /** Makes the allocation strategy throw from now on. */
  readonly breakAllocation: () => void;
}

async function openShop(): Promise<Subject> {
  const clock = simulatedClock();
  let isBroken = false;
  const shop = await createShop({
    clock,
    allocation: (demands) => {
      if (isBroken) throw new Error('no map');
      return fewestLocations(demands);
    },
  });
  const product = { category: 'things', priceMinor: 100 };
  await shop.products.add({ ...product, sku: 'a', name: 'A', stock: 2 });
  await shop.products.add({ ...product, sku: 'b', name: 'B', stock: 5, maxPerOrder: 1 });
  await shop.users.register({ userId: 'ada', name: 'Ada' });
  await shop.users.register({ userId: 'eve', name: 'Eve' });
  const breakAllocation = () => {
    isBroken = true;
  };
  return { shop, clock, breakAllocation };
}

/** Another user buys the products of the cart whose stock is limited. */
async function drain({ shop }: Subject): Promise<void> {
  for (const sku of ['a', 'b']) {
    await shop.products.update(sku, { maxPerOrder: 10 });
    const { available = 0 } = shop.products.get(sku) ?? {};
    if (available > 0) await shop.carts.add('eve', sku, available);
  }
  const { ok } = await shop.checkout('eve');
  if (!ok) throw new Error('eve could not buy');
  await shop.products.update('b', { maxPerOrder: 1 });
}

/**
 * For each event, the calls of the public API that cause it. There, `reserving` lasts only for one
 * message: the inventory's answer performs the checkout, and the event before it does nothing.
 */
const EXECUTORS: Record<string, (subject: Subject) => unknown> = {
  'add a': ({ shop }) => shop.carts.add('ada', 'a', 1),
  'add too many a': ({ shop }) => shop.carts.add('ada', 'a', 3),
  'add b': ({ shop }) => shop.carts.add('ada', 'b', 1),
  'add b above its limit': ({ shop }) => shop.carts.add('ada', 'b', 2),
  'set a to 2': ({ shop }) => shop.carts.setQuantity('ada', 'a', 2),
  'set a to 3': ({ shop }) => shop.carts.setQuantity('ada', 'a', 3),
  'remove a': ({ shop }) => shop.carts.remove('ada', 'a'),
  'remove b': ({ shop }) => shop.carts.remove('ada', 'b'),
  clear: ({ shop }) => shop.carts.clear('ada'),
  'check out': ({ shop }) =>
    shop.carts.get('ada')?.state === 'empty' ? shop.checkout('ada') : undefined,
  'check out above a limit': async ({ shop }) => {
    const { lines = [] } = shop.carts.get('ada') ?? {};
    if (lines.length === 0) return shop.checkout('ada');
    // Each product gets a limit below its quantity in the cart, or a second unit in the cart.
    if (lines.some(({ sku }) => sku === 'a')) {
      await shop.products.update('a', { maxPerOrder: 1 });
      const units = lines.find(({ sku }) => sku === 'a')?.quantity ?? 0;
      if (units > 1) return shop.checkout('ada');
    }
    return undefined;
  },
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
};

function isObservable(state: string): boolean {
  return !state.startsWith('reserving');
}

function keyOf(cart: Cart | undefined): string {
  const lines = linesKey(cart?.lines ?? []);
  return lines === '' ? String(cart?.state) : `${cart?.state} ${lines}`;
}

describe('the cart chart against the engine', () => {
  it('has an executor for every event of its graph, and an event for every one it names', () => {
    const used = new Set(model.arrows().map(({ event }) => String(event.name)));
    expect([...used].sort()).toEqual(Object.keys(EXECUTORS).sort());
    const types = new Set(EVENTS.map(({ type }) => type));
    const named = Object.values(cartMachine.states).flatMap((state) => [...state.ownEvents]);
    // reservingCart.test.ts has those of a cart that reserves.
    const reserving = ['cart.reserve', 'inventory.heldForCart', 'cart.reservationEnds'];
    expect([...types, ...reserving].sort()).toEqual([...new Set(named)].sort());
  });

  it('has the states of these tests', () => {
    const states = [...new Set(model.arrows().map(({ from }) => from))].filter(isObservable);
    expect(states.sort()).toEqual(
      ['empty', 'open 1a', 'open 1a+1b', 'open 1b', 'open 1b+1a', 'open 1b+2a', 'open 2a'].concat(
        'open 2a+1b',
      ),
    );
  });

  for (const path of model.shortestPaths()) {
    it(path.steps.map(({ event }) => event.name ?? 'start').join(' → '), async () => {
      const subject = await openShop();
      for (const { event, state } of path.steps) {
        if (event.name !== undefined) await EXECUTORS[String(event.name)]?.(subject);
        if (!isObservable(stateKey(state))) continue;
        expect(keyOf(subject.shop.carts.get('ada'))).toBe(stateKey(state));
      }
      expect(subject.shop.audit()).toEqual({ ok: true, problems: [] });
    });
  }

  it('does in every state with every event what its graph shows', async () => {
    const arrows = model.arrows().filter(({ from, event, to }) => {
      const throughApi = isObservable(from) && !event.type.startsWith('inventory.');
      return throughApi && isObservable(to);
    });
    expect(arrows.length).toBeGreaterThan(80);
    for (const { from, event, to } of arrows) {
      const subject = await openShop();
      for (const { name } of model.wayTo(from)) await EXECUTORS[String(name)]?.(subject);
      await EXECUTORS[String(event.name)]?.(subject);
      expect(keyOf(subject.shop.carts.get('ada')), `${from}: ${event.name}`).toBe(to);
    }
  });
});

/** The state of the cart after a command, or the code of its refusal. */
const TABLE: Record<string, Record<string, string>> = {
  empty: {
    'add a': 'open 1a',
    'add too many a': 'out-of-stock',
    'add b': 'open 1b',
    'add b above its limit': 'purchase-limit',
    'set a to 2': 'not-in-cart',
    'set a to 3': 'not-in-cart',
    'remove a': 'not-in-cart',
    'remove b': 'not-in-cart',
    clear: 'empty',
    'check out': 'empty-cart',
    'check out at another total': 'empty-cart',
    'a day goes by': '-',
  },
  'open 1a': {
    'add a': 'open 2a',
    'add too many a': 'out-of-stock',
    'add b': 'open 1a+1b',
    'add b above its limit': 'purchase-limit',
    'set a to 2': 'open 2a',
    'set a to 3': 'out-of-stock',
    'remove a': 'empty',
    'remove b': 'not-in-cart',
    clear: 'empty',
    'check out at another total': 'price-changed',
    'everything is reserved': 'pending',
    'something is short': 'out-of-stock',
    'a day goes by': '-',
  },
  'open 2a+1b': {
    'add a': 'out-of-stock',
    'add too many a': 'out-of-stock',
    'add b': 'purchase-limit',
    'add b above its limit': 'purchase-limit',
    'set a to 2': 'open 2a+1b',
    'set a to 3': 'out-of-stock',
    'remove a': 'open 1b',
    'remove b': 'open 2a',
    clear: 'empty',
    'check out above a limit': 'purchase-limit',
    'check out at another total': 'price-changed',
    'everything is reserved': 'pending',
    'something is short': 'out-of-stock',
    'a day goes by': '-',
  },
};

for (const [state, row] of Object.entries(TABLE)) {
  describe(`a cart that is ${state}`, () => {
    for (const [name, expected] of Object.entries(row)) {
      it(`answers "${name}" with ${expected === '-' ? 'nothing' : expected}`, async () => {
        const subject = await openShop();
        for (const { name: step } of model.wayTo(state)) await EXECUTORS[String(step)]?.(subject);
        const before = subject.shop.carts.get('ada');

        const answer = (await EXECUTORS[name]?.(subject)) as
          | Awaited<ReturnType<Shop['carts']['add'] | Shop['checkout']>>
          | undefined;

        const after = subject.shop.carts.get('ada');
        if (answer === undefined) {
          expect(expected).toBe('-');
          expect(after?.state).toBe('empty');
        } else if (!answer.ok) {
          expect(answer.refusal.code).toBe(expected);
          expect(after).toEqual(before);
        } else if ('cart' in answer) {
          expect(keyOf(answer.cart)).toBe(expected);
          expect(answer.cart).toEqual(after);
        } else {
          expect(answer.order.state).toBe(expected);
          expect(after?.state).toBe('empty');
        }
      });
    }
  });
}

describe('a cart that is reserving', () => {
  it('accepts nothing but the answer of the inventory', () => {
    const actor = createActor(cartMachine, { input: { userId: 'ada' } });
    const snapshot = cartMachine.resolveState({
      value: 'reserving',
      context: actor.getSnapshot().context,
    });
    const accepted = EVENTS.filter((event) => snapshot.can(event as never));
    expect(accepted.map(({ type }) => type)).toEqual([
      'inventory.reserved',
      'inventory.refused',
      'inventory.failed',
    ]);
  });
});

describe('a cart accepts', () => {
  const commands = ['cart.add', 'cart.setQuantity', 'cart.remove', 'cart.clear', 'cart.checkout'];
  const answers = ['inventory.reserved', 'inventory.refused', 'inventory.failed'];
  const ACCEPTED: Record<string, string[]> = {
    empty: commands,
    open: [...commands, EXPIRY],
    reserving: answers,
  };
  const { context } = createActor(cartMachine, { input: { userId: 'ada' } }).getSnapshot();
  const lines = [{ sku: 'a', quantity: 1 }];

  it.each(Object.entries(ACCEPTED))('when %s: %s, and nothing else', (value, expected) => {
    const filled = value === 'empty' ? context : { ...context, lines };
    const snapshot = cartMachine.resolveState({ value: value as 'empty', context: filled });
    const types = EVENTS.filter((event) => snapshot.can(event as never)).map(({ type }) => type);
    expect([...new Set(types)]).toEqual(expected);
    expect(Object.keys(ACCEPTED)).toEqual(Object.keys(cartMachine.states));
  });
});
