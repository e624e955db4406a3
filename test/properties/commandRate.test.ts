import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommandRate } from '../../src/admission/commandRate.ts';
import { runs } from './runs.ts';

const START = Date.UTC(2026, 0, 1);

/** A token bucket in fractions of a token, which are whole numbers. */
class ExactBucket {
  readonly #perSecond: bigint;
  #thousandths: bigint;
  #at: bigint;

  constructor(perSecond: number, at: number) {
    this.#perSecond = BigInt(perSecond);
    this.#thousandths = this.#perSecond * 1000n;
    this.#at = BigInt(at);
  }

  isTaken(now: number): boolean {
    this.#thousandths += (BigInt(now) - this.#at) * this.#perSecond;
    this.#at = BigInt(now);
    const most = this.#perSecond * 1000n;
    if (this.#thousandths > most) this.#thousandths = most;
    if (this.#thousandths < 1000n) return false;
    this.#thousandths -= 1000n;
    return true;
  }
}

const perSecond = fc.oneof(
  fc.integer({ min: 1, max: 12 }),
  fc.constantFrom(97, 1000, 1001, 100_000),
);
const pause = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 400 }) },
  { weight: 1, arbitrary: fc.constantFrom(999, 1000, 1001, 10 ** 10) },
);
const steps = fc.array(fc.tuple(pause, fc.constantFrom(0, 1, 4095, 4096, 9999)), {
  maxLength: 120,
  size: 'max',
});

describe('the commands of a user', () => {
  it('are those that an exact token bucket takes, whatever the other users do', () => {
    fc.assert(
      fc.property(perSecond, steps, (maxPerSecond, steps) => {
        const rate = new CommandRate({ maxPerSecond });
        const exact = new Map<number, ExactBucket>();
        let now = START;
        for (const [pauseMs, user] of steps) {
          now += pauseMs;
          const bucket = exact.get(user) ?? new ExactBucket(maxPerSecond, now);
          exact.set(user, bucket);
          expect(rate.retryAfterMs(user, now) === 0).toBe(bucket.isTaken(now));
        }
      }),
      { numRuns: runs(1000) },
    );
  });

  it('are taken after the time that a refusal tells, and not a millisecond before', () => {
    fc.assert(
      fc.property(perSecond, fc.array(pause, { maxLength: 40 }), (maxPerSecond, pauses) => {
        const rate = new CommandRate({ maxPerSecond });
        let now = START;
        for (const pauseMs of pauses) {
          now += pauseMs;
          let waitMs = 0;
          for (let count = 0; count <= Math.min(maxPerSecond, 1500); count++) {
            waitMs = rate.retryAfterMs(0, now);
            if (waitMs > 0) break;
          }
          if (waitMs === 0) continue;
          expect(Number.isInteger(waitMs)).toBe(true);
          expect(waitMs).toBeLessThanOrEqual(1000);
          expect(rate.retryAfterMs(0, now + waitMs - 1)).toBe(1);
          now += waitMs;
          expect(rate.retryAfterMs(0, now)).toBe(0);
        }
      }),
      { numRuns: runs(300) },
    );
  });

  it('are as many as one second holds at once, and evenly more after that', () => {
    const rate = new CommandRate({ maxPerSecond: 3 });
    const taken = [0, 0, 0, 0, 333, 334, 666, 667, 1000, 1001].filter(
      (ms) => rate.retryAfterMs(7, START + ms) === 0,
    );
    expect(taken).toEqual([0, 0, 0, 334, 667, 1000]);
    expect(rate.retryAfterMs(8, START)).toBe(0);
  });

  it('are not held up for longer than a second when the clock has been set back or forward', () => {
    for (const jumpMs of [-(10 ** 12), -5000, 5000, 10 ** 12]) {
      const rate = new CommandRate({ maxPerSecond: 2 });
      expect([1, 2, 3].map(() => rate.retryAfterMs(0, START))).toEqual([0, 0, 500]);
      const later = START + jumpMs;
      const waitMs = rate.retryAfterMs(0, later);
      expect(waitMs).toBe(jumpMs > 0 ? 0 : 500);
      expect(rate.retryAfterMs(0, later + 500)).toBe(0);
      expect(rate.retryAfterMs(0, later + 1000)).toBe(0);
    }
  });
});
