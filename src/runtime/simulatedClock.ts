import * as check from '../base/check.ts';
import type { Clock } from './clock.ts';
import { type Due, TimerHeap } from './timerHeap.ts';

export interface SimulatedClock extends Clock {
  /** True: time passes in `advance` only, so the shop runs whatever is due at once. */
  readonly isSimulated: true;
  /**
   * Moves time forward by `ms` milliseconds. Every timer that falls due meanwhile, including those
   * set by other timers, runs before this returns: in due order, each at its own due time.
   *
   * @param ms 0 or more.
   * @throws TypeError or RangeError if `ms` is not a non-negative safe integer.
   */
  advance(ms: number): void;
  /** Milliseconds since the clock was made. */
  monotonicNow(): number;
  /**
   * Sets the wall clock forward by `ms` milliseconds, or back for a negative number, as a person or a
   * time service does with the clock of a machine. No time passes: no timer runs, and `monotonicNow()`
   * stays as it is.
   *
   * @param ms forward if positive, back if negative.
   * @throws TypeError or RangeError if `ms` is not a safe integer, or leads to a time before 1970.
   */
  jump(ms: number): void;
}

interface SimulatedTimer extends Due {
  readonly run: () => void;
}

/**
 * A clock for tests and replays: time stands still until {@link SimulatedClock.advance} moves it.
 *
 * @param startAt epoch milliseconds, 0 when left out.
 * @throws TypeError or RangeError if `startAt` is not a non-negative safe integer.
 *
 * @example
 * const clock = simulatedClock();
 * const shop = await createShop({ clock });
 * clock.advance(24 * 60 * 60 * 1000); // a day: carts expire, unpaid orders are cancelled
 */
export function simulatedClock(startAt = 0): SimulatedClock {
  /** The wall clock less the time that has passed. */
  let lead = wholeMs('startAt', startAt);
  let passed = 0;
  let order = 0;
  const timers = new TimerHeap<SimulatedTimer>();
  return {
    isSimulated: true,
    now: () => lead + passed,
    monotonicNow: () => passed,
    setTimeout(run, delayMs) {
      const timer = { dueAt: passed + Math.max(0, delayMs), order: order++, run };
      timers.push(timer);
      return timer;
    },
    clearTimeout(timer) {
      timers.delete(timer as SimulatedTimer);
    },
    advance(ms) {
      const end = passed + wholeMs('ms', ms);
      for (
        let next = timers.peek();
        next !== undefined && next.dueAt <= end;
        next = timers.peek()
      ) {
        timers.pop();
        passed = Math.max(passed, next.dueAt);
        next.run();
      }
      passed = Math.max(passed, end);
    },
    jump(ms) {
      const to = lead + passed + ms;
      if (Number.isSafeInteger(ms) && Number.isSafeInteger(to) && to >= 0) lead += ms;
      else throw misuse('ms', 'a whole number of milliseconds that leads to 1970 or later', ms);
    },
  };
}

function wholeMs(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw misuse(name, 'a non-negative whole number of milliseconds', value);
}

function misuse(name: string, expected: string, value: unknown): Error {
  const error = typeof value === 'number' ? check.outOfRange : check.wrongType;
  return error(name, expected, value);
}
