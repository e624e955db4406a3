import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, assign, createMachine, fromPromise, spawnChild } from 'xstate';
import { cartMachine } from '../../../machines/index.ts';
import { createShop } from '../../../src/index.ts';
import { errorOf, picture, type Stage, stage } from './stage.ts';

const standard = cartMachine.config.states as unknown as Record<
  'empty' | 'open' | 'reserving',
  { readonly on: Readonly<Record<string, object>> }
>;
const { empty, open, reserving } = standard;

function cartChart(states: object, changes: object = {}): AnyStateMachine {
  return createMachine({
    ...cartMachine.config,
    states: { ...standard, ...states },
    ...changes,
  } as never);
}

const cartedBy = (cart: AnyStateMachine): Promise<Stage> => stage({ machines: { cart } });

function without<T extends object>(all: T, ...names: string[]): object {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));
}

describe('a cart chart is refused when the shop opens, if it', () => {
  const deaf = (...events: string[]) =>
    cartChart({
      empty: { ...empty, on: without(empty.on, ...events) },
      open: { ...open, on: without(open.on, ...events) },
      reserving: { ...reserving, on: without(reserving.on, ...events) },
    });

  it.each<readonly [string, () => unknown, string]>([
    [
      'starts in another state',
      () => cartChart({}, { initial: 'open' }),
      "it must start in 'empty', not in 'open'",
    ],
    ...(
      [
        'cart.add',
        'cart.setQuantity',
        'cart.remove',
        'cart.clear',
        'cart.checkout',
        'inventory.reserved',
        'inventory.refused',
      ] as const
    ).map(
      (event) =>
        [
          `nowhere accepts ${event}`,
          () => deaf(event),
          `no state accepts '${event}', which the engine sends`,
        ] as const,
    ),
    [
      'misspells an action',
      () => cartChart({ open: { ...open, entry: 'greet' } }),
      "the action 'greet' has no implementation",
    ],
    [
      'misspells a guard',
      () => cartChart({ open: { ...open, always: { guard: 'isFull', target: 'empty' } } }),
      "the guard 'isFull' has no implementation",
    ],
    [
      'misspells a delay',
      () => cartChart({ open: { ...open, after: { cartExpires: 'empty' } } }),
      "the delay 'cartExpires' has no implementation",
    ],
    [
      'has a context without its user',
      () =>
        cartChart({}, { context: { lines: [], cartId: null, expiresAt: null, checkout: null } }),
      "its context must be made from the cart's input; missing or different: userId",
    ],
    [
      'throws while it makes its context',
      () =>
        cartChart(
          {},
          {
            context() {
              throw new Error('no context today');
            },
          },
        ),
      'it fails at its start: Error: no context today',
    ],
  ])('%s', async (_, cart, problem) => {
    const error = await errorOf(() => createShop({ machines: { cart: cart() as never } }));
    expect(error).toBeInstanceOf(TypeError);
    const [first, ...problems] = (error as Error).message.split('\n- ');
    expect(first).toBe('machines.cart: this chart cannot work with the engine:');
    expect(problems).toContain(problem);
  });

  it('has no lines in its context: the engine reads them', async () => {
    const context = ({ input }: { input: { userId: string } }) => ({ userId: input.userId });
    await expect(createShop({ machines: { cart: cartChart({}, { context }) } })).rejects.toThrow(
      /lines/,
    );
  });

  it('has a final state: a cart has no end', async () => {
    const cart = cartChart({
      empty: { ...empty, on: { ...empty.on, 'cart.clear': 'gone' } },
      gone: { type: 'final' },
    });
    await expect(createShop({ machines: { cart } })).rejects.toThrow(/final/);
  });
});

describe('a custom cart chart', () => {
  it('gets the event that removes a line when the line is set to zero', async () => {
    const deaf = cartChart({ open: { ...open, on: { ...open.on, 'cart.setQuantity': {} } } });
    const at = await cartedBy(deaf);
    await at.shop.carts.add('ada', 'mug', 2);
    expect(await at.shop.carts.setQuantity('ada', 'mug', 1)).toMatchObject({
      refusal: { code: 'invalid-transition', event: 'cart.setQuantity' },
    });
    expect(await at.shop.carts.setQuantity('ada', 'mug', 0)).toMatchObject({
      ok: true,
      cart: { lines: [{ sku: 'cup' }] },
    });
  });

  const charts: readonly (readonly [string, () => AnyStateMachine])[] = [
    ['the standard one, spread', () => cartChart({})],
    [
      'with a wish list as a further state',
      () =>
        cartChart({
          open: { ...open, on: { ...open.on, 'cart.park': 'parked' } },
          parked: { on: { ...open.on, 'cart.unpark': 'open' } },
        }),
    ],
    [
      'with nested states',
      () =>
        cartChart({
          open: {
            ...open,
            initial: 'small',
            states: {
              small: {
                always: {
                  guard: ({ context }: { context: { lines: unknown[] } }) =>
                    context.lines.length > 1,
                  target: 'large',
                },
              },
              large: {},
            },
          },
        }),
    ],
    ['with wildcards', () => cartChart({ empty: { ...empty, on: { ...empty.on, '*': {} } } })],
    [
      'with its own context',
      () =>
        cartChart({
          open: {
            ...open,
            entry: assign({
              visits: ({ context }: { context: { visits?: number } }) => (context.visits ?? 0) + 1,
            } as never),
          },
        }),
    ],
    [
      'with an invoked promise in every open cart',
      () =>
        cartChart({ open: { ...open, invoke: { src: fromPromise(() => new Promise(() => {})) } } }),
    ],
    [
      'with an actor spawned in every empty cart',
      () =>
        cartChart({
          empty: { ...empty, entry: spawnChild(fromPromise(() => new Promise(() => {}))) },
        }),
    ],
  ];

  it.each(charts)('%s: fills, buys, empties, expires and starts again', async (_, cart) => {
    const at = await cartedBy(cart());
    const { shop, clock } = at;
    for (const round of [1, 2]) {
      expect(await shop.carts.add('cleo', 'mug', 2)).toMatchObject({ ok: true });
      expect(await shop.carts.add('cleo', 'cup', 1)).toMatchObject({ ok: true });
      expect(await shop.carts.remove('cleo', 'cup')).toMatchObject({ ok: true });
      expect(await shop.checkout('cleo')).toMatchObject({
        ok: true,
        order: { lines: [{ sku: 'mug', quantity: 2 }] },
      });
      expect(shop.carts.get('cleo')).toMatchObject({ state: 'empty', lines: [] });
      expect(await shop.checkout('cleo')).toMatchObject({ refusal: { code: 'empty-cart' } });
      await shop.carts.add('cleo', 'mug', 1);
      await shop.carts.clear('cleo');
      expect(shop.orders.list({ userId: 'cleo' })).toHaveLength(round);
    }
    await shop.carts.add('cleo', 'mug', 1);
    clock.advance(24 * 60 * 60 * 1000);
    expect(shop.carts.get('cleo')?.lines).toEqual([]);
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
  });

  it('that does not accept a command in some state refuses it, rather than answering ok', async () => {
    const at = await cartedBy(
      cartChart({
        open: { ...open, on: { ...open.on, 'cart.clear': 'frozen' } },
        frozen: {},
      }),
    );
    await at.shop.carts.clear('ada');
    const before = picture(at);
    for (const run of [
      () => at.shop.carts.add('ada', 'mug', 1),
      () => at.shop.carts.setQuantity('ada', 'mug', 1),
      () => at.shop.carts.remove('ada', 'mug'),
      () => at.shop.carts.clear('ada'),
      () => at.shop.checkout('ada'),
    ]) {
      expect(await run().catch(String)).toMatchObject({
        ok: false,
        refusal: { code: 'invalid-transition', state: 'frozen' },
      });
    }
    expect(picture(at)).toEqual(before);
  });

  it('that throws in a guard rejects the command, changes nothing, and the engine goes on', async () => {
    const guard = () => {
      throw new Error('own code down');
    };
    const at = await cartedBy(
      cartChart({
        open: { ...open, on: { ...open.on, 'cart.clear': { guard, target: 'empty' } } },
      }),
    );
    const before = picture(at);
    await expect(at.shop.carts.clear('ada')).rejects.toThrow(/own code down/);
    expect(picture(at)).toEqual(before);
    expect(await at.shop.carts.add('ada', 'mug', 1)).toMatchObject({ ok: true });
  });

  it('that throws in an action stops the engine and says why', async () => {
    const at = await cartedBy(
      cartChart({
        open: {
          ...open,
          on: {
            ...open.on,
            'cart.clear': {
              target: 'empty',
              actions: () => {
                throw new Error('own code down');
              },
            },
          },
        },
      }),
    );
    await expect(at.shop.carts.clear('ada')).rejects.toThrow('own code down');
    expect(await at.shop.carts.add('ada', 'mug', 1)).toEqual({
      ok: false,
      refusal: {
        code: 'closed',
        reason: 'the shop has stopped: machines.cart: cart ada: own code down',
      },
    });
    expect(() => picture(at)).not.toThrow();
  });

  it('keeps in its context only what JSON can restore: a set does not turn into an object', async () => {
    const context = ({ input }: { input: { userId: string } }) => ({
      userId: input.userId,
      expiryMs: 1_000,
      cartId: null,
      lines: [],
      expiresAt: null,
      openedAt: 0,
      checkout: null,
      seen: new Set<string>(),
    });
    let at: Stage;
    try {
      const see = ({ context: { seen } }: { context: { seen: Set<string> } }) => seen.add('mug');
      at = await cartedBy(cartChart({ open: { ...open, entry: see } }, { context }));
    } catch (error) {
      expect(String(error)).toMatch(/seen/);
      return;
    }
    await at.shop.carts.clear('ada');
    expect(await at.shop.carts.add('ada', 'mug', 1)).toMatchObject({ ok: true });
  });
});
