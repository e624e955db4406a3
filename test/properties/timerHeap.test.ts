import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Due, TimerHeap } from '../../src/runtime/timerHeap.ts';

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ push: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.constant({ pop: true as const }) },
  { weight: 3, arbitrary: fc.record({ remove: fc.nat() }) },
);

test('a timer heap is a list that stays sorted by due time, then by order', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100, size: 'max' }), (steps) => {
      const heap = new TimerHeap<Due>();
      const gone: Due[] = [];
      let sorted: Due[] = [];
      for (const [order, it] of steps.entries()) {
        if ('push' in it) {
          const timer = { dueAt: it.push, order };
          heap.push(timer);
          sorted = [...sorted, timer].sort((a, b) => a.dueAt - b.dueAt || a.order - b.order);
        } else if ('pop' in it) {
          const first = sorted.shift();
          expect(heap.pop()).toBe(first);
          if (first !== undefined) gone.push(first);
        } else {
          const [timer] = sorted.splice(it.remove % (sorted.length || 1), 1);
          if (timer !== undefined) {
            expect(heap.delete(timer)).toBe(true);
            gone.push(timer);
          }
        }
        expect(heap.size).toBe(sorted.length);
        expect(heap.peek()).toBe(sorted[0]);
      }
      for (const timer of gone) expect(heap.delete(timer)).toBe(false);
      expect(sorted.map(() => heap.pop())).toEqual(sorted);
      expect(heap.pop()).toBeUndefined();
    }),
  );
});
