import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, assign, createMachine, fromPromise } from 'xstate';
import { cartMachine } from '../../../machines/index.ts';
import { createShop, memoryStore, type ShopOptions } from '../../../src/index.ts';
import type { ActorKind } from '../../../src/runtime/actorKind.ts';
import { chartFault } from '../../../src/runtime/chartFault.ts';
import { loopTurns } from '../loopTurns.ts';
import { orderChart, orderedBy, standard } from './charts.ts';
import { errorOf, orderOf, type Stage, stage } from './stage.ts';
import { expectThrownByUser, expectUserCodeError } from './userCode.ts';

const thrown = new TypeError('own code down');
const fail = () => {
  throw thrown;
};

const { confirmed } = standard;
const cartStates = cartMachine.config.states as unknown as Record<
  string,
  { readonly on: Readonly<Record<string, object>> }
>;

const packing = (transition: object, states: object = {}) =>
  orderChart({ confirmed: { on: { ...confirmed.on, 'order.pack': transition } }, ...states });

const pack = (at: Stage) => at.shop.orders.send(orderOf(at, 'ada'), { type: 'order.pack' });

function clearing(transition: object): AnyStateMachine {
  const { open } = cartStates;
  const states = {
    ...cartStates,
    open: { ...open, on: { ...open?.on, 'cart.clear': transition } },
  };
  return createMachine({ ...cartMachine.config, states } as never);
}

/** Why the shop has stopped, which every later command is told. */
async function reasonOf({ shop }: Stage): Promise<string | undefined> {
  const answer = await shop.users.register({ userId: 'probe', name: 'P' });
  return !answer.ok && answer.refusal.code === 'closed' ? answer.refusal.reason : undefined;
}

describe.each<readonly [string, ShopOptions]>([
  ['unwatched', {}],
  ['with a store', { store: memoryStore() }],
])('a custom order chart, %s', (_, options) => {
  const opened = (order: AnyStateMachine) =>
    orderedBy(order, { ...options, ...(options.store && { store: memoryStore() }) });

  it.each<readonly [string, () => AnyStateMachine]>([
    ['an action', () => packing({ actions: fail })],
    ['an assign', () => packing({ actions: assign(fail) })],
    [
      'an entry action',
      () => packing({ target: 'packed' }, { packed: { ...confirmed, entry: fail } }),
    ],
    [
      'the guard of an eventless transition',
      () => packing({ target: 'packed' }, { packed: { ...confirmed, always: { guard: fail } } }),
    ],
  ])(
    'that throws in %s rejects the command with it as the cause and stops',
    async (_name, chart) => {
      const at = await opened(chart());
      expectThrownByUser(await errorOf(() => pack(at)), 'machines.order', thrown);
      expect(await reasonOf(at)).toMatch(
        /^the shop has stopped: machines\.order: order \S+: .*own code down/s,
      );
    },
  );

  it('that throws in a guard rejects the command with it as the cause and goes on', async () => {
    const at = await opened(packing({ guard: fail, target: 'pending' }));
    const error = await errorOf(() => pack(at));
    expectThrownByUser(error, 'machines.order', thrown);
    expect((error as Error).message).toContain("event 'order.pack'");
    expect(await reasonOf(at)).toBeUndefined();
  });

  it('that throws in a timer stops with it as the cause', async () => {
    const at = await opened(
      orderChart({ confirmed: { ...confirmed, after: { 9: { actions: fail } } } }),
    );
    at.clock.advance(9);
    expect(await reasonOf(at)).toBe(
      `the shop has stopped: machines.order: order ${orderOf(at, 'ada')}: own code down`,
    );
  });

  it('whose invoked promise rejects stops with that as the cause', async () => {
    const chart = packing(
      { target: 'packing' },
      { packing: { ...confirmed, invoke: { src: fromPromise(async () => fail()) } } },
    );
    const at = await opened(chart);
    await pack(at);
    await loopTurns();
    expect(await reasonOf(at)).toBe(
      `the shop has stopped: machines.order: order ${orderOf(at, 'ada')}: own code down`,
    );
  });

  it('that ends with its stock held is to blame for the stop', async () => {
    const at = await opened(
      packing({ target: 'preparing' }, { preparing: { type: 'final' } }),
    ).catch((error: unknown) => error);
    // A chart with such a way is refused when the shop opens, unless it hides it.
    expect(at).toBeInstanceOf(TypeError);
    const hidden = await opened(
      orderChart({
        preparing: { type: 'parallel', states: { one: {}, other: {} } },
        confirmed: { on: { ...confirmed.on, 'order.pack': 'delivered' } },
      }),
    );
    const error = expectUserCodeError(await errorOf(() => pack(hidden)), 'machines.order');
    expect(String(error.cause)).toMatch(/has ended with its stock still held/);
  });
});

describe('a custom order chart', () => {
  it('with a delay that is no number is to blame, not the caller', async () => {
    const delay = () => Number.NaN;
    const packed = { ...confirmed, after: { drying: 'pending' } };
    const chart = packing({ target: 'packed' }, { packed }).provide({ delays: { drying: delay } });
    const at = await orderedBy(chart as AnyStateMachine);
    const error = expectUserCodeError(await errorOf(() => pack(at)), 'machines.order');
    expect(error.cause).toBeInstanceOf(RangeError);
  });

  it('with a context that a store cannot keep is to blame, not the caller', async () => {
    const chart = packing({ actions: assign({ boxes: () => 1n } as never) });
    const at = await orderedBy(chart, { store: memoryStore() });
    const error = expectUserCodeError(await errorOf(() => pack(at)), 'machines.order');
    expect(error.cause).toBeInstanceOf(TypeError);
  });

  it('that is inspected is to blame as well: XState quotes what a guard has thrown', async () => {
    const inspect = () => {};
    const guarded = await orderedBy(packing({ guard: fail }), { inspect });
    const error = expectUserCodeError(await errorOf(() => pack(guarded)), 'machines.order');
    expect((error.cause as Error).message).toContain('own code down');
    const acting = await orderedBy(packing({ actions: fail }), { inspect });
    expectThrownByUser(await errorOf(() => pack(acting)), 'machines.order', thrown);
  });

  it('that calls the library with a bad argument is not taken for a bad argument of the caller', async () => {
    let at: Stage | undefined;
    const look = () => at?.shop.products.get('');
    at = await orderedBy(packing({ actions: look }));
    const error = expectUserCodeError(await errorOf(() => pack(at as Stage)), 'machines.order');
    expect(error.cause).toMatchObject({ code: 'ERR_STATECART_ARGUMENT', argument: 'sku' });
  });
});

describe('a custom cart chart', () => {
  it.each([
    ['a guard', { guard: fail, target: 'empty' }, undefined],
    [
      'an action',
      { actions: fail },
      'the shop has stopped: machines.cart: cart ada: own code down',
    ],
  ])(
    'that throws in %s rejects the command with it as the cause',
    async (_, transition, reason) => {
      const at = await stage({ machines: { cart: clearing(transition) } });
      expectThrownByUser(await errorOf(() => at.shop.carts.clear('ada')), 'machines.cart', thrown);
      expect(await reasonOf(at)).toBe(reason);
    },
  );

  it('that does not answer a checkout is to blame', async () => {
    const { open } = cartStates;
    const on = { ...open?.on, 'cart.checkout': { actions: () => {} } };
    const states = { ...cartStates, open: { ...open, on } };
    // A second state takes the checkout, so that the chart is adopted.
    const lost = { on: open?.on };
    const cart = createMachine({ ...cartMachine.config, states: { ...states, lost } } as never);
    const shop = await createShop({ machines: { cart } });
    await shop.products.add({ sku: 'mug', name: 'M', category: 'c', priceMinor: 1, stock: 9 });
    await shop.users.register({ userId: 'ada', name: 'Ada' });
    await shop.carts.add('ada', 'mug', 1);
    const error = expectUserCodeError(await errorOf(() => shop.checkout('ada')), 'machines.cart');
    expect(error.message).toMatch(/has not answered the command/);
  });
});

describe('a standard chart', () => {
  it('is not to blame when the store fails: the error is that of the store', async () => {
    const full = new RangeError('disk full');
    const memory = memoryStore();
    let isFull = false;
    const store = {
      ...memory,
      get: memory.get.bind(memory),
      range: memory.range.bind(memory),
      close: memory.close.bind(memory),
      commit(changes: never) {
        if (isFull) throw full;
        return memory.commit(changes);
      },
    };
    const at = await stage({ store });
    isFull = true;
    expect(await errorOf(() => at.shop.carts.clear('ada'))).toBe(full);
  });

  it('is not to blame for an error either: only a custom chart is', () => {
    const error = new TypeError('x');
    const kind = { name: 'cart', ownChart: 'machines.cart' } as ActorKind;
    expect(chartFault({ kind: {} as ActorKind, name: 'ada' }, error)).toBe(error);
    expect(chartFault({ kind, name: 'ada' }, error)).toMatchObject({
      name: 'UserCodeError',
      where: 'machines.cart',
      message: 'machines.cart: cart ada: x',
      cause: error,
    });
  });
});

describe('the option migrate', () => {
  it('that throws lets the opening fail with that as the cause', async () => {
    const store = memoryStore();
    const earlier = packing({ target: 'packed' }, { packed: { ...confirmed } });
    const at = await orderedBy(earlier, { store: { ...store, close: async () => {} } });
    await pack(at);
    await at.shop.close();
    const reopen = (migrate: () => never) => createShop({ store, migrate });
    expectThrownByUser(await errorOf(() => reopen(fail)), 'migrate', thrown);
  });
});

describe('a custom filter', () => {
  it.each<readonly [string, (...given: never[]) => unknown]>([
    ['filter: ', () => async () => true],
    ['filter', async () => Promise.reject(thrown)],
  ])('that answers a function or a promise is to blame', async (_, filter) => {
    const { shop } = await stage();
    const error = await errorOf(() => shop.search([filter as never]));
    const { cause, message } = expectUserCodeError(error, 'filter');
    expect(cause).toBeInstanceOf(TypeError);
    expect(message).toMatch(/^filter.*: expected true or false for a product, got/);
  });
});
