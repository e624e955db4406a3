/**
 * Lets the event loop turn a few times: afterwards everything is done that waits for promises and immediates only. Counts turns
 * and not time, so that the speed of the machine does not matter.
 */
export async function loopTurns(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
}
