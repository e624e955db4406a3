import { describe, expect, it } from 'vitest';
import { ArgumentError, type Clock, createShop, memoryStore } from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { buy, emptyStage, picture, type Stage, stage } from './stage.ts';

describe('a clock that goes back', () => {
  it('by a second or less moves the time of the shop not back', async () => {
    const inner = simulatedClock(10_000);
    let back = 0;
    const clock: Clock = { ...inner, now: () => inner.now() - back };
    const at = await stage({ clock, paymentTimeoutMs: 5_000 });
    back = 1_000;
    const order = await buy(at, 'cleo', { mug: 1 });
    expect(order).toMatchObject({ createdAt: 10_000, paymentDueAt: 15_000 });
    expect(at.facts.every((fact, index) => fact.at >= (at.facts[index - 1]?.at ?? 0))).toBe(true);
    inner.advance(5_000);
    expect(at.shop.orders.get(order.orderId)?.state).toBe('pending');
    inner.advance(1_000);
    expect(at.shop.orders.get(order.orderId)?.state).toBe('cancelled');
    expect(at.shop.audit()).toEqual({ ok: true, problems: [] });
  });

  it('by more moves the deadlines of the shop back with its time', async () => {
    const inner = simulatedClock(10_000);
    let back = 0;
    const clock: Clock = { ...inner, now: () => inner.now() - back };
    const at = await stage({ clock, paymentTimeoutMs: 5_000 });
    back = 8_000;
    const order = await buy(at, 'cleo', { mug: 1 });
    expect(order).toMatchObject({ createdAt: 2_000, paymentDueAt: 7_000 });
    expect(at.facts).toContainEqual(
      expect.objectContaining({ type: 'clock.jumped', byMs: -8_000, from: 10_000, to: 2_000 }),
    );
    const [before] = at.shop.orders.list({ userId: 'bob' });
    expect(before).toMatchObject({ createdAt: 10_000, paymentDueAt: 7_000 });
    inner.advance(4_999);
    expect(at.shop.orders.get(order.orderId)?.state).toBe('pending');
    inner.advance(1);
    expect(at.shop.orders.get(order.orderId)?.state).toBe('cancelled');
    expect(at.shop.orders.get(String(before?.orderId))?.state).toBe('cancelled');
    expect(at.shop.audit()).toEqual({ ok: true, problems: [] });
  });
});

/** A stage whose clock misbehaves while `armed`. */
async function clockedBy(broken: (clock: Clock) => Partial<Clock>) {
  const inner = simulatedClock(1_000);
  const state = { armed: false };
  const now = () => (state.armed ? (broken(inner).now ?? inner.now)() : inner.now());
  const clock: Clock = {
    now,
    setTimeout: (run, delayMs) =>
      (state.armed && broken(inner).setTimeout ? broken(inner) : inner).setTimeout?.(run, delayMs),
    clearTimeout: (timer) =>
      (state.armed && broken(inner).clearTimeout ? broken(inner) : inner).clearTimeout?.(timer),
  };
  return { at: await stage({ clock }), state };
}

function stopped(at: Stage): Promise<boolean> {
  return at.shop.users
    .register({ userId: 'probe', name: 'Probe' })
    .then((answer) => !answer.ok && answer.refusal.code === 'closed');
}

describe('a clock whose monotonicNow()', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, undefined, '7'])(
    'answers %s for a moment changes nothing',
    async (reading) => {
      const inner = simulatedClock(1_000);
      let isBroken = false;
      const monotonicNow = () => (isBroken ? (reading as number) : inner.monotonicNow());
      const at = await stage({ clock: { ...inner, monotonicNow } });
      const { orderId } = await buy(at, 'cleo', { mug: 1 });
      inner.advance(7);
      isBroken = true;
      await at.shop.carts.add('cleo', 'mug', 1);
      isBroken = false;
      await at.shop.carts.add('cleo', 'mug', 1);
      expect(at.facts.map(({ type }) => type)).not.toContain('clock.jumped');
      inner.advance(30 * 60_000 - 7);
      expect(at.shop.orders.get(orderId)?.state).toBe('cancelled');
    },
  );

  it('is no function is refused, and the message names it', async () => {
    const clock = { ...simulatedClock(), monotonicNow: 7 as never };
    await expect(createShop({ clock })).rejects.toThrow(
      'clock.monotonicNow: expected a function, got 7',
    );
    await expect(createShop({ clock })).rejects.toBeInstanceOf(ArgumentError);
  });
});

describe('a clock whose now()', () => {
  it.each<readonly [string, unknown]>([
    ['NaN', Number.NaN],
    ['undefined', undefined],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['a fraction', 1_234.5],
    ['a string', '5000'],
    ['a date', new Date(5_000)],
    ['a bigint', 5_000n],
  ])('answers %s for a moment leaves no trace of it in any order', async (_, time) => {
    const { at, state } = await clockedBy(() => ({ now: () => time as number }));
    state.armed = true;
    await at.shop.checkout('ada').catch(() => {});
    state.armed = false;
    expect(await at.shop.carts.add('cleo', 'mug', 1).catch(String)).toMatchObject({ ok: true });
    expect(await at.shop.checkout('cleo').catch(String)).toMatchObject({ ok: true });
    const orders = at.userIds.flatMap((userId) => at.shop.orders.list({ userId }));
    for (const { createdAt, paymentDueAt } of orders) {
      expect([createdAt, paymentDueAt].filter((at) => !Number.isSafeInteger(at))).toEqual([]);
    }
  });

  it('throws rejects the command, which has changed nothing', async () => {
    const thrown = new Error('no time');
    const { at, state } = await clockedBy(() => ({
      now() {
        throw thrown;
      },
    }));
    const before = picture(at);
    state.armed = true;
    await expect(at.shop.checkout('ada')).rejects.toBe(thrown);
    state.armed = false;
    expect(picture(at)).toEqual(before);
    expect(await stopped(at)).toBe(false);
  });
});

describe('a clock that fails at the end of a turn', () => {
  const down = () => {
    throw new Error('no timers');
  };

  /** The clock works until `broken.now` says otherwise. */
  async function open(store = memoryStore()) {
    const inner = simulatedClock(1_000);
    const broken = { setTimeout: false, clearTimeout: false };
    const clock: Clock = {
      now: inner.now,
      setTimeout: (run, ms) => (broken.setTimeout ? down() : inner.setTimeout(run, ms)),
      clearTimeout: (timer) => (broken.clearTimeout ? down() : inner.clearTimeout(timer)),
    };
    const at = await emptyStage({ clock, store });
    await at.shop.products.add({ sku: 'mug', name: 'M', category: 'c', priceMinor: 1, stock: 9 });
    await at.shop.users.register({ userId: 'ada', name: 'Ada' });
    return { at, broken };
  }

  it('setTimeout throws: a rejected carts.add has changed nothing, or the engine has stopped', async () => {
    const { at, broken } = await open();
    const before = picture(at);
    broken.setTimeout = true;
    await expect(at.shop.carts.add('ada', 'mug', 1)).rejects.toThrow('no timers');
    broken.setTimeout = false;
    if (!(await stopped(at))) expect(picture(at)).toEqual(before);
  });

  it('clearTimeout throws: a rejected checkout has changed nothing, or the engine has stopped', async () => {
    const { at, broken } = await open();
    await at.shop.carts.add('ada', 'mug', 1);
    const before = picture(at);
    // The order is due before the cart was: the one real timer has to be set again.
    broken.clearTimeout = true;
    await expect(at.shop.checkout('ada')).rejects.toThrow('no timers');
    broken.clearTimeout = false;
    if (!(await stopped(at))) expect(picture(at)).toEqual(before);
  });

  it('clearTimeout throws while a failed store stops the engine: the engine still stops', async () => {
    let full = false;
    const inner = memoryStore();
    const { at, broken } = await open({
      ...inner,
      commit(batch) {
        if (full) throw new Error('disk full');
        return inner.commit(batch);
      },
    });
    await at.shop.carts.add('ada', 'mug', 2);
    await at.shop.checkout('ada');
    await at.shop.carts.add('ada', 'mug', 2);
    full = true;
    broken.clearTimeout = true;
    await expect(at.shop.checkout('ada')).rejects.toThrow();
    expect(await stopped(at)).toBe(true);
  });
});
