import { describe, expect, test } from 'vitest';
import { DueQueue } from '../../../bench/sale/dueQueue.ts';
import { IndexRing } from '../../../bench/sale/indexRing.ts';
import {
  CANCEL_AFTER_MS,
  CONFIRM_AFTER_MS,
  DELIVER_AFTER_MS,
  SHIP_AFTER_MS,
} from '../../../bench/sale/limits.ts';
import { OrderLifecycles } from '../../../bench/sale/orderLifecycles.ts';

describe('the lifecycle of an order', () => {
  test('has its payment, shipment and delivery due one after the other', () => {
    const lifecycles = new OrderLifecycles();
    lifecycles.placed('o', 'deliver', 100);
    expect(lifecycles.due(100 + CONFIRM_AFTER_MS - 1)).toBeUndefined();
    expect(lifecycles.due(100 + CONFIRM_AFTER_MS)).toBe('confirm');
    lifecycles.confirmed('o', 'deliver', 1000);
    lifecycles.shipped('p', 'deliver', 1000);
    expect(lifecycles.queues.ship.dueAt).toBe(1000 + SHIP_AFTER_MS);
    expect(lifecycles.queues.deliver.dueAt).toBe(1000 + DELIVER_AFTER_MS);
    expect(lifecycles.waiting).toBe(3);
  });

  test('that is cancelled ends before or after the payment, by its outcome', () => {
    const lifecycles = new OrderLifecycles();
    lifecycles.placed('unpaid', 'cancel-unpaid', 0);
    lifecycles.placed('paid', 'cancel-paid', 0);
    expect(lifecycles.queues.cancel).toMatchObject({
      id: 'unpaid',
      dueAt: CANCEL_AFTER_MS,
      size: 1,
    });
    lifecycles.confirmed('paid', 'cancel-paid', 300);
    expect(lifecycles.queues.cancel.size).toBe(2);
    expect(lifecycles.queues.ship.size).toBe(0);
  });

  test('that is left unpaid has no step', () => {
    const lifecycles = new OrderLifecycles();
    lifecycles.placed('o', 'leave-unpaid', 0);
    expect(lifecycles.waiting).toBe(0);
    expect(lifecycles.due(Number.MAX_VALUE)).toBeUndefined();
  });

  test('continues with the step that is due first', () => {
    const lifecycles = new OrderLifecycles();
    lifecycles.shipped('o', 'deliver', 0);
    lifecycles.placed('p', 'deliver', 50);
    lifecycles.gaveUp('user', 'deliver', 360);
    expect(lifecycles.due(10_000)).toBe('confirm');
    lifecycles.queues.confirm.shift();
    expect(lifecycles.due(10_000)).toBe('clear');
    lifecycles.queues.clear.shift();
    expect(lifecycles.due(10_000)).toBe('deliver');
  });
});

describe('a queue of due steps', () => {
  test('returns its entries in order, whatever their number', () => {
    const queue = new DueQueue();
    const taken: string[] = [];
    let next = 0;
    for (let round = 0; round < 200; round++) {
      for (let i = 0; i < 100; i++) queue.push(next, `${next++}`, 'deliver');
      for (let i = 0; i < 90; i++) {
        expect(queue.dueAt).toBe(Number(queue.id));
        taken.push(queue.id);
        queue.shift();
      }
    }
    expect(queue.size).toBe(2000);
    expect(taken).toEqual(Array.from({ length: 18_000 }, (_, index) => `${index}`));
  });

  test('is never due while it is empty', () => {
    const queue = new DueQueue();
    expect(queue.dueAt).toBe(Number.POSITIVE_INFINITY);
    queue.push(5, 'a', 'deliver');
    queue.shift();
    expect(queue).toMatchObject({ size: 0, dueAt: Number.POSITIVE_INFINITY });
  });
});

describe('a ring', () => {
  test('returns its numbers in order, over and over', () => {
    const ring = new IndexRing(3);
    const taken: (number | undefined)[] = [];
    for (let item = 0; item < 10; item++) {
      ring.push(item);
      if (item >= 2) taken.push(ring.shift());
    }
    expect(taken).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect([ring.size, ring.first]).toEqual([2, 8]);
  });

  test('that is empty has no first number, and one that is full takes no more', () => {
    const ring = new IndexRing(1);
    expect([ring.first, ring.shift(), ring.size]).toEqual([undefined, undefined, 0]);
    ring.push(7);
    expect(() => ring.push(8)).toThrow(RangeError);
    expect(ring.shift()).toBe(7);
  });
});
