import { describe, expect, it } from 'vitest';
import { assign, createMachine, fromCallback, fromPromise, sendTo, setup } from 'xstate';
import { cartMachine, orderMachine } from '../../../machines/index.ts';
import { FactBus } from '../../../src/facts/factBus.ts';
import { createShop, memoryStore, type ShopOptions, type Store } from '../../../src/index.ts';
import type { ActorKind } from '../../../src/runtime/actorKind.ts';
import type { RecordedFact } from '../../../src/schema/recordedFact.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { loopTurns } from '../loopTurns.ts';
import { lampEngine, lampMachine, lamps } from './lamps.ts';

/** Faults that were found by attacking the runtime, each named after what went wrong. */
const { states: cartStates = {} } = cartMachine.config;
const ownCart = (states: object) =>
  createMachine({ ...cartMachine.config, states: { ...cartStates, ...states } } as never);

async function openShop(options: ShopOptions = {}) {
  const clock = simulatedClock();
  const shop = await createShop({ clock, ...options });
  await shop.products.add({ sku: 'a', name: 'A', category: 'c', priceMinor: 100, stock: 9 });
  await shop.users.register({ userId: 'ada', name: 'Ada' });
  return { shop, clock };
}

/** A memory store whose commits, once it stalls, become durable when the test says so. */
function slowStore() {
  const inner = memoryStore();
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  let closed = false;
  let stalls = false;
  const store: Store = {
    ...inner,
    commit(batch) {
      inner.commit(batch);
      if (!stalls) return undefined;
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    close() {
      closed = true;
    },
  };
  const stall = () => {
    stalls = true;
  };
  return { store, waiting, stall, isClosed: () => closed };
}

describe('a delayed event', () => {
  it('for another actor reaches that actor and not its sender', async () => {
    const heard: string[] = [];
    const child = fromCallback(({ receive }) => receive(({ type }) => heard.push(type)));
    const machine = setup({ actors: { child } }).createMachine({
      invoke: { id: 'kid', src: 'child' },
      entry: sendTo('kid', { type: 'ping' }, { delay: 50 }),
      on: { ping: { actions: () => heard.push('sent back') } },
    });
    const kind: ActorKind = { ...lamps, name: 'parent', machine, canPassivate: () => false };
    const { engine, clock } = lampEngine({ kinds: [kind] });
    await engine.turn(() => engine.directory.find(kind, 'p'));
    clock.advance(50);
    expect(heard).toEqual(['ping']);
  });

  it('of an invoked actor with a systemId of its own arrives', async () => {
    const child = createMachine({
      initial: 'waiting',
      states: { waiting: { after: { 10: 'over' } }, over: { type: 'final' } },
    });
    const machine = setup({ actors: { child } }).createMachine({
      initial: 'busy',
      states: {
        busy: { invoke: { id: 'kid', systemId: 'kid', src: 'child', onDone: 'idle' } },
        idle: {},
      },
    });
    const kind: ActorKind = { ...lamps, name: 'parent', machine, canPassivate: () => false };
    const { engine, clock } = lampEngine({ kinds: [kind] });
    await engine.turn(() => engine.directory.find(kind, 'p'));
    clock.advance(10);
    expect(engine.directory.peek(kind, 'p')?.value).toBe('idle');
  });

  it('with a fraction of a millisecond of delay does not hang the clock', async () => {
    const machine = createMachine({
      initial: 'a',
      states: { a: { after: { 0.5: 'b' } }, b: {} },
    });
    const kind: ActorKind = { ...lamps, name: 'quick', machine, canPassivate: () => false };
    const { engine, clock } = lampEngine({ kinds: [kind] });
    await engine.turn(() => engine.directory.find(kind, 'q'));
    clock.advance(1);
    expect(engine.directory.peek(kind, 'q')?.value).toBe('b');
  });

  it('that cannot be delivered because the store fails stops the engine', async () => {
    let fails = false;
    const inner = memoryStore();
    const store: Store = {
      ...inner,
      get(key) {
        if (fails) throw new Error('unreadable');
        return inner.get(key);
      },
    };
    const { engine, clock, press } = lampEngine({ store, isDurable: true });
    await press('hall');
    await press('hall');
    fails = true;
    clock.advance(10_000);
    expect(engine.stopped?.cause?.message).toBe('unreadable');
  });
});

describe('an actor that is passivated', () => {
  it('takes commands while its record is not durable yet', async () => {
    const { store, waiting, stall } = slowStore();
    const { shop } = await openShop({ store, machines: { cart: ownCart({}) } });
    await shop.carts.add('ada', 'a', 1);
    stall();
    const cleared = shop.carts.clear('ada');
    const added = shop.carts.add('ada', 'a', 2);
    for (const { resolve } of waiting) resolve();
    expect(await cleared).toMatchObject({ ok: true });
    expect(await added).toMatchObject({ ok: true, cart: { lines: [{ quantity: 2 }] } });
  });

  it('because a guard threw at its first command accepts the next one', async () => {
    let throws = true;
    const cart = ownCart({}).provide({
      guards: {
        mayChange: () => {
          if (throws) throw new Error('no guard today');
          return true;
        },
      },
    });
    const { shop } = await openShop({ machines: { cart } });
    await expect(shop.carts.add('ada', 'a', 1)).rejects.toThrow('no guard today');
    throws = false;
    expect(await shop.carts.add('ada', 'a', 1)).toMatchObject({ ok: true });
  });

  it('twice is read as it was the second time, when only the first record became durable', async () => {
    const { store, waiting, stall } = slowStore();
    const { engine, press } = lampEngine({ store, isDurable: true });
    stall();
    const presses = [press('hall'), press('hall'), press('hall'), press('hall')];
    const [, off, , again] = waiting;
    for (const { resolve } of waiting.slice(0, 2)) resolve();
    await Promise.allSettled(presses.slice(0, 2));
    for (const { reject } of waiting.slice(2)) reject(new Error('disk full'));
    await Promise.allSettled(presses);
    expect([off, again]).not.toContain(undefined);
    expect(engine.directory.peek(lamps, 'hall')?.context).toMatchObject({ uses: 2 });
  });
});

describe('an idempotency key', () => {
  it('that a handler of the first checkout’s facts uses again makes no second order', async () => {
    const { shop } = await openShop();
    const key = { idempotencyKey: 'k' };
    const again: unknown[] = [];
    shop.on('order.placed', async () => {
      await shop.carts.add('ada', 'a', 1);
      again.push(await shop.checkout('ada', key));
    });
    await shop.carts.add('ada', 'a', 1);
    const first = await shop.checkout('ada', key);
    await loopTurns();
    expect(again).toEqual([{ ...first, replayed: true }]);
    expect(shop.orders.list({ userId: 'ada' })).toHaveLength(1);
  });

  it('gets the first answer, also when the order moved on within its first turn', async () => {
    const { states = {} } = orderMachine.config;
    const order = createMachine({
      ...orderMachine.config,
      states: {
        ...states,
        pending: {
          ...states.pending,
          always: { target: 'shipped', actions: ['commitStock', 'tellShipped'] },
        },
      },
    } as never);
    const { shop } = await openShop({ machines: { order } });
    await shop.carts.add('ada', 'a', 1);
    const first = await shop.checkout('ada', { idempotencyKey: 'k' });
    expect(first).toMatchObject({ order: { state: 'shipped', lines: [{ status: 'purchased' }] } });
    const again = await shop.checkout('ada', { idempotencyKey: 'k' });
    expect(again).toEqual({ ...first, replayed: true });
  });
});

describe('a custom chart', () => {
  it('that does not answer a checkout within its turn stops the shop: no order comes later', async () => {
    let finish = () => {};
    const check = fromPromise(() => new Promise<void>((resolve) => (finish = resolve)));
    const cart = ownCart({
      open: {
        ...cartStates.open,
        on: {
          ...cartStates.open?.on,
          'cart.checkout': { target: 'checking', actions: 'noteCheckout' },
        },
      },
      checking: { invoke: { src: 'check', onDone: 'reserving' } },
    }).provide({ actors: { check } } as never);
    const { shop } = await openShop({ machines: { cart } });
    await shop.carts.add('ada', 'a', 1);
    await expect(shop.checkout('ada')).rejects.toThrow('has not answered');
    finish();
    await loopTurns();
    expect(shop.orders.list({ userId: 'ada' })).toEqual([]);
    expect(await shop.checkout('ada')).toMatchObject({ refusal: { code: 'closed' } });
  });

  it('with a context that JSON cannot hold is refused when the shop opens', async () => {
    const cart = createMachine({
      ...cartMachine.config,
      context: ({ input }: { input: { userId: string } }) => ({
        userId: input.userId,
        expiryMs: 1,
        cartId: null,
        lines: [],
        expiresAt: null,
        openedAt: 0,
        checkout: null,
        seen: new Set(),
      }),
    } as never);
    await expect(createShop({ machines: { cart } })).rejects.toThrow(
      "its context has to be data that JSON can hold, and 'seen' is not",
    );
  });

  it('cannot accept a payment after its deadline through a promise', async () => {
    let pay = () => {};
    let now = 0;
    const clock = { now: () => now, setTimeout: () => 0, clearTimeout: () => {} };
    const payment = fromPromise(() => new Promise<void>((resolve) => (pay = resolve)));
    const { states = {} } = orderMachine.config;
    const order = createMachine({
      ...orderMachine.config,
      states: {
        ...states,
        pending: { ...states.pending, invoke: { src: 'payment', onDone: 'confirmed' } },
      },
    } as never).provide({ actors: { payment } } as never);
    const { shop } = await openShop({ clock, machines: { order } });
    await shop.carts.add('ada', 'a', 1);
    const answer = await shop.checkout('ada');
    now = 31 * 60_000;
    pay();
    await loopTurns();
    const orderId = answer.ok ? answer.order.orderId : '';
    expect(shop.orders.get(orderId)?.state).toBe('cancelled');
  });
});

describe('a fact', () => {
  it('with a reference to itself breaks nothing', async () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const machine = lampMachine.provide({
      actions: { tellOn: ({ self }) => void self },
    });
    const looping = setup({ types: { emitted: {} as { type: string; circle: unknown } } });
    const emitting = looping.createMachine({
      on: { press: { actions: looping.emit({ type: 'lamp.loop', circle }) } },
    });
    const kind: ActorKind = {
      ...lamps,
      name: 'loop',
      machine: emitting,
      canPassivate: () => false,
    };
    const { engine, told } = lampEngine({ kinds: [kind, { ...lamps, machine }] });
    await engine.turn(() => engine.directory.find(kind, 'l')?.ref.send({ type: 'press' }));
    expect(told).toMatchObject([{ type: 'lamp.loop', seq: 1 }]);
  });
});

describe('the fact bus', () => {
  it('publishes 200,000 facts of one turn, each once and in order', () => {
    const bus = new FactBus();
    let next = 0;
    bus.on('*', ({ seq }: RecordedFact) => {
      if (seq === next) next++;
    });
    bus.publish(Array.from({ length: 200_000 }, (_, seq) => ({ type: 'lamp.on', seq, at: 0 })));
    expect(next).toBe(200_000);
  });
});

describe('close', () => {
  it('from a handler of a timer’s fact clears every timer of the clock', async () => {
    const inner = simulatedClock();
    const waiting = new Set<unknown>();
    const clock = {
      now: () => inner.now(),
      setTimeout(run: () => void, delayMs: number) {
        const timer = inner.setTimeout(() => {
          waiting.delete(timer);
          run();
        }, delayMs);
        waiting.add(timer);
        return timer;
      },
      clearTimeout(timer: unknown) {
        waiting.delete(timer);
        inner.clearTimeout(timer);
      },
    };
    const closing: Promise<void>[] = [];
    const { press, engine } = lampEngine({
      clock,
      afterCommit: ([fact]) => {
        if (fact?.type === 'lamp.off') closing.push(engine.close());
      },
    });
    await press('hall');
    inner.advance(500);
    await press('attic');
    inner.advance(500);
    await Promise.all(closing);
    expect([closing.length, waiting.size]).toEqual([1, 0]);
  });

  it('closes the store only when no commit is under way, also when another has failed', async () => {
    const { store, waiting, stall, isClosed } = slowStore();
    const { press, engine } = lampEngine({ store, isDurable: true });
    await press('hall');
    await press('attic');
    stall();
    const off = [press('hall'), press('attic')];
    waiting[1]?.reject(new Error('disk full'));
    const closing = engine.close();
    await loopTurns();
    expect(isClosed()).toBe(false);
    waiting[0]?.resolve();
    await Promise.allSettled([...off, closing]);
    expect(isClosed()).toBe(true);
  });

  it('ends what actors have invoked', async () => {
    let isRunning = false;
    const ticking = fromCallback(() => {
      isRunning = true;
      return () => {
        isRunning = false;
      };
    });
    const machine = setup({ actors: { ticking } }).createMachine({
      context: { uses: 1 },
      entry: assign({}),
      invoke: { src: 'ticking' },
    });
    const kind: ActorKind = { ...lamps, name: 'clockwork', machine, canPassivate: () => false };
    const { engine } = lampEngine({ kinds: [kind] });
    await engine.turn(() => engine.directory.find(kind, 'c'));
    expect(isRunning).toBe(true);
    await engine.close();
    expect(isRunning).toBe(false);
  });
});
