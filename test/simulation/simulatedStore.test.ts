import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/index.ts';
import { storeContract } from '../../src/testing.ts';
import { type Disk, type SimulatedStore, simulatedStore } from './simulatedStore.ts';

/** Disks on which nothing goes wrong. They write by themselves, since the contract does not. */
const disks: Record<string, () => Disk> = {
  'that is prompt': () => ({}),
  'that writes batch by batch': () => inItsOwnTime({ isPrompt: () => false }),
  'that writes in groups': () => inItsOwnTime({ isPrompt: () => false, joins: () => true }),
  'that is prompt now and then': () => {
    let count = 0;
    return inItsOwnTime({ isPrompt: () => ++count % 3 === 0, joins: () => count % 2 === 0 });
  },
};

let latest: SimulatedStore;

function inItsOwnTime(disk: Disk): Disk {
  return { ...disk, taken: () => setImmediate(() => latest.write()) };
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
  const slow = { isPrompt: () => false };
  const put = (value: string): Change[] => [{ op: 'put', key: ['a'], value }];

  test('that crashes keeps what was written and the first of what waits, and says no more', async () => {
    const store = simulatedStore(slow);
    const settled: number[] = [];
    for (const number of [1, 2, 3]) {
      const note = () => settled.push(number);
      Promise.resolve(store.commit(put(String(number)))).then(note, note);
    }
    store.write();
    store.crash(1);
    store.write();
    await new Promise(setImmediate);
    expect(settled).toEqual([1]);
    expect(store.get(['a'])).toBe('3');
    const next = store.restart();
    expect([next.get(['a']), next.taken, next.durable]).toEqual(['2', 2, 2]);
  });

  test('that fails rejects the batch and all behind it, and takes no more', async () => {
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

  test('that throws has not taken the batch, and still writes those before', async () => {
    const store = simulatedStore({ ...slow, fault: { at: 2, shows: 'throws' } });
    const first = store.commit(put('1'));
    expect(() => store.commit(put('2'))).toThrow('batch 2 cannot be written');
    expect(() => store.commit(put('3'))).toThrow('batch 2 cannot be written');
    while (store.write());
    await first;
    expect(store.restart().get(['a'])).toBe('1');
  });
});
