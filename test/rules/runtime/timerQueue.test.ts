import { describe, expect, it } from 'vitest';
import { NamedHolder, Timer } from '../../../src/runtime/timer.ts';
import { TimerQueue } from '../../../src/runtime/timerQueue.ts';
import { IN_NO_RING, type RingHolder } from '../../../src/runtime/timerRing.ts';

const DAY_MS = 24 * 3600_000;
const EVENT = { type: 'late' };

class Holder implements RingHolder {
  timers: Timer | undefined = undefined;
  ringSlot = IN_NO_RING;
}

/** A queue, and `set` to set a timer of a delay at a time in a ring. */
function openQueue() {
  const queue = new TimerQueue();
  let order = 0;
  const set = (now: number, delayMs: number, { id = 'a', event = EVENT } = {}) => {
    const holder = new Holder();
    queue.pushToRing(holder, { id, event, delayMs, dueAt: now + delayMs, order: order++ });
    return holder;
  };
  const take = (now: number) => queue.takeDue(now)?.holder;
  const ringOf = (holder: Holder) => queue.ringOf(holder)?.number;
  return { queue, set, take, ringOf };
}

describe('a timer queue', () => {
  it('has one ring for the timers of a delay, an id and an event', () => {
    const { set, ringOf } = openQueue();
    const [order, cart, laterCart] = [set(0, 1800_000), set(1, DAY_MS), set(2, DAY_MS)];
    const others = [{ id: 'b' }, { event: { type: 'late' } }].map((kind) => set(2, DAY_MS, kind));
    expect(ringOf(laterCart)).toBe(ringOf(cart));
    const rings = [cart, order, ...others].map(ringOf);
    expect(rings).not.toContain(undefined);
    expect(new Set(rings).size).toBe(4);
  });

  it('takes timers of several delays that are due at one time in the order in which they were set', () => {
    const { queue, set, take } = openQueue();
    const holders = [30, 20, 20, 5, 0].map((delayMs) =>
      set(30 - delayMs, delayMs, { id: `after ${delayMs}` }),
    );
    const restored = new Timer(new NamedHolder('cart:ada'), 'a', EVENT, 30);
    restored.order = 99;
    queue.push(restored);
    for (const holder of holders) expect(take(30)).toBe(holder);
    expect(queue.takeDue(30)).toBe(restored);
    expect(queue.takeDue(30)).toBeUndefined();
  });

  it('gives no ring to a shorter delay of a transition that has one: it is the rest of a deadline', () => {
    const { queue, set, ringOf } = openQueue();
    const whole = set(0, 1800_000);
    for (const rest of [1799_999, 600_000, 1]) expect(ringOf(set(0, rest))).toBeUndefined();
    expect(ringOf(set(0, 1, { id: 'b' }))).toBeDefined();
    queue.deleteFromRing(whole);
    expect(ringOf(set(0, 600_000))).toBeUndefined();
    expect(ringOf(set(1, 1800_000))).toBe(0);
  });

  it.each([-1000, 1000])(
    'whose due times move by %d has the same rings, for new timers too',
    (byMs) => {
      const { queue, set, take, ringOf } = openQueue();
      const [first, second] = [set(0, 30), set(5, 30)];
      queue.rebase(byMs);
      expect(queue.nextDueAt).toBe(30 + byMs);
      const third = set(byMs + 5, 30);
      expect([first, second, third].map(ringOf)).toEqual([0, 0, 0]);
      expect(take(byMs + 29)).toBeUndefined();
      expect([30, 35, 35].map((now) => take(byMs + now))).toEqual([first, second, third]);
    },
  );

  it('gives an empty ring to a new delay, and takes no further delay while no ring is empty', () => {
    const { queue, set, ringOf } = openQueue();
    const holders = Array.from({ length: 16 }, (_, delayMs) => set(0, delayMs));
    expect(new Set(holders.map(ringOf)).size).toBe(16);
    expect(holders.map(ringOf)).not.toContain(undefined);
    expect(ringOf(set(0, 16))).toBeUndefined();
    queue.deleteFromRing(holders[1] as Holder);
    expect(ringOf(set(0, 17))).toBe(1);
    expect(ringOf(set(0, 1))).toBeUndefined();
    expect(queue.size).toBe(16);
    const dueTimes = Array.from({ length: 16 }, () => queue.takeDue(100)?.dueAt);
    expect(dueTimes).toEqual([0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17]);
  });

  it('takes no timer into a ring that is due before the last one there', () => {
    const { queue, set, ringOf } = openQueue();
    const holders = [set(20, 10), set(10, 10), set(30, 10)];
    expect(holders.map((holder) => ringOf(holder) !== undefined)).toEqual([true, false, true]);
    expect(holders.map(() => queue.takeDue(100)?.dueAt)).toEqual([30, 40, undefined]);
  });

  it('does not grow when 24-hour timers are set and cancelled within a minute', () => {
    const { queue, set } = openQueue();
    set(0, DAY_MS);
    for (let now = 1; now <= 60_000; now++) queue.deleteFromRing(set(now, DAY_MS));
    expect(queue.size).toBe(1);
    expect(queue.slotCount).toBeLessThan(100);
    const open = Array.from({ length: 1000 }, (_, index) => set(60_000 + index, DAY_MS));
    for (const holder of open) queue.deleteFromRing(holder);
    expect(queue.slotCount).toBeLessThan(100);
    expect(queue.firstDueAt()).toBe(DAY_MS);
  });
});
