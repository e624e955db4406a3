import { setImmediate } from 'node:timers/promises';
import { closedLoop } from '../closedLoop/closedLoop.ts';
import { IN_FLIGHT_DURABLE } from '../peers/limits.ts';
import type { OnProgress } from '../scaling/point.ts';
import { USERS } from './limits.ts';

/**
 * Runs work that is not timed for each number from 0, many at a time, so that they share the commits of a store on
 * disk, but no two for the same user when users take turns. Reports the progress at intervals.
 */
export async function inChunks(
  { stage, total, onProgress }: { stage: string; total: number; onProgress: OnProgress },
  work: (index: number) => Promise<void>,
): Promise<void> {
  for (let first = 0; first < total; first += USERS) {
    const count = Math.min(USERS, total - first);
    const indexes = Array.from({ length: count }, (_, index) => first + index);
    await closedLoop(indexes, { inFlight: IN_FLIGHT_DURABLE }, work);
    onProgress({ stage, done: first + count, total });
    // A shop in memory never waits: this lets the message be sent.
    await setImmediate();
  }
}
