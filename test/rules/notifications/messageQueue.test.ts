import { describe, expect, it } from 'vitest';
import { MessageQueue, queued, subjectOf } from '../../../src/notifications/messageQueue.ts';
import type { RecordedFact } from '../../../src/schema/recordedFact.ts';

/** A fact about an order, with its number. */
function fact(seq: number, orderId: string): RecordedFact {
  return { type: 'order.placed', seq, at: 0, orderId } as RecordedFact;
}

/** A queue with facts about these orders, numbered from 1 on. */
function queueOf(...orders: readonly string[]) {
  const queue = new MessageQueue();
  const entries = orders.map((orderId, index) => queued(fact(index + 1, orderId)));
  for (const entry of entries) queue.add(entry);
  const take = (now = 0) => queue.take(now)?.fact.seq;
  const entry = (seq: number) => {
    const found = entries[seq - 1];
    if (found === undefined) throw new Error(`no entry ${seq}`);
    return found;
  };
  const retry = (seq: number, dueAt: number) => {
    entry(seq).dueAt = dueAt;
    queue.retry(entry(seq));
  };
  return { queue, take, entry, retry };
}

describe('a fact is about', () => {
  it.each([
    ['its order', { orderId: 'o', userId: 'ada', sku: 'mug' }, 'o'],
    ['its user, where it has no order', { userId: 'ada', sku: 'mug' }, 'ada'],
    ['nothing that others are about, where it has no user', { sku: 'mug' }, 'fact 1'],
  ])('%s', (_, members, about) => {
    expect(subjectOf({ type: 't', seq: 1, at: 0, ...members })).toBe(about);
  });
});

describe('facts that wait', () => {
  it('are taken in the order of their numbers', () => {
    const { queue, take } = queueOf('a', 'b', 'c');
    expect([queue.waiting, take(), take(), take(), take()]).toEqual([3, 1, 2, 3, undefined]);
    expect([queue.waiting, queue.hasReady(0)]).toEqual([0, false]);
  });

  it('let others pass while one about the same is under way', () => {
    const { queue, take, entry } = queueOf('a', 'a', 'b');
    expect([take(), take(), take()]).toEqual([1, 3, undefined]);
    expect(queue.hasReady(0)).toBe(false);
    queue.finish(entry(1));
    expect([queue.hasReady(0), take()]).toEqual([true, 2]);
  });

  it('come in their old place again when they are given back', () => {
    const { queue, take, entry } = queueOf('a', 'b', 'c', 'd');
    take();
    take();
    take();
    queue.giveBack(entry(3));
    queue.giveBack(entry(1));
    queue.giveBack(entry(2));
    expect([take(), take(), take(), take()]).toEqual([1, 2, 3, 4]);
  });

  it('come before later ones about the same when they are given back', () => {
    const { queue, take, entry } = queueOf('a', 'a');
    take();
    queue.giveBack(entry(1));
    expect([take(), take()]).toEqual([1, undefined]);
  });
});

describe('a fact that is retried', () => {
  it('waits for its time', () => {
    const { queue, take, retry } = queueOf('a');
    take();
    retry(1, 100);
    expect([queue.nextDueAt, queue.retrying, queue.waiting]).toEqual([100, 1, 0]);
    expect([queue.hasReady(99), take(99)]).toEqual([false, undefined]);
    expect([queue.hasReady(100), take(100)]).toEqual([true, 1]);
    expect([queue.nextDueAt, queue.retrying]).toEqual([Number.POSITIVE_INFINITY, 0]);
  });

  it('holds up later ones about the same, and no others', () => {
    const { queue, take, retry, entry } = queueOf('a', 'a', 'b', 'a');
    take();
    retry(1, 100);
    expect([take(0), take(0)]).toEqual([3, undefined]);
    expect(queue.takeHeldUp().map(({ fact: { seq } }) => seq)).toEqual([2, 4]);
    expect([queue.takeHeldUp(), queue.retrying, queue.waiting]).toEqual([[], 3, 0]);
    expect([take(100), take(100)]).toEqual([1, undefined]);
    queue.finish(entry(1));
    expect([take(100), take(100)]).toEqual([2, undefined]);
    queue.finish(entry(2));
    expect(take(100)).toBe(4);
  });

  it('takes no room from those about something else, however many it holds up', () => {
    const { queue, take, retry } = queueOf('a', 'a', 'a');
    take();
    retry(1, 100);
    queue.add(queued(fact(4, 'a')));
    queue.add(queued(fact(5, 'b')));
    expect([queue.waiting, queue.retrying]).toEqual([1, 4]);
  });

  it('goes before those that wait once it is due, the first due one first', () => {
    const { take, retry } = queueOf('a', 'b', 'c');
    take();
    take();
    retry(1, 60);
    retry(2, 50);
    expect([take(60), take(60), take(60)]).toEqual([2, 1, 3]);
  });

  it('stays before those that it holds up when it is given back, and is due at once', () => {
    const { queue, take, retry, entry } = queueOf('a', 'a');
    take();
    retry(1, 10);
    take(10);
    queue.giveBack(entry(1));
    expect([queue.nextDueAt, take(0)]).toEqual([0, 1]);
  });

  it('is due so much later when the clock jumps', () => {
    const { queue, take, retry } = queueOf('a', 'b', 'a');
    take();
    take();
    retry(1, 100);
    retry(2, 90);
    queue.rebase(1000);
    expect([queue.nextDueAt, take(1089), take(1090), take(1100)]).toEqual([1090, undefined, 2, 1]);
  });

  it('waits behind those about the same when it is added from elsewhere', () => {
    const { queue, take, entry } = queueOf('a', 'a');
    take();
    queue.addRetry(queued(fact(9, 'a')));
    expect(take(0)).toBe(undefined);
    queue.finish(entry(1));
    expect(take(0)).toBe(9);
  });
});
