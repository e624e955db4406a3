import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../../../src/index.ts';
import { randomSource } from '../../../src/testing/simulation/randomSource.ts';
import { simulatedStore, simulateShop } from '../../../src/testing.ts';

type Given = Parameters<typeof simulateShop>[0];

test.each([
  [{ seed: 1 }, 'simulation: expected only options, seeds, steps, events, setUp, check'],
  [{ seeds: 0 }, 'seeds: expected a whole number from 1 to 1000000, got 0'],
  [{ seeds: [] }, 'seeds: expected at least one seed, got []'],
  [{ seeds: [1, 1.5] }, 'seeds[1]: expected a safe integer, got 1.5'],
  [{ seeds: ['1'] }, "seeds[0]: expected a safe integer, got '1'"],
  [{ steps: -1 }, 'steps: expected a whole number from 1 to 100000, got -1'],
  [{ events: {} }, 'events: expected an array of events, got {}'],
  [{ events: [{}] }, 'events[0].type: expected a string, got undefined'],
  [{ setUp: 1 }, 'setUp: expected a function, got 1'],
  [{ check: 1 }, 'check: expected a function, got 1'],
  [{ options: 1 }, 'options: expected a plain object, got 1'],
  [{ options: { store: {} } }, 'options.store: expected none: the simulation makes the stores'],
  [{ options: { clock: {} } }, 'options.clock: expected none: the simulation makes the clocks'],
  [{ options: { createId() {} } }, 'options.createId: expected none'],
  [{ options: { notifications: {} } }, 'options.notifications: expected none'],
  [{ options: { curency: 'EUR' } }, 'options: expected only store'],
  [{ options: { machines: { order: {} } } }, 'machines.order: expected'],
])('simulateShop(%j) is misuse', async (given, message) => {
  const error = await simulateShop(given as unknown as Given).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(ArgumentError);
  expect(error.message).toContain(message);
});

describe('a simulated store', () => {
  test.each([
    [1, 'disk: expected a plain object, got 1'],
    [{ isSynchronos: true }, 'disk: expected only isSynchronous, joinsGroup, fault, onCommit'],
    [{ isSynchronous: true }, 'disk.isSynchronous: expected a function, got true'],
    [{ onCommit: 1 }, 'disk.onCommit: expected a function, got 1'],
    [{ fault: 3 }, 'disk.fault: expected a plain object, got 3'],
    [{ fault: { at: 0, shows: 'throws' } }, 'disk.fault.at: expected a positive safe integer'],
    [{ fault: { at: 1, shows: 'hangs' } }, "disk.fault.shows: expected one of 'throws', 'rejects'"],
  ])('refuses the disk %j', (disk, message) => {
    expect(() => simulatedStore(disk as object)).toThrow(message);
    expect(() => simulatedStore().restart(disk as object)).toThrow(ArgumentError);
  });

  test('refuses a number of survivors that is none', () => {
    expect(() => simulatedStore().crash(-1)).toThrow('survivors: expected a non-negative safe');
  });
});

describe('a source of random numbers', () => {
  test('gives the same numbers for the same seed and stream, and others for another one', () => {
    const drawn = (seed: number, stream?: number) => {
      const random = randomSource(seed, stream);
      return Array.from({ length: 20 }, () => random.integer(1000));
    };
    expect(drawn(1)).toEqual(drawn(1));
    const all = [drawn(1), drawn(2), drawn(1, 1), drawn(-1)].map(String);
    expect(new Set(all).size).toBe(4);
  });

  test('draws each number as often as any other', () => {
    const random = randomSource(5);
    const drawn = Array.from({ length: 7000 }, () => random.integer(7));
    const counts = [0, 1, 2, 3, 4, 5, 6].map((of) => drawn.filter((one) => one === of).length);
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
    expect(random.pick(['a'])).toBe('a');
  });

  test('refuses bounds and lists from which nothing can be drawn', () => {
    expect(() => randomSource(1).integer(0)).toThrow('end: expected a whole number from 1');
    expect(() => randomSource(1).pick([])).toThrow('from: expected an array that is not empty');
  });
});
