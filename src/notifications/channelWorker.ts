import { batchLimits } from '../../machines/index.ts';
import { MAX_UNWRITTEN_FACTS } from '../base/limits.ts';
import type { FactLog } from '../facts/factLog.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Engine } from '../runtime/engine.ts';
import { TimeSlice } from '../runtime/timeSlice.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { Store } from '../store/store.ts';
import { BatchComposer, type ComposedMessage } from './batchComposer.ts';
import { callChannel, type Outcome } from './callChannel.ts';
import type { Composer } from './composer.ts';
import type { Deadlines } from './deadlines.ts';
import { DeliveryActor } from './deliveryActor.ts';
import { DeliveryLedger } from './deliveryLedger.ts';
import { LogFeed } from './logFeed.ts';
import { rateLimit } from './rateLimit.ts';
import { reasonOf } from './reasonText.ts';
import type { UsedChannel } from './resolveNotifications.ts';
import { RetryTimer } from './retryTimer.ts';
import { type DeliveryCounts, settleBatch } from './settleBatch.ts';

export interface ChannelWorkerOptions {
  readonly used: UsedChannel;
  readonly engine: Engine;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: FactLog;
  readonly composer: Composer;
  readonly deadlines: Deadlines;
  /** How long work goes on before the event loop goes on, in milliseconds. */
  readonly sliceMs: number;
}

/**
 * Delivers the messages of one channel: takes facts from the log, makes messages of them, and calls the channel. The chart of
 * deliveries decides when a batch may go out; {@link DeliveryLedger} remembers what has become of each message, in the
 * turn that also tells the chart.
 *
 * Everything happens after commits and in turns of the event loop of its own: no command waits for it.
 */
export class ChannelWorker {
  readonly counts: DeliveryCounts = { sent: 0, retried: 0, failed: 0 };
  readonly ledger: DeliveryLedger;
  readonly actor = new DeliveryActor();
  readonly feed: LogFeed;
  /** Batches that the channel has not answered. */
  underWay = 0;
  /** The last failure; undefined without one. */
  lastFailure: { readonly reason: string; readonly at: number } | undefined;
  readonly #options: ChannelWorkerOptions;
  readonly #slice: TimeSlice;
  readonly #batches: BatchComposer;
  readonly #abort = new AbortController();
  readonly #retryTimer: RetryTimer;
  #isReady = false;
  #isDraining = false;
  #isScheduled = false;
  #hasCeased = false;
  #onFlushed = () => {};

  constructor(options: ChannelWorkerOptions) {
    const { used, engine, composer, sliceMs } = options;
    const { channel, terms } = used;
    const types = composer.typesFor(channel);
    const ledger = new DeliveryLedger({ ...options, types });
    this.#options = options;
    this.ledger = ledger;
    this.#slice = new TimeSlice(engine.monotonicNow, sliceMs);
    this.#retryTimer = new RetryTimer(engine, options.clock, () => this.#schedule());
    const limit = rateLimit(terms.perSecond);
    this.#batches = new BatchComposer({ ...options, channel, ledger, limit });
    const window = terms.maxBatch * (terms.maxConcurrent + 1);
    this.feed = new LogFeed({ ...options, ledger, window, types });
  }

  get name(): string {
    return this.#options.used.channel.name;
  }

  /** Reads how far the deliveries have come. Before any turn, which could evict facts that are still needed. */
  load(): void {
    this.ledger.load();
    this.feed.start();
  }

  start(): void {
    const { engine, used } = this.#options;
    const { gatherMs, baseBackoffMs: baseMs, maxBackoffMs: maxMs } = used.terms;
    const terms = { gatherMs, baseMs, maxMs, isPaused: this.ledger.isPaused };
    // A state that a timer has entered may let a batch go.
    this.actor.start(engine, { channel: this.name, ...terms }, () => this.#schedule());
  }

  ready(): void {
    this.#isReady = true;
    // A channel that is new is known from now on, whatever happens to the process.
    this.#turn(() => {});
    this.#schedule();
  }

  /** Facts of a turn are durable. @param lastSeq the number of the turn's last fact. */
  offer(facts: readonly RecordedFact[], lastSeq: number): void {
    const isWork = this.feed.offer(facts, lastSeq);
    if (isWork || this.ledger.unwritten > MAX_UNWRITTEN_FACTS) this.#schedule();
  }

  /** Pauses the channel, or lets it go on. To be called within a turn. */
  setPaused(isPaused: boolean): void {
    this.actor.send({ type: isPaused ? 'delivery.pause' : 'delivery.resume' });
    this.ledger.isPaused = isPaused;
    this.ledger.write();
  }

  /** Tries a dead letter again. To be called within a turn. @returns false if there is none. */
  revive(seq: number, id: string): boolean {
    const isRevived = this.ledger.revive(seq, id);
    if (isRevived) this.#schedule();
    return isRevived;
  }

  rebase(byMs: number): void {
    this.ledger.rebase(byMs);
    this.#schedule();
  }

  /**
   * Sends what waits, without gathering, as long as the channel takes it. A channel that is paused or fails is not waited
   * for.
   *
   * @returns undefined if there is nothing to wait for; otherwise a promise that resolves when there is not any more.
   */
  drain(): Promise<void> | undefined {
    this.#isDraining = true;
    this.#trySending();
    if (this.#isFlushed()) return undefined;
    return new Promise((resolve) => {
      this.#onFlushed = resolve;
    });
  }

  /** Lets no further batch go, and tells the channel to give up what is under way. */
  abort(): void {
    this.#hasCeased = true;
    this.#abort.abort();
    this.#isFlushed();
  }

  stop(): void {
    this.abort();
    this.#retryTimer.clear();
  }

  readonly #isSliceOver = (): boolean => this.#slice.isOver();

  readonly #sendLater = (): void => {
    this.#isScheduled = false;
    this.#trySending();
    if (this.#isDraining) this.#isFlushed();
  };

  #schedule(): void {
    if (this.#isScheduled || !this.#isReady || this.#hasCeased) return;
    this.#isScheduled = true;
    setImmediate(this.#sendLater);
  }

  /** What the store throws when it is read is a failure of the channel: it waits, and tries again. */
  #trySending(): void {
    try {
      this.#sendBatches();
    } catch (error) {
      const failure = { reason: reasonOf(error), retryAfterMs: undefined };
      try {
        this.#fail(failure, this.#options.engine.now());
      } catch {} // The clock throws. The channel tries again with the next fact.
    }
  }

  /** Lets batches go as long as the chart allows it, and the slice of this turn of the event loop lasts. */
  #sendBatches(): void {
    const { engine, used } = this.#options;
    const { ledger } = this;
    let now = 0;
    while (engine.stopped === undefined && !this.#hasCeased) {
      this.feed.refill(this.#isSliceOver);
      now = engine.now();
      // Those that are held up have records before they are taken, so that these are deleted with them.
      if (ledger.hasUnwritten || ledger.unwritten > MAX_UNWRITTEN_FACTS) this.#turn(() => {});
      if (!ledger.queue.hasReady(now)) {
        if (ledger.queue.waiting === 0) this.#noteEmptied();
        break;
      }
      this.#noteWanted();
      const limits = batchLimits(this.actor.state, {
        messages: used.terms.maxBatch,
        batches: used.terms.maxConcurrent,
      });
      if (this.underWay >= limits.batches) break;
      const batch = this.#compose(limits.messages);
      if (batch.length > 0) this.#deliver(batch);
      if (!this.#slice.isOver()) continue;
      this.#schedule();
      return;
    }
    // By the same reading of the clock: what was not due then gets a timer.
    this.#retryTimer.set(ledger.queue.nextDueAt, now);
  }

  #noteWanted(): void {
    const { maxBatch } = this.#options.used.terms;
    if (this.actor.state === 'idle') this.actor.send({ type: 'delivery.wanted' });
    const isFull = this.#isDraining || this.ledger.queue.ready >= maxBatch;
    if (this.actor.state === 'gathering' && isFull) this.actor.send({ type: 'delivery.filled' });
  }

  #noteEmptied(): void {
    if (this.actor.state === 'sending' || this.actor.state === 'gathering') {
      this.actor.send({ type: 'delivery.emptied' });
    }
  }

  /** Takes the next batch from the queue. What can never be delivered becomes dead letters. */
  #compose(most: number): readonly ComposedMessage[] {
    const { engine } = this.#options;
    const { ledger } = this;
    const { messages, lost, limitedMs } = this.#batches.compose(most, this.#isSliceOver);
    if (lost.length > 0 || ledger.hasUnwritten) {
      this.counts.failed += lost.length;
      this.#turn(() => {
        for (const { entry, reason } of lost) ledger.bury(entry, reason, engine.now());
      });
      ledger.release(lost.map(({ entry }) => entry));
    }
    if (limitedMs > 0) this.actor.send({ type: 'delivery.limited', waitMs: limitedMs });
    return messages;
  }

  async #deliver(batch: readonly ComposedMessage[]): Promise<void> {
    const { used, clock, engine } = this.#options;
    this.underWay++;
    const outcomes = await callChannel({
      channel: used.channel,
      batch: batch.map(({ message }) => message),
      timeoutMs: used.terms.timeoutMs,
      clock,
      signal: this.#abort.signal,
    });
    if (engine.stopped === undefined) await this.#turn(() => this.#settle(batch, outcomes));
    // Not before their outcomes are durable: a crash repeats no more than what is under way.
    this.ledger.release(batch.map(({ entry }) => entry));
    this.underWay--;
    this.#schedule();
    if (this.#isDraining) this.#isFlushed();
  }

  /** True when nothing is under way any more while the shop is being closed: then nothing is begun, either. */
  #isFlushed(): boolean {
    if (this.underWay > 0 || (this.#isScheduled && !this.#hasCeased)) return false;
    this.#hasCeased = true;
    const isOpen = this.#options.engine.stopped === undefined;
    if (isOpen && this.ledger.unwritten > 0) this.#turn(() => {});
    this.#onFlushed();
    return true;
  }

  /** Notes what has become of the messages of a batch, and tells the chart. Within a turn. */
  #settle(batch: readonly ComposedMessage[], outcomes: readonly Outcome[]): void {
    const { counts, ledger } = this;
    const now = this.#options.engine.now();
    const options = { ledger, counts, now, isLast: this.#hasCeased };
    const { works, failure } = settleBatch(batch, outcomes, options);
    if (works) this.actor.send({ type: 'delivery.succeeded' });
    if (failure === undefined || this.#hasCeased) return;
    this.#fail(failure, now);
  }

  /** @param now epoch milliseconds. */
  #fail({ reason, retryAfterMs }: Pick<Outcome, 'reason' | 'retryAfterMs'>, now: number): void {
    this.lastFailure = { reason, at: now };
    const random = this.ledger.nextJitter(now);
    this.actor.send({ type: 'delivery.failed', reason, retryAfterMs, random });
  }

  /** Runs work in a turn that also writes how far the deliveries have come. Resolves when all of that is durable. */
  async #turn(work: () => void): Promise<void> {
    const { engine } = this.#options;
    try {
      const position = await engine.turn(() => {
        work();
        return this.ledger.write();
      });
      this.ledger.noteDurable(position);
    } catch {} // The engine has stopped: every command says why.
  }
}
