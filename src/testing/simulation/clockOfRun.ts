import { type SimulatedClock, simulatedClock } from '../../runtime/simulatedClock.ts';

/** A simulated clock that knows when its next timer is due. */
export interface ClockOfRun extends SimulatedClock {
  /** Milliseconds until the next timer is due; undefined if there is none. */
  msToNext(): number | undefined;
}

/** @param startAt epoch milliseconds. */
export function clockOfRun(startAt: number): ClockOfRun {
  const clock = simulatedClock(startAt);
  /** When each timer is due, in milliseconds of the monotonic clock. */
  const dueAt = new Map<unknown, number>();
  return {
    ...clock,
    setTimeout(run, delayMs) {
      const timer = clock.setTimeout(() => {
        dueAt.delete(timer);
        run();
      }, delayMs);
      dueAt.set(timer, clock.monotonicNow() + Math.max(0, delayMs));
      return timer;
    },
    clearTimeout(timer) {
      dueAt.delete(timer);
      clock.clearTimeout(timer);
    },
    msToNext() {
      if (dueAt.size === 0) return undefined;
      return Math.max(0, Math.min(...dueAt.values()) - clock.monotonicNow());
    },
  };
}
