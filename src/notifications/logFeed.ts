import { MAX_RETRYING, MAX_WAITING_FACTS } from '../base/limits.ts';
import type { FactLog } from '../facts/factLog.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { DeliveryLedger } from './deliveryLedger.ts';

export interface LogFeedOptions {
  readonly log: FactLog;
  readonly ledger: DeliveryLedger;
  /** The types of the facts that become messages of the channel. */
  readonly types: ReadonlySet<string>;
  /** The facts of how many orders and users may wait in memory. */
  readonly window: number;
}

/**
 * Feeds the queue of a channel with facts of the log, as long as there is room. A channel that keeps up takes them from
 * memory when they are durable; one that has fallen behind reads them from the store: the backlog is the log.
 */
export class LogFeed {
  readonly #options: LogFeedOptions;
  /** The number of the last fact that was offered. */
  #seen = 0;

  constructor(options: LogFeedOptions) {
    this.#options = options;
  }

  /** To be called once, when the log is loaded and no fact was offered yet. */
  start(): void {
    this.#seen = this.#options.log.highWatermark;
  }

  /** Facts that were not taken from the log yet. */
  get backlog(): number {
    const { log, ledger } = this.#options;
    return log.highWatermark - ledger.readTo;
  }

  /** True when the queue takes further facts. */
  get hasRoom(): boolean {
    const { ledger, window } = this.#options;
    const { waiting, waitingSubjects, retrying } = ledger.queue;
    return waitingSubjects < window && waiting < MAX_WAITING_FACTS && retrying < MAX_RETRYING;
  }

  /**
   * Takes the facts of a turn, which are durable, unless the channel has fallen behind.
   *
   * @param lastSeq the number of the turn's last fact.
   * @returns true if there is something to do.
   */
  offer(facts: readonly RecordedFact[], lastSeq: number): boolean {
    const { ledger, types } = this.#options;
    const keepsUp = ledger.readTo === this.#seen;
    this.#seen = lastSeq;
    if (!keepsUp) return this.hasRoom;
    let hasTaken = false;
    for (let index = 0; index < facts.length; index++) {
      const fact = facts[index] as RecordedFact;
      if (!types.has(fact.type)) continue;
      if (!this.hasRoom) {
        // This one and the next come from the log when there is room.
        ledger.advanceTo(fact.seq - 1);
        return hasTaken;
      }
      ledger.take(fact);
      hasTaken = true;
    }
    ledger.advanceTo(lastSeq);
    return hasTaken;
  }

  /** Reads facts from the log, if the channel has fallen behind it. @param isOver true when it has to stop for now. */
  refill(isOver: () => boolean): void {
    const { log, ledger, types } = this.#options;
    while (ledger.readTo < log.highWatermark && this.hasRoom) {
      const { facts, upTo } = log.read(ledger.readTo);
      for (const fact of facts) if (types.has(fact.type)) ledger.take(fact);
      ledger.advanceTo(upTo);
      if (isOver()) return;
    }
  }
}
