import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import type { Seeded } from '../harness/seeded.ts';
import { CHECKOUTS_PER_SECOND, SEARCHES_PER_SECOND, SHOP_OVERTIME_MS } from './limits.ts';

/** Returns the due time of a request, in milliseconds since the start, and its latency from then. */
export type Answered = () => { readonly dueAt: number; readonly latency: number };

export interface OpenLoopOptions {
  /** The measured time, which follows the warm-up. */
  readonly seconds: number;
  readonly warmUpMs: number;
  readonly random: Seeded;
  /** Runs a checkout and calls `answered` when it is done. */
  readonly checkout: (answered: Answered) => Promise<void>;
  /** Runs a search and calls `answered` before it returns. */
  readonly search: (number: number, answered: Answered) => void;
  /** Receives the number of measured seconds that have passed. */
  readonly onSecond?: (seconds: number) => void;
}

/** The shortest sleep of a timer. */
const IDLE_MS = 1;

/**
 * Issues checkouts and searches when they are due, whether or not earlier ones have been answered. Both
 * are Poisson processes. Ends when all have been answered.
 *
 * @throws Error if a checkout fails, or if answers are still missing long after the end.
 */
export async function openLoop(options: OpenLoopOptions): Promise<void> {
  const { seconds, warmUpMs, random, checkout, search, onSecond } = options;
  const until = warmUpMs + 1000 * seconds;
  const startedAt = performance.now();
  const now = () => performance.now() - startedAt;
  const answeredFor = (dueAt: number): Answered => {
    return () => ({ dueAt, latency: now() - dueAt });
  };
  const failures: unknown[] = [];
  let underWay = 0;
  let searches = 0;
  let nextCheckout = random.exponential(1000 / CHECKOUTS_PER_SECOND);
  let nextSearch = random.exponential(1000 / SEARCHES_PER_SECOND);
  let nextSecond = warmUpMs + 1000;

  const start = async (dueAt: number) => {
    underWay++;
    try {
      await checkout(answeredFor(dueAt));
    } catch (error) {
      failures.push(error);
    }
    underWay--;
  };

  while (Math.min(nextCheckout, nextSearch) < until || underWay > 0) {
    const time = now();
    if (failures.length > 0) throw failures[0];
    if (time > until + SHOP_OVERTIME_MS) throw new Error('the shop does not keep up');
    if (time >= nextSecond) {
      onSecond?.(Math.round((nextSecond - warmUpMs) / 1000));
      nextSecond += 1000;
    }
    const dueAt = Math.min(nextCheckout, nextSearch);
    if (dueAt >= until || dueAt > time) {
      await sleep(IDLE_MS);
    } else if (dueAt === nextCheckout) {
      nextCheckout += random.exponential(1000 / CHECKOUTS_PER_SECOND);
      void start(dueAt);
      // Lets answers and timers have their turn.
      await setImmediate();
    } else {
      nextSearch += random.exponential(1000 / SEARCHES_PER_SECOND);
      search(searches++, answeredFor(dueAt));
      await setImmediate();
    }
  }
  if (failures.length > 0) throw failures[0];
}
