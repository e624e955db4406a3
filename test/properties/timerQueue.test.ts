import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type QueueMember, TimerQueue } from '../../src/runtime/timerQueue.ts';

/** The delays of a shop, and more irregular ones than there are rings. */
const delay = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(0, 5, 20) },
  { weight: 1, arbitrary: fc.nat(60) },
);

const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ set: delay }) },
  // A timer that an earlier engine has set, due at any time.
  { weight: 2, arbitrary: fc.record({ restore: fc.nat(60) }) },
  // A delay whose due times do not rise, as after a clock that went back.
  { weight: 1, arbitrary: fc.record({ setEarlier: delay }) },
  { weight: 5, arbitrary: fc.record({ cancel: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ wait: fc.nat(8) }) },
);

const member = (dueAt: number, order: number): QueueMember => ({
  dueAt,
  order,
  isPending: false,
  ring: 0,
  slot: 0,
});

test('a timer queue is a list that stays sorted by due time, then by order', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
      const queue = new TimerQueue<QueueMember>();
      const gone: QueueMember[] = [];
      let sorted: QueueMember[] = [];
      let now = 100;
      const push = (timer: QueueMember, delayMs?: number) => {
        queue.push(timer, delayMs);
        sorted = [...sorted, timer].sort((a, b) => a.dueAt - b.dueAt || a.order - b.order);
      };
      for (const [order, it] of steps.entries()) {
        if ('set' in it) push(member(now + it.set, order), it.set);
        else if ('restore' in it) push(member(now - 30 + it.restore, order));
        else if ('setEarlier' in it) push(member(now - 10 + it.setEarlier, order), it.setEarlier);
        else if ('cancel' in it) {
          const [timer] = sorted.splice(it.cancel % (sorted.length || 1), 1);
          if (timer !== undefined) {
            expect(queue.delete(timer)).toBe(true);
            gone.push(timer);
          }
        } else {
          now += it.wait;
          for (let due = sorted[0]; due !== undefined && due.dueAt <= now; due = sorted[0]) {
            expect(queue.takeDue(now)).toBe(due);
            gone.push(due);
            sorted.shift();
          }
          expect(queue.takeDue(now)).toBeUndefined();
        }
        expect(queue.size).toBe(sorted.length);
        expect(queue.nextDueAt).toBeLessThanOrEqual(sorted[0]?.dueAt ?? Number.POSITIVE_INFINITY);
        // The next question may be answered by the cached due time alone, or after a look at the first.
        if (order % 3 === 0) {
          expect(queue.peek()).toBe(sorted[0]);
          expect(queue.nextDueAt).toBe(sorted[0]?.dueAt ?? Number.POSITIVE_INFINITY);
        }
      }
      for (const timer of gone) expect(queue.delete(timer)).toBe(false);
      expect(sorted.map(() => queue.takeDue(Number.POSITIVE_INFINITY))).toEqual(sorted);
      expect(queue.peek()).toBeUndefined();
    }),
  );
});

test('the slots of a timer queue are bounded by its members, not by those that were cancelled', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 40 }), fc.nat(200), (picks, open) => {
      const queue = new TimerQueue<QueueMember>();
      const members: QueueMember[] = [];
      let mostSlots = 0;
      let order = 0;
      const set = () => {
        const delayMs = 1_000_000 + (order % 3) * 1000;
        const timer = member(order + delayMs, order);
        // Every third one has been restored.
        queue.push(timer, delayMs === 1_000_000 ? undefined : delayMs);
        order++;
        members.push(timer);
      };
      for (let count = 0; count < open; count++) set();
      // As many timers are cancelled as are set: the oldest, the newest, or one between them.
      for (let round = 0; round < 2000; round++) {
        set();
        const pick = picks[round % picks.length] as number;
        const [timer] = members.splice(pick % members.length, 1);
        if (timer !== undefined) queue.delete(timer);
        mostSlots = Math.max(mostSlots, queue.slotCount - 2 * queue.size);
      }
      // Two rings and the heap may have 64 slots more each.
      expect(mostSlots).toBeLessThanOrEqual(3 * 64);
      expect(queue.size).toBe(open);
      const inOrder = members.map(() => queue.takeDue(Number.POSITIVE_INFINITY));
      expect(inOrder).toEqual(members.sort((a, b) => a.dueAt - b.dueAt || a.order - b.order));
    }),
    { numRuns: 20 },
  );
});
