import { describe, expect, test } from 'vitest';
import { type Change, memoryStore, type Store } from '../../../src/index.ts';
import { CommitQueue } from '../../../src/runtime/commitQueue.ts';
import { loopTurns } from '../loopTurns.ts';

const change: readonly Change[] = [{ op: 'put', key: ['a'], value: '1' }];

/** A queue over a store that settles its commits when the test says so. */
function open() {
  const commits: { resolve: () => void; reject: (cause: unknown) => void; done: Promise<void> }[] =
    [];
  let shared: Promise<void> | undefined;
  const store: Store = {
    ...memoryStore(),
    commit() {
      if (shared !== undefined) return shared;
      let settle = { resolve: () => {}, reject: (_cause: unknown) => {} };
      const done = new Promise<void>((resolve, reject) => {
        settle = { resolve, reject };
      });
      commits.push({ ...settle, done });
      return done;
    },
  };
  const failures: unknown[] = [];
  const time = { now: 0 };
  const queue = new CommitQueue(
    store,
    () => time.now,
    (cause) => failures.push(cause),
  );
  const share = (commit: Promise<void> | undefined) => {
    shared = commit;
  };
  return { queue, commits, failures, share, time };
}

describe('a commit queue', () => {
  test('publishes nothing before all earlier batches are durable', async () => {
    const { queue, commits } = open();
    const told: number[] = [];
    const first = queue.commit(change, () => told.push(1));
    const second = queue.commit(change, () => told.push(2));
    commits[1]?.resolve();
    await loopTurns();
    expect(told).toEqual([]);
    commits[0]?.resolve();
    await Promise.all([first, second]);
    expect(told).toEqual([1, 2]);
  });

  test('makes an empty batch wait for the batches before it', async () => {
    const { queue, commits } = open();
    const told: number[] = [];
    queue.commit(change, () => told.push(1));
    const empty = queue.commit([], () => told.push(2));
    await loopTurns();
    expect(told).toEqual([]);
    commits[0]?.resolve();
    await empty;
    expect(told).toEqual([1, 2]);
  });

  test('finishes an empty batch at once when no batch is before it', () => {
    const { queue } = open();
    const told: number[] = [];
    expect(queue.commit([], () => told.push(1))).toBeUndefined();
    expect(told).toEqual([1]);
  });

  test('returns one promise for all batches that the store commits together', async () => {
    const { queue, commits, share } = open();
    const told: number[] = [];
    const first = queue.commit(change, () => told.push(1));
    share(commits[0]?.done);
    expect(queue.commit(change, () => told.push(2))).toBe(first);
    commits[0]?.resolve();
    await first;
    expect(told).toEqual([1, 2]);
  });

  test('fails with the cause of an earlier batch, and reports it before it rejects', async () => {
    const { queue, commits, failures } = open();
    const cause = new Error('disk full');
    const told: unknown[] = [];
    const first = queue.commit(change, () => told.push(1));
    const second = queue.commit(change, () => told.push(2));
    first?.catch(() => told.push([...failures]));
    commits[1]?.resolve();
    commits[0]?.reject(cause);
    await expect(second).rejects.toBe(cause);
    expect(told).toEqual([[cause]]);
    await queue.flushed();
  });

  test('keeps the order when a handler commits while it is called', async () => {
    const { queue, commits } = open();
    const told: number[] = [];
    const first = queue.commit(change, () => {
      told.push(1);
      queue.commit([], () => told.push(3));
    });
    queue.commit([], () => told.push(2));
    commits[0]?.resolve();
    await first;
    expect(told).toEqual([1, 2, 3]);
  });

  test('counts the batches that are not durable, those without changes included', async () => {
    const { queue, commits } = open();
    queue.commit([], () => {});
    expect(queue.waiting).toBe(0);
    const seen: number[] = [];
    queue.commit(change, () => seen.push(queue.waiting));
    queue.commit([], () => seen.push(queue.waiting));
    const last = queue.commit(change, () => seen.push(queue.waiting));
    expect(queue.waiting).toBe(3);
    for (const { resolve } of commits) resolve();
    await last;
    expect(seen).toEqual([2, 1, 0]);
  });

  test('knows how long the oldest of them has waited', async () => {
    const { queue, commits, time } = open();
    expect(queue.oldestAgeMs(5)).toBe(0);
    time.now = 100;
    const first = queue.commit(change, () => {});
    time.now = 130;
    queue.commit([], () => {});
    const second = queue.commit(change, () => {});
    expect([queue.oldestAgeMs(130), queue.oldestAgeMs(150)]).toEqual([30, 50]);
    commits[0]?.resolve();
    await first;
    expect(queue.oldestAgeMs(150)).toBe(20);
    commits[1]?.resolve();
    await second;
    expect(queue.oldestAgeMs(1000)).toBe(0);
  });

  test('counts no batch that has failed', async () => {
    const { queue, commits } = open();
    const first = queue.commit(change, () => {});
    const second = queue.commit(change, () => {});
    commits[0]?.reject(new Error('disk full'));
    commits[1]?.resolve();
    await expect(first).rejects.toThrow('disk full');
    await expect(second).rejects.toThrow('disk full');
    expect([queue.waiting, queue.oldestAgeMs(7)]).toEqual([0, 0]);
  });
});
