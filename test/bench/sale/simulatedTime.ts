import { vi } from 'vitest';

// Taken before anything is simulated.
const loopTurn = () => new Promise((resolve) => setImmediate(resolve));

/**
 * Runs a function in simulated time: timers, dates and `performance.now()` stand still until all work
 * is done, then jump to the next timer. Its measurements do not depend on the speed of the machine.
 *
 * @param work receives a function that makes `performance.now()` jump by a number of milliseconds, as
 * if the process had been busy.
 */
export async function inSimulatedTime<Result>(
  work: (stall: (ms: number) => void) => Promise<Result>,
): Promise<Result> {
  vi.useFakeTimers({
    now: Date.UTC(2026, 10, 27, 9),
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
  });
  let stalledMs = 0;
  const simulated = performance.now.bind(performance);
  const spy = vi.spyOn(performance, 'now').mockImplementation(() => simulated() + stalledMs);
  let isOver = false;
  try {
    const result = work((ms) => {
      stalledMs += ms;
    }).finally(() => {
      isOver = true;
    });
    result.catch(() => {});
    for (await loopTurn(); !isOver; await loopTurn()) vi.advanceTimersToNextTimer();
    return await result;
  } finally {
    spy.mockRestore();
    vi.useRealTimers();
  }
}
