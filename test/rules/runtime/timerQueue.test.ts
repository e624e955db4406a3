import { describe, expect, it } from 'vitest';
import { IN_HEAP, type QueueMember, TimerQueue } from '../../../src/runtime/timerQueue.ts';

const DAY_MS = 24 * 3600_000;

/** A queue, and `set` to add a timer of a delay at a time. */
function openQueue() {
  const queue = new TimerQueue<QueueMember>();
  let order = 0;
  const set = (now: number, delayMs: number) => {
    const dueAt = now + delayMs;
    const timer = { dueAt, order: order++, isPending: false, ring: IN_HEAP, slot: 0 };
    queue.push(timer, delayMs);
    return timer;
  };
  return { queue, set };
}

describe('a timer queue', () => {
  it('has one ring for the timers of a delay', () => {
    const { set } = openQueue();
    const [cart, order, laterCart] = [set(0, DAY_MS), set(1, 1800_000), set(2, DAY_MS)];
    expect(cart.ring).not.toBe(IN_HEAP);
    expect(laterCart.ring).toBe(cart.ring);
    expect(order.ring).not.toBe(IN_HEAP);
    expect(order.ring).not.toBe(cart.ring);
  });

  it('takes timers of several delays that are due at one time in the order in which they were set', () => {
    const { queue, set } = openQueue();
    const timers = [set(0, 30), set(10, 20), set(10, 20), set(25, 5), set(30, 0)];
    queue.push({ dueAt: 30, order: 99, isPending: false, ring: 0, slot: 0 });
    expect(timers.map(() => queue.takeDue(30))).toEqual(timers);
    expect(queue.takeDue(30)).toMatchObject({ order: 99 });
    expect(queue.takeDue(30)).toBeUndefined();
  });

  it('gives an empty ring to a new delay, and uses the heap while no ring is empty', () => {
    const { queue, set } = openQueue();
    const timers = Array.from({ length: 16 }, (_, delayMs) => set(0, delayMs));
    expect(new Set(timers.map(({ ring }) => ring)).size).toBe(16);
    expect(timers.some(({ ring }) => ring === IN_HEAP)).toBe(false);
    expect(set(0, 16).ring).toBe(IN_HEAP);
    const [, second] = timers;
    if (second !== undefined) queue.delete(second);
    expect(set(0, 17).ring).toBe(second?.ring);
    expect(set(0, 1).ring).toBe(IN_HEAP);
    expect(queue.size).toBe(18);
    const dueTimes = Array.from({ length: 18 }, () => queue.takeDue(100)?.dueAt);
    expect(dueTimes).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
  });

  it('uses the heap for a timer that is due before the last one of its ring', () => {
    const { queue, set } = openQueue();
    const timers = [set(20, 10), set(10, 10), set(30, 10)];
    expect(timers.map(({ ring }) => ring === IN_HEAP)).toEqual([false, true, false]);
    expect(timers.map(() => queue.takeDue(100)?.dueAt)).toEqual([20, 30, 40]);
  });

  it('does not grow when 24-hour timers are set and cancelled within a minute', () => {
    const { queue, set } = openQueue();
    const oldest = set(0, DAY_MS);
    for (let now = 1; now <= 60_000; now++) queue.delete(set(now, DAY_MS));
    expect(queue.size).toBe(1);
    expect(queue.slotCount).toBeLessThan(100);
    const open = Array.from({ length: 1000 }, (_, index) => set(60_000 + index, DAY_MS));
    for (const timer of open) queue.delete(timer);
    expect(queue.slotCount).toBeLessThan(100);
    expect(queue.peek()).toBe(oldest);
  });
});
