import { setTimeout as sleep } from 'node:timers/promises';
import { Latency } from '../../harness/latency.ts';
import { IN_TIME_MS, POLL_MS } from '../limits.ts';

/** How long messages take from their facts until they are sent. */
export class MessageTimes {
  latency = new Latency();
  /** Those that were sent within {@link IN_TIME_MS}. */
  inTime = 0;
  #from = 0;

  /** Counts the messages of facts from now on. */
  async begin(): Promise<void> {
    // No earlier fact has the same time: their clock has milliseconds.
    await sleep(2);
    this.latency = new Latency();
    this.inTime = 0;
    this.#from = Date.now();
  }

  /** A message was sent. @param at the time of its fact, epoch milliseconds. */
  sent(at: number): void {
    if (at < this.#from) return;
    const tookMs = Date.now() - at;
    this.latency.record(1000 * tookMs);
    if (tookMs <= IN_TIME_MS) this.inTime++;
  }

  /** Waits until this many were sent, or the others are late. */
  async waitFor(count: number): Promise<void> {
    const giveUpAt = performance.now() + IN_TIME_MS;
    while (this.latency.count < count && performance.now() < giveUpAt) await sleep(POLL_MS);
  }
}
