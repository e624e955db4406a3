/** Resolves when the sockets and timers of the process, and immediates so far, have had their turn. */
export function loopTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Lets the event loop turn a few times: afterwards everything is done that waits for promises and immediates only. Counts turns
 * and not time, so that the speed of the machine does not matter.
 */
export async function loopTurns(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await loopTurn();
}
