import { describe, expect, test } from 'vitest';
import type { Change } from '../../../src/index.ts';
import {
  type SimulatedDisk,
  type SimulatedStore,
  simulatedStore,
  storeContract,
} from '../../../src/testing.ts';

/** Disks without a fault. They write by themselves, since the contract does not. */
const disks: Record<string, () => SimulatedDisk> = {
  'that is synchronous': () => ({}),
  'that writes batch by batch': () => writingLater({ isSynchronous: () => false }),
  'that writes in groups': () =>
    writingLater({ isSynchronous: () => false, joinsGroup: () => true }),
  'that is synchronous for every third batch': () => {
    let count = 0;
    return writingLater({
      isSynchronous: () => ++count % 3 === 0,
      joinsGroup: () => count % 2 === 0,
    });
  },
};

let latest: SimulatedStore;

function writingLater(disk: SimulatedDisk): SimulatedDisk {
  return { ...disk, onCommit: () => setImmediate(() => latest.write()) };
}

describe.each(Object.entries(disks))('a simulated store on a disk %s', (_, disk) => {
  const open = () => {
    latest = simulatedStore(disk());
    return latest;
  };
  const reopen = () => {
    latest = latest.restart(disk());
    return latest;
  };
  for (const { name, run } of storeContract({ open, reopen })) test(name, run);
});

describe('a simulated store', () => {
  const slow = { isSynchronous: () => false };
  const put = (value: string): Change[] => [{ op: 'put', key: ['a'], value }];

  test('that crashes keeps what was written and the first waiting batch, and resolves nothing more', async () => {
    const store = simulatedStore(slow);
    const resolved: number[] = [];
    for (const number of [1, 2, 3]) {
      const note = () => resolved.push(number);
      Promise.resolve(store.commit(put(String(number)))).then(note, note);
    }
    store.write();
    store.crash(1);
    store.write();
    await new Promise(setImmediate);
    expect(resolved).toEqual([1]);
    expect(store.get(['a'])).toBe('3');
    const next = store.restart();
    expect([next.get(['a']), next.committed, next.durable]).toEqual(['2', 2, 2]);
  });

  test('that fails rejects the batch and all after it, and accepts no more', async () => {
    const store = simulatedStore({ ...slow, fault: { at: 2, shows: 'rejects' } });
    const commits = ['1', '2', '3'].map((value) => store.commit(put(value)));
    const results = Promise.allSettled(commits);
    while (store.write());
    expect((await results).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    await expect(store.commit(put('4'))).rejects.toBe(store.failure);
    expect(store.get(['a'])).toBe('3');
    expect(store.restart().get(['a'])).toBe('1');
  });

  test('that throws has not accepted the batch, and still writes those before', async () => {
    const store = simulatedStore({ ...slow, fault: { at: 2, shows: 'throws' } });
    const first = store.commit(put('1'));
    expect(() => store.commit(put('2'))).toThrow('batch 2 cannot be written');
    expect(() => store.commit(put('3'))).toThrow('batch 2 cannot be written');
    while (store.write());
    await first;
    expect(store.restart().get(['a'])).toBe('1');
  });
});
