import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NamedHolder, Timer } from '../../src/runtime/timer.ts';
import { TimerQueue } from '../../src/runtime/timerQueue.ts';
import { IN_NO_RING, type RingHolder } from '../../src/runtime/timerRing.ts';

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
  // A timer in a ring becomes one in the heap.
  { weight: 2, arbitrary: fc.record({ move: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ wait: fc.nat(8) }) },
  // The wall clock jumps.
  { weight: 1, arbitrary: fc.record({ jump: fc.integer({ min: -500, max: 500 }) }) },
);

const EVENT = { type: 'late' };
const NOBODY = new NamedHolder('nobody');

class Holder implements RingHolder {
  timers: Timer | undefined = undefined;
  ringSlot = IN_NO_RING;
}

/** What the queue has to know of one timer, and where it is. */
interface Member {
  dueAt: number;
  readonly order: number;
  readonly holder: RingHolder;
  /** Undefined as long as it is in a ring. */
  timer: Timer | undefined;
}

function inHeap(dueAt: number, order: number): Timer {
  const timer = new Timer(NOBODY, 'a', EVENT, dueAt);
  timer.order = order;
  return timer;
}

/** Adds a timer: to the ring of its delay if it has one and the ring takes it, otherwise to the heap. */
function add(
  queue: TimerQueue,
  { dueAt, order, delayMs }: { dueAt: number; order: number; delayMs: number | undefined },
): Member {
  const holder = new Holder();
  const kind = { id: 'a', event: EVENT, dueAt, order };
  if (delayMs !== undefined && queue.pushToRing(holder, { ...kind, delayMs })) {
    return { dueAt, order, holder, timer: undefined };
  }
  const timer = inHeap(dueAt, order);
  queue.push(timer);
  return { dueAt, order, holder, timer };
}

function remove(queue: TimerQueue, { holder, timer }: Member): void {
  if (timer === undefined) queue.deleteFromRing(holder);
  else expect(queue.delete(timer)).toBe(true);
  expect(holder.ringSlot).toBe(IN_NO_RING);
}

function expectTaken(timer: Timer | undefined, expected: Member): void {
  const { dueAt, order, holder } = expected;
  expect(timer).toMatchObject({ id: 'a', event: EVENT, dueAt, order, isPending: false });
  if (expected.timer === undefined) expect(timer?.holder).toBe(holder);
  else expect(timer).toBe(expected.timer);
  expect(holder.ringSlot).toBe(IN_NO_RING);
}

const byDueTime = (a: Member, b: Member) => a.dueAt - b.dueAt || a.order - b.order;

test('a timer queue is a list that stays sorted by due time, then by order', () => {
  let inRings = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
      const queue = new TimerQueue();
      const gone: Member[] = [];
      let sorted: Member[] = [];
      let now = 100;
      const push = (dueAt: number, order: number, delayMs?: number) => {
        const member = add(queue, { dueAt, order, delayMs });
        if (member.timer === undefined) inRings++;
        sorted = [...sorted, member].sort(byDueTime);
      };
      for (const [order, it] of steps.entries()) {
        if ('set' in it) push(now + it.set, order, it.set);
        else if ('restore' in it) push(now - 30 + it.restore, order);
        else if ('setEarlier' in it) push(now - 10 + it.setEarlier, order, it.setEarlier);
        else if ('cancel' in it) {
          const [member] = sorted.splice(it.cancel % (sorted.length || 1), 1);
          if (member !== undefined) {
            remove(queue, member);
            gone.push(member);
          }
        } else if ('move' in it) {
          const member = sorted[it.move % (sorted.length || 1)];
          if (member !== undefined && member.timer === undefined) {
            member.timer = queue.moveToHeap(member.holder);
            expect(member.timer).toMatchObject({ dueAt: member.dueAt, order: member.order });
            expect(queue.moveToHeap(member.holder)).toBeUndefined();
          }
        } else if ('jump' in it) {
          queue.rebase(it.jump);
          now += it.jump;
          for (const member of sorted) member.dueAt += it.jump;
        } else {
          now += it.wait;
          for (let due = sorted[0]; due !== undefined && due.dueAt <= now; due = sorted[0]) {
            expectTaken(queue.takeDue(now), due);
            gone.push(due);
            sorted.shift();
          }
          expect(queue.takeDue(now)).toBeUndefined();
        }
        const firstDueAt = sorted[0]?.dueAt ?? Number.POSITIVE_INFINITY;
        expect(queue.size).toBe(sorted.length);
        expect(queue.nextDueAt).toBeLessThanOrEqual(firstDueAt);
        // The next question may be answered by the cached due time alone, or after a look at the first.
        if (order % 3 === 0) {
          expect(queue.firstDueAt()).toBe(firstDueAt);
          expect(queue.nextDueAt).toBe(firstDueAt);
        }
      }
      for (const { timer } of gone)
        if (timer !== undefined) expect(queue.delete(timer)).toBe(false);
      for (const member of sorted) {
        expectTaken(queue.takeDue(Number.POSITIVE_INFINITY), member);
      }
      expect(queue.size).toBe(0);
      expect(queue.firstDueAt()).toBe(Number.POSITIVE_INFINITY);
    }),
  );
  expect(inRings).toBeGreaterThan(100);
});

test('the slots of a timer queue are bounded by its members, not by those that were cancelled', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 40 }), fc.nat(200), (picks, open) => {
      const queue = new TimerQueue();
      const members: Member[] = [];
      let mostSlots = 0;
      let order = 0;
      const set = () => {
        const delayMs = 1_000_000 + (order % 3) * 1000;
        // Every third one has been restored.
        const ringDelayMs = delayMs === 1_000_000 ? undefined : delayMs;
        members.push(add(queue, { dueAt: order + delayMs, order, delayMs: ringDelayMs }));
        order++;
      };
      for (let count = 0; count < open; count++) set();
      // As many timers are cancelled as are set: the oldest, the newest, or one between them.
      for (let round = 0; round < 2000; round++) {
        set();
        const pick = picks[round % picks.length] as number;
        const [member] = members.splice(pick % members.length, 1);
        if (member !== undefined) remove(queue, member);
        mostSlots = Math.max(mostSlots, queue.slotCount - 4 * queue.size);
      }
      // Two rings and the heap may have 64 slots more each.
      expect(mostSlots).toBeLessThanOrEqual(3 * 64);
      expect(queue.size).toBe(open);
      for (const member of members.sort(byDueTime)) {
        expectTaken(queue.takeDue(Number.POSITIVE_INFINITY), member);
      }
    }),
    { numRuns: 20 },
  );
});
