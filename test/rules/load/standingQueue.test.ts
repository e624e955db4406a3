import { describe, expect, it } from 'vitest';
import { StandingQueue } from '../../../src/admission/standingQueue.ts';

const SHED_ABOVE_MS = 1000;
const STANDING_MS = 100;

/** Observes the same wait every ten milliseconds, from one time to another. */
function observe(queue: StandingQueue, waitMs: number, from: number, until: number): void {
  for (let now = from; now <= until; now += 10) queue.observe(waitMs, now);
}

describe('a queue', () => {
  it('stands when it has not been short for shedAboveMs, and then has a shorter limit', () => {
    const queue = new StandingQueue(SHED_ABOVE_MS);
    observe(queue, 500, 0, SHED_ABOVE_MS);
    expect(queue.limitMs).toBe(SHED_ABOVE_MS);
    queue.observe(500, SHED_ABOVE_MS + 10);
    expect(queue.limitMs).toBe(STANDING_MS);
  });

  it('does not stand when it was short in between', () => {
    const queue = new StandingQueue(SHED_ABOVE_MS);
    observe(queue, 500, 0, 900);
    queue.observe(10, 910);
    observe(queue, 500, 920, 1800);
    expect(queue.limitMs).toBe(SHED_ABOVE_MS);
  });

  it('that stands does so until it has been short for as long', () => {
    const queue = new StandingQueue(SHED_ABOVE_MS);
    observe(queue, 500, 0, 1100);
    observe(queue, 10, 1110, 2000);
    expect(queue.limitMs).toBe(STANDING_MS);
    observe(queue, 10, 2010, 2200);
    expect(queue.limitMs).toBe(SHED_ABOVE_MS);
  });

  it('that stands does so no more when all of it has been served', () => {
    const queue = new StandingQueue(SHED_ABOVE_MS);
    observe(queue, 500, 0, 1100);
    queue.observe(0, 1110);
    expect(queue.limitMs).toBe(SHED_ABOVE_MS);
    queue.observe(500, 60_000);
    expect(queue.limitMs).toBe(SHED_ABOVE_MS);
  });
});
