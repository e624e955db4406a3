import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { measure } from '../../../bench/micro/measure.ts';
import { expectCount, type Subject } from '../../../bench/micro/microBenchmark.ts';

const SECONDS = 0.01;

function measured(subject: Subject) {
  return measure({ name: 'it', open: async () => subject }, SECONDS);
}

describe('a synchronous benchmark', () => {
  test('is called, and every call is counted', async () => {
    let calls = 0;
    const verify = (expected: number) => expectCount('calls', calls, expected);
    const figures = await measured({ operations: 10, call: () => calls++, verify });
    expect(figures).toMatchObject({ name: 'it', verified: 10 * calls });
    expect(figures.opsPerSecond * figures.microseconds).toBeCloseTo(1e6);
    expect(figures.samples).toBeGreaterThanOrEqual(5);
  });

  test('that throws after a while fails', async () => {
    let calls = 0;
    const call = () => {
      if (++calls > 5000) throw new Error('worn out');
    };
    await expect(measured({ operations: 1, call, verify() {} })).rejects.toThrow('worn out');
  });

  test('whose results are wrong fails', async () => {
    const verify = (calls: number) => expectCount('sums', calls + 1, calls);
    await expect(measured({ operations: 1, call() {}, verify })).rejects.toThrow(/^sums: expected/);
  });
});

describe('an asynchronous benchmark', () => {
  test('is prepared before each call, and is called once per sample', async () => {
    const order: string[] = [];
    const figures = await measured({
      operations: 4,
      prepare: async () => void order.push('prepare'),
      callAsync: async () => void order.push('call'),
      verify: (calls) =>
        expectCount('calls', order.filter((what) => what === 'call').length, calls),
    });
    const calls = order.filter((what) => what === 'call').length;
    expect(order.slice(0, 2 * calls)).toEqual(Array(calls).fill(['prepare', 'call']).flat());
    expect(figures.verified).toBe(4 * calls);
    expect(figures.samples).toBeLessThanOrEqual(calls);
  });

  test('that rejects fails', async () => {
    let calls = 0;
    const callAsync = async () => {
      if (++calls > 3) throw new Error('worn out');
    };
    await expect(measured({ operations: 1, callAsync, verify() {} })).rejects.toThrow('worn out');
  });

  test('that cannot be prepared fails', async () => {
    let times = 0;
    const prepare = async () => {
      if (++times > 3) throw new Error('no carts left');
    };
    const subject = { operations: 1, prepare, callAsync: () => sleep(1), verify() {} };
    await expect(measured(subject)).rejects.toThrow('no carts left');
  });

  test('that is not prepared in time fails: it would be timed with half of its carts', async () => {
    let times = 0;
    const prepare = () => (++times > 3 ? sleep(100) : sleep(0));
    const subject = { operations: 1, prepare, callAsync: () => sleep(1), verify() {} };
    await expect(measured(subject)).rejects.toThrow('the next call was not prepared in time');
  });
});
