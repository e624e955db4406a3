import { describe, expect, it } from 'vitest';
import { MAX_CLOCK_JUMPS } from '../../../src/base/limits.ts';
import { ClockJumps } from '../../../src/runtime/clockJumps.ts';
import { memoryStore } from '../../../src/store/memoryStore.ts';

describe('the jumps of a clock', () => {
  it('are none in a new store', () => {
    const jumps = new ClockJumps(memoryStore());
    expect([jumps.offsetMs, jumps.since(0)]).toEqual([0, 0]);
  });

  it('are added up since any fact, also after the store has been opened again', async () => {
    const store = memoryStore();
    const first = new ClockJumps(store);
    await store.commit([first.add({ seq: 3, byMs: 5000 })]);
    await store.commit([first.add({ seq: 7, byMs: -2000 })]);
    for (const jumps of [first, new ClockJumps(store)]) {
      expect(jumps.offsetMs).toBe(3000);
      // The fact that tells of a jump is already on the new clock.
      expect([0, 2, 3, 6, 7, 8].map((seq) => jumps.since(seq))).toEqual([
        3000, 3000, -2000, -2000, 0, 0,
      ]);
    }
  });

  it('that are old count as one: their number is bounded, their sum is exact', async () => {
    const store = memoryStore();
    const jumps = new ClockJumps(store);
    const count = MAX_CLOCK_JUMPS + 25;
    for (let seq = 1; seq <= count; seq++) await store.commit([jumps.add({ seq, byMs: seq })]);
    const total = (count * (count + 1)) / 2;
    for (const known of [jumps, new ClockJumps(store)]) {
      expect([known.offsetMs, known.since(0)]).toEqual([total, total]);
      expect(known.since(count - 10)).toBe(total - ((count - 10) * (count - 9)) / 2);
    }
    expect(JSON.parse(String(store.get(['clock'])))).toHaveLength(MAX_CLOCK_JUMPS);
  });
});
