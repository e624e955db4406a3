import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { seeded } from '../../../bench/harness/seeded.ts';
import { openLoop } from '../../../bench/search/openLoop.ts';

const dueAts: number[] = [];
afterEach(() => {
  dueAts.length = 0;
});

const random = () => seeded(1);

test('checkouts and searches are issued in the order of their due times, at their rates', async () => {
  let [checkouts, searches] = [0, 0];
  await openLoop({
    ...{ seconds: 1, warmUpMs: 50, random: random() },
    async checkout(answered) {
      checkouts++;
      dueAts.push(answered().dueAt);
    },
    search(number, answered) {
      expect(number).toBe(searches++);
      dueAts.push(answered().dueAt);
    },
  });
  expect(dueAts).toEqual(dueAts.toSorted((a, b) => a - b));
  expect(dueAts.at(-1)).toBeLessThan(1050);
  // 525 and 53 are expected; four standard deviations around.
  expect(Math.abs(checkouts - 525)).toBeLessThan(92);
  expect(Math.abs(searches - 53)).toBeLessThan(30);
});

test('an open loop ends when all checkouts have been answered', async () => {
  let underWay = 0;
  await openLoop({
    ...{ seconds: 1, warmUpMs: 50, random: random() },
    async checkout() {
      underWay++;
      await sleep(100);
      underWay--;
    },
    search() {},
  });
  expect(underWay).toBe(0);
});

test('an open loop ends with the error of a checkout', async () => {
  const running = openLoop({
    ...{ seconds: 1, warmUpMs: 50, random: random() },
    async checkout() {
      throw new Error('out of luck');
    },
    search() {},
  });
  await expect(running).rejects.toThrow('out of luck');
});
