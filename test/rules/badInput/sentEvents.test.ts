import { describe, expect, it } from 'vitest';
import { assign } from 'xstate';
import { orderChart, orderedBy, standard } from './charts.ts';
import { errorOf, orderOf, picture, type Stage, stage } from './stage.ts';

const { confirmed } = standard;

/** An order chart that takes any event when confirmed, and remembers its box. */
const noting = () =>
  orderChart({
    confirmed: {
      on: {
        ...confirmed.on,
        'order.pack': {
          actions: assign({
            cancelReason: ({ event }: { event: { box?: unknown } }) => event.box,
          } as never),
        },
        '*': { actions: () => {} },
      },
    },
  });

async function probe({ shop }: Stage): Promise<boolean> {
  return (await shop.users.register({ userId: 'probe', name: 'P' })).ok;
}

describe('an event of the engine', () => {
  it.each([
    'xstate.stop',
    'xstate.init',
    'xstate.error.actor.x',
    'xstate.done.state.order',
    'xstate.after.paymentTimeout.order.pending',
    'xstate.route',
    'inventory.reserved',
    'inventory.release',
    'inventory.ship',
  ])('%s cannot be sent to an order, not even to a chart that takes anything', async (type) => {
    for (const at of [await stage(), await orderedBy(noting())]) {
      const before = picture(at);
      for (const userId of ['ada', 'bob']) {
        const error = await errorOf(() => at.shop.orders.send(orderOf(at, userId), { type }));
        expect(error).toBeInstanceOf(RangeError);
        expect(String(error)).toContain(
          `event.type: expected a type that is not reserved for the engine, got '${type}'`,
        );
      }
      expect(picture(at)).toEqual(before);
    }
  });

  it.each([
    'cart.checkout',
    'order.place',
    'reply',
    'stop',
    'XSTATE.stop',
    'toString',
    '__proto__',
  ])('is not %s: that is refused like any event that the state does not accept', async (type) => {
    const at = await stage();
    const before = picture(at);
    expect(await at.shop.orders.send(orderOf(at, 'ada'), { type })).toEqual({
      ok: false,
      refusal: {
        code: 'invalid-transition',
        state: 'confirmed',
        event: type,
        allowed: ['order.ship', 'order.cancel'],
      },
    });
    expect(picture(at)).toEqual(before);
  });

  it.each(['*', 'order.*', 'a.*.b'])(
    'called like a wildcard, %s, does not stop the engine of a chart that takes anything',
    async (type) => {
      const at = await orderedBy(noting());
      await at.shop.orders.send(orderOf(at, 'ada'), { type }).catch(() => {});
      expect(await probe(at)).toBe(true);
    },
  );

  it('is also refused when its type changes while it is read', async () => {
    for (const nth of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const at = await stage();
      let reads = 0;
      const event = {
        get type() {
          return ++reads > nth ? 'xstate.stop' : 'order.cancel';
        },
      };
      const orderId = orderOf(at, 'bob');
      await at.shop.orders.send(orderId, event).catch(() => {});
      expect(await probe(at)).toBe(true);
      const state = at.shop.orders.get(orderId)?.state;
      if (state === 'pending') {
        expect(await at.shop.orders.confirm(orderId)).toMatchObject({ ok: true });
        expect(at.shop.orders.get(orderId)?.state).toBe('confirmed');
      } else expect(state).toBe('cancelled');
    }
  });
});

describe('a member of an event that JSON cannot hold', () => {
  const loop: Record<string, unknown> = {};
  loop.loop = loop;

  it.each<readonly [string, unknown]>([
    ['a function', () => 1],
    ['a symbol', Symbol('box')],
    ['a bigint', 1n],
    ['a circle', loop],
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['a date', new Date(0)],
    ['a map', new Map([['a', 1]])],
    ['an instance of a class', new (class Box {})()],
    ['NaN deep inside', { list: [{ size: Number.NaN }] }],
  ])('is misuse, and nothing has changed: %s', async (_, box) => {
    const at = await orderedBy(noting());
    const before = picture(at);
    const error = await errorOf(() =>
      at.shop.orders.send(orderOf(at, 'ada'), { type: 'order.pack', box }),
    );
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toMatch(/event.*: expected plain data that JSON can hold/);
    expect(picture(at)).toEqual(before);
  });

  it('is accepted under an odd key', async () => {
    const at = await orderedBy(noting());
    const event = JSON.parse('{"type":"order.pack","box":"b","__proto__":{"x":1},"toString":1}');
    expect(await at.shop.orders.send(orderOf(at, 'ada'), event)).toMatchObject({ ok: true });
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});

describe('an event with much data', () => {
  const nested = (levels: number): unknown => {
    let data: unknown = 1;
    for (let level = 0; level < levels; level++) data = level % 2 === 0 ? [data] : { in: data };
    return data;
  };
  const numbers = (count: number) => new Array(count).fill(0);
  const names = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, index]));

  it.each<readonly [string, unknown]>([
    ['a text of 99,000 characters', 'x'.repeat(99_000)],
    ['99,000 numbers', numbers(99_000)],
    ['10,000 names', names(10_000)],
    ['63 levels', nested(63)],
  ])('is taken: %s', async (_, box) => {
    const at = await orderedBy(noting());
    const event = { type: 'order.pack', box };
    expect(await at.shop.orders.send(orderOf(at, 'ada'), event)).toMatchObject({ ok: true });
  });

  it.each<readonly [string, unknown]>([
    ['a text of 100,001 characters', 'x'.repeat(100_001)],
    ['many texts that are long together', numbers(101).fill('x'.repeat(1000))],
    ['100,001 numbers', numbers(100_001)],
    ['a hole of a thousand million numbers', new Array(1e9)],
    ['100,000 names', names(100_000)],
    ['a name of 100,001 characters', { ['x'.repeat(100_001)]: 1 }],
    ['64 levels', nested(64)],
    ['a hundred thousand levels', nested(100_000)],
  ])('is misuse, with a short message, and nothing has changed: %s', async (_, box) => {
    const at = await orderedBy(noting());
    const before = picture(at);
    const event = { type: 'order.pack', box };
    const error = await errorOf(() => at.shop.orders.send(orderOf(at, 'ada'), event));
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ argument: 'event', code: 'ERR_STATECART_ARGUMENT' });
    expect((error as Error).message).toMatch(/^event: expected at most [0-9]+ /);
    expect((error as Error).message.length).toBeLessThan(500);
    expect(picture(at)).toEqual(before);
  });
});

describe('an event that was sent', () => {
  it('can be changed afterwards without changing the order', async () => {
    const at = await orderedBy(noting());
    const box = { size: 1 };
    const event = { type: 'order.pack', box };
    await at.shop.orders.send(orderOf(at, 'ada'), event);
    const before = picture(at);
    box.size = 99;
    event.type = 'order.burn';
    expect(picture(at)).toEqual(before);
  });

  it('may be frozen', async () => {
    const at = await stage();
    const event = Object.freeze({ type: 'order.cancel', reason: 'frozen' });
    expect(await at.shop.orders.send(orderOf(at, 'ada'), event)).toMatchObject({
      ok: true,
      order: { cancelReason: 'frozen' },
    });
  });
});
