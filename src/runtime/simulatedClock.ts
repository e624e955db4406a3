import { show } from '../base/show.ts';
import type { Clock } from './clock.ts';
import { type Due, TimerHeap } from './timerHeap.ts';

export interface SimulatedClock extends Clock {
  /**
   * Moves time forward by `ms` milliseconds. Every timer that falls due meanwhile, including those
   * set by other timers, runs before this returns: in due order, each at its own due time.
   *
   * @throws TypeError or RangeError if `ms` is not a non-negative safe integer.
   */
  advance(ms: number): void;
}

interface SimulatedTimer extends Due {
  readonly run: () => void;
}

/**
 * A clock for tests and replays: time stands still until {@link SimulatedClock.advance} moves it.
 *
 * @param startAt epoch milliseconds, 0 when left out.
 * @throws TypeError or RangeError if `startAt` is not a non-negative safe integer.
 */
export function simulatedClock(startAt = 0): SimulatedClock {
  let now = wholeMs('startAt', startAt);
  let order = 0;
  const timers = new TimerHeap<SimulatedTimer>();
  return {
    now: () => now,
    setTimeout(run, delayMs) {
      const timer = { dueAt: now + Math.max(0, delayMs), order: order++, run };
      timers.push(timer);
      return timer;
    },
    clearTimeout(timer) {
      timers.delete(timer as SimulatedTimer);
    },
    advance(ms) {
      const end = now + wholeMs('ms', ms);
      for (
        let next = timers.peek();
        next !== undefined && next.dueAt <= end;
        next = timers.peek()
      ) {
        timers.pop();
        now = Math.max(now, next.dueAt);
        next.run();
      }
      now = Math.max(now, end);
    },
  };
}

function wholeMs(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  const Misuse = typeof value === 'number' ? RangeError : TypeError;
  throw new Misuse(
    `${name}: expected a non-negative whole number of milliseconds, got ${show(value)}`,
  );
}
