import { describe, expect, it } from 'vitest';
import { MemoryFactGroup } from '../../../src/facts/memoryFactGroup.ts';
import type { RecordedFact } from '../../../src/schema/recordedFact.ts';

const fact = (seq: number): RecordedFact => ({ type: 'order.placed', seq, at: seq });

/** A group with turns of one and of two facts: 1, 2 and 3, 4, 5 and 6, ... */
function filled(turns: number): MemoryFactGroup {
  const group = new MemoryFactGroup(0);
  let seq = 0;
  for (let turn = 0; turn < turns; turn++) {
    group.add(turn % 2 === 0 ? [fact(++seq)] : [fact(++seq), fact(++seq)]);
  }
  return group;
}

const numbersIn = (group: MemoryFactGroup, after: number, upTo: number) =>
  [...group.records(after, upTo)].map((facts) => facts.map(({ seq }) => seq));

describe('facts in memory', () => {
  it('are read turn by turn, from the one with the next fact on', () => {
    const group = filled(4);
    expect(numbersIn(group, 0, 6)).toEqual([[1], [2, 3], [4], [5, 6]]);
    expect(numbersIn(group, 2, 6)).toEqual([[2, 3], [4], [5, 6]]);
    expect(numbersIn(group, 3, 4)).toEqual([[4]]);
    expect(numbersIn(group, 6, 6)).toEqual([]);
    expect(numbersIn(new MemoryFactGroup(0), 0, 9)).toEqual([]);
  });

  it('are evicted oldest first, as many turns as may be', () => {
    const group = filled(6);
    const evicted: number[] = [];
    const evict = (upTo: number, most: number) =>
      group.evict(
        ({ seq }) => seq <= upTo,
        most,
        (change, facts) => {
          expect(change).toBeUndefined();
          evicted.push(...facts.map(({ seq }) => seq));
        },
      );
    evict(2, 9);
    expect([evicted, group.firstSeq]).toEqual([[1], 2]);
    evict(9, 2);
    expect([evicted, group.firstSeq]).toEqual([[1, 2, 3, 4], 5]);
    expect(numbersIn(group, 0, 9)).toEqual([[5, 6], [7], [8, 9]]);
    evict(9, 9);
    expect([evicted.length, group.firstSeq]).toEqual([9, undefined]);
  });

  it('are found after thousands were evicted', () => {
    const group = filled(4000);
    group.evict(
      ({ seq }) => seq <= 3000,
      4000,
      () => {},
    );
    expect(numbersIn(group, 0, 3004)).toEqual([[3001], [3002, 3003], [3004]]);
    group.add([fact(6001)]);
    expect(numbersIn(group, 6000, 6001)).toEqual([[6001]]);
  });
});
