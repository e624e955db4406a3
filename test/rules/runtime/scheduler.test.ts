import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AnyActorRef } from 'xstate';
import { Scheduler } from '../../../src/runtime/scheduler.ts';
import { simulatedClock } from '../../../src/runtime/simulatedClock.ts';
import { NamedHolder, type Timer } from '../../../src/runtime/timer.ts';
import { IN_NO_RING } from '../../../src/runtime/timerRing.ts';

/** As much of an actor in memory as the scheduler sees. */
class FakeLive {
  readonly id: string;
  timers: Timer | undefined = undefined;
  ringSlot = IN_NO_RING;

  constructor(id: string) {
    this.id = id;
  }
}

const event = { type: 'late' };
const asRef = (actor: object) => actor as AnyActorRef;

/** A scheduler in which a {@link FakeLive} holds its timers; other actors have their `id` as a name, or none. */
function openScheduler() {
  const clock = simulatedClock();
  const ownerOf = vi.fn((actor: AnyActorRef) => actor.id || actor);
  const scheduler = new Scheduler({
    clock,
    turns: { open: undefined, now: clock.now },
    holderOf: (actor) => ((actor as object) instanceof FakeLive ? (actor as never) : undefined),
    ownerOf,
    onDue: () => {},
  });
  const set = (from: object, delayMs: number, id = 'a', to = from) =>
    scheduler.schedule(asRef(from), asRef(to), event, delayMs, id);
  const ids = (owner: FakeLive | string) => scheduler.timersOf(owner).map(({ id }) => id);
  return { scheduler, clock, set, ids, ownerOf };
}

afterEach(() => {
  vi.restoreAllMocks();
});

/** Counts the calls of all methods of all Maps from here on. */
function countMapCalls(): () => number {
  const methods = ['get', 'set', 'has', 'delete', 'values', 'entries', 'keys', 'forEach'] as const;
  const spies = methods.map((method) => vi.spyOn(Map.prototype, method));
  return () => spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
}

describe('the timers of an actor in memory', () => {
  it('are set, cancelled and taken without a look-up in a Map, and without the name of the actor', () => {
    const { scheduler, set, ids, ownerOf } = openScheduler();
    const [live, named] = [new FakeLive('cart:ada'), { id: 'service' }];
    set(named, 50);
    ownerOf.mockClear();
    const mapCalls = countMapCalls();
    set(live, 10);
    set(live, 10);
    set(live, 20, 'b');
    expect(ids(live)).toEqual(['a', 'b']);
    scheduler.cancel(asRef(live), 'a');
    expect(scheduler.takeDue(20)).toMatchObject({ id: 'b' });
    set(live, 10, 'c');
    scheduler.cancelAll(asRef(live));
    scheduler.release(live);
    expect(mapCalls()).toBe(0);
    expect(ownerOf).not.toHaveBeenCalled();
    set(named, 60, 'b');
    expect(mapCalls()).toBeGreaterThan(0);
    expect(ownerOf).toHaveBeenCalled();
    expect(scheduler.size).toBe(2);
  });

  it('are listed in the order in which they were set; one with the same id replaces the first', () => {
    const { scheduler, set, ids } = openScheduler();
    const live = new FakeLive('cart:ada');
    for (const id of ['a', 'b', 'c']) set(live, 10, id);
    set(live, 5, 'b');
    expect(ids(live)).toEqual(['a', 'c', 'b']);
    expect(scheduler.size).toBe(3);
    scheduler.cancel(asRef(live), 'c');
    scheduler.cancel(asRef(live), 'unknown');
    expect(ids(live)).toEqual(['a', 'b']);
    expect([scheduler.takeDue(10)?.id, scheduler.takeDue(10)?.id]).toEqual(['b', 'a']);
    expect(live.timers).toBeUndefined();
  });

  it('remain under its address when it is passivated, and go to the actor that is activated', () => {
    const { scheduler, clock, set, ids } = openScheduler();
    const before = new FakeLive('cart:ada');
    set(before, 30);
    set(before, 10, 'b');
    scheduler.release(before);
    expect(before.timers).toBeUndefined();
    // An actor that is stopped after it has been passivated cancels nothing.
    scheduler.cancelAll(asRef(before));
    expect(ids('cart:ada')).toEqual(['a', 'b']);
    expect(scheduler.takeDue(10)).toMatchObject({ id: 'b', holder: { owner: 'cart:ada' } });

    const after = new FakeLive('cart:ada');
    scheduler.adopt(new FakeLive('cart:eve'));
    scheduler.adopt(after);
    expect(ids('cart:ada')).toEqual([]);
    expect(ids(after)).toEqual(['a']);
    expect(after.timers?.holder).toBe(after);
    clock.advance(30);
    expect(scheduler.takeDue(30)?.holder).toBe(after);
    expect(scheduler.size).toBe(0);
  });

  it('can be restored before it is in memory, with those of its children', () => {
    const { scheduler, ids } = openScheduler();
    const child = '["cart:ada","kid"]';
    const stored = [
      { id: 'a', event, dueAt: 20 },
      { id: 'b', event, dueAt: 10, target: 'order:1' },
      { id: 'c', event, dueAt: 30, owner: child },
    ];
    scheduler.restore('cart:ada', stored);
    expect(scheduler.timersOf('cart:ada')).toEqual(stored.slice(0, 2));
    const live = new FakeLive('cart:ada');
    scheduler.adopt(live);
    expect(scheduler.timersOf(live)).toEqual(stored.slice(0, 2));
    expect(ids(child)).toEqual(['c']);
    const taken = [20, 20, 30].map((now) => scheduler.takeDue(now));
    expect(taken.map((timer) => timer?.id)).toEqual(['b', 'a', 'c']);
  });

  it('do not retain the actor once they are cancelled', () => {
    const { scheduler, set } = openScheduler();
    const live = new FakeLive('cart:ada');
    scheduler.restore('cart:ada', [{ id: 'a', event, dueAt: 20 }]);
    scheduler.adopt(live);
    set(live, 10, 'b');
    const timers = [live.timers, live.timers?.next];
    scheduler.cancelAll(asRef(live));
    for (const timer of timers) {
      expect(timer?.holder).not.toBe(live);
      expect(timer?.next).toBeUndefined();
    }
  });
});

describe('the timers of other actors', () => {
  it('are held under the name of the actor, or by the actor itself, as long as there are any', () => {
    const { scheduler, set, ids } = openScheduler();
    const [service, nameless] = [{ id: 'service' }, { id: '' }];
    set(service, 10);
    set(service, 20, 'b', nameless);
    set(nameless, 10);
    expect(scheduler.timersOf('service')).toMatchObject([{ id: 'a', event, dueAt: 10 }]);
    expect(scheduler.takeDue(10)).toMatchObject({ holder: { owner: 'service' } });
    expect(scheduler.takeDue(10)?.holder).toEqual(new NamedHolder(asRef(nameless)));
    expect(scheduler.takeDue(20)).toMatchObject({ id: 'b', target: nameless });
    expect(ids('service')).toEqual([]);
    expect(scheduler.size).toBe(0);
  });

  it('leave no holder when they are cancelled, taken, replaced or handed to an actor', () => {
    const { scheduler, set } = openScheduler();
    const service = { id: 'service' };
    const [added, removed] = [vi.spyOn(Map.prototype, 'set'), vi.spyOn(Map.prototype, 'delete')];
    const held = () => added.mock.calls.length - removed.mock.calls.length;
    set(service, 10);
    expect(held()).toBe(1);
    set(service, 20);
    expect(held()).toBe(1);
    scheduler.cancel(asRef(service), 'a');
    expect(held()).toBe(0);
    set(service, 10);
    set(service, 10, 'b');
    scheduler.cancelAll(asRef(service));
    expect(held()).toBe(0);
    set(service, 10);
    scheduler.takeDue(10);
    expect(held()).toBe(0);
    const live = new FakeLive('cart:ada');
    set(live, 10);
    scheduler.release(live);
    expect(held()).toBe(1);
    scheduler.adopt(live);
    expect(held()).toBe(0);
  });

  it('are not looked for while there are none', () => {
    const { scheduler, ownerOf } = openScheduler();
    scheduler.cancelAll(asRef({ id: 'service' }));
    scheduler.cancel(asRef({ id: 'service' }), 'a');
    expect(ownerOf).not.toHaveBeenCalled();
  });
});

describe('the timer of the clock', () => {
  it('is set again for an earlier timer only', () => {
    const { scheduler, clock, set } = openScheduler();
    const live = new FakeLive('cart:ada');
    const spy = vi.spyOn(clock, 'setTimeout');
    const arm = (delayMs: number, id: string) => {
      set(live, delayMs, id);
      scheduler.arm();
    };
    scheduler.arm();
    arm(30, 'a');
    arm(40, 'b');
    set(live, 10, 'c');
    set(live, 30, 'c');
    scheduler.arm();
    expect(spy).toHaveBeenCalledTimes(1);
    arm(20, 'c');
    scheduler.cancel(asRef(live), 'c');
    arm(25, 'd');
    expect(spy.mock.calls.map(([, delayMs]) => delayMs)).toEqual([30, 20]);
    clock.advance(20);
    expect(scheduler.takeDue(20)).toBeUndefined();
    scheduler.arm();
    expect(spy.mock.calls.map(([, delayMs]) => delayMs)).toEqual([30, 20, 5]);
  });
});

describe('the timer of the clock, after a jump', () => {
  it.each([-500, 500])('of %d ms is set again for an earlier timer only', (jump) => {
    const { scheduler, clock, set } = openScheduler();
    clock.jump(1000);
    const live = new FakeLive('cart:ada');
    const spy = vi.spyOn(clock, 'setTimeout');
    set(live, 30);
    scheduler.arm();
    clock.jump(jump);
    scheduler.rebase(jump);
    set(live, 40, 'b');
    scheduler.arm();
    expect(spy.mock.calls.map(([, delayMs]) => delayMs)).toEqual([30]);
    set(live, 20, 'c');
    scheduler.arm();
    expect(spy.mock.calls.map(([, delayMs]) => delayMs)).toEqual([30, 20]);
  });
});

it('a delay that is NaN is refused and leaves nothing', () => {
  const { scheduler, set, ids } = openScheduler();
  expect(() => set({ id: 'service' }, Number.NaN)).toThrow(
    new RangeError('service: the delay of a is NaN'),
  );
  expect(scheduler.size).toBe(0);
  expect(ids('service')).toEqual([]);
});
