import { nextAttempt } from '../../machines/index.ts';
import type { FactLog } from '../facts/factLog.ts';
import type { Engine } from '../runtime/engine.ts';
import { type DeadLetterRecord, deliveryRecord, retryRecord } from '../schema/delivery.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { Store } from '../store/store.ts';
import type { Outcome } from './callChannel.ts';
import type { EventMessage } from './channel.ts';
import { DeadLetters } from './deadLetters.ts';
import type { Deadlines } from './deadlines.ts';
import { DeliveryProgress } from './deliveryProgress.ts';
import { forgetEndpoints } from './forgetEndpoints.ts';
import { MessageQueue, type QueuedFact, queued } from './messageQueue.ts';
import type { UsedChannel } from './resolveNotifications.ts';
import { storedMessages } from './storedMessages.ts';

export interface DeliveryLedgerOptions {
  readonly used: UsedChannel;
  readonly engine: Engine;
  readonly store: Store;
  readonly log: FactLog;
  readonly deadlines: Deadlines;
  /** The types of the facts that become messages of the channel. */
  readonly types: ReadonlySet<string>;
}

/** What has become of a message that was called for. */
export type Settled = 'sent' | 'retried' | 'failed';

/** With what a message is settled. */
export interface SettlingTerms {
  /** Epoch milliseconds. */
  readonly now: number;
  /** The messages that the channel has delivered since the shop was opened. */
  readonly sent: number;
  /** True when the batch had no other message; false while the shop is being closed. */
  readonly isAlone: boolean;
  /** True when others could be sent, which then go before one that has failed alone. */
  readonly othersWait: boolean;
}

/**
 * What has become of the messages of one channel, in memory and in the store. Each fact of the log is in one place: not
 * taken yet; open, which is waiting or under way; in a record of those that are retried; a dead letter; or done with.
 * A message leaves its place in the turn that makes the next one durable.
 */
export class DeliveryLedger {
  readonly queue = new MessageQueue();
  readonly dead: DeadLetters;
  isPaused = false;
  readonly #options: DeliveryLedgerOptions;
  readonly #channel: string;
  #progress = new DeliveryProgress({ readTo: 0, open: [] });
  /** The position that the store has: later facts are retained. */
  #durablePosition = 0;
  /** What the next turn has to write. */
  #heldUp: QueuedFact[] = [];
  #erased: QueuedFact[] = [];
  #buried: DeadLetterRecord[] = [];
  /** Where those under way go when their outcome is durable; those that are not here are done with. */
  readonly #next = new Map<QueuedFact, 'retry' | 'give back'>();
  #jitters = 0;

  constructor(options: DeliveryLedgerOptions) {
    this.#options = options;
    this.#channel = options.used.channel.name;
    this.dead = new DeadLetters({ ...options, channel: this.#channel });
  }

  /** Reads what the store has. A channel that is new begins with the facts from now on. */
  load(): void {
    const { store, log } = this.#options;
    const stored = deliveryRecord.get(store, deliveryRecord.key(this.#channel));
    const { readTo, open } = stored ?? { readTo: log.highWatermark, open: [] };
    this.#progress = new DeliveryProgress({ readTo, open: [] });
    this.isPaused = stored?.isPaused ?? false;
    for (const entry of storedMessages({ ...this.#options, channel: this.#channel, open })) {
      if (entry.isStored) this.queue.addRetry(entry);
      else this.take(entry.fact);
    }
    this.dead.load(stored ?? { unreported: 0, reportedAt: 0 });
    this.#durablePosition = this.#progress.position;
    const position = () => this.#durablePosition;
    log.addReader({
      types: this.#options.types,
      get position() {
        return position();
      },
    });
  }

  /** The number of the last fact that was taken from the log. */
  get readTo(): number {
    return this.#progress.readTo;
  }

  /** How many facts were passed since the store was told. */
  get unwritten(): number {
    return this.#progress.unwritten;
  }

  /** Takes the next fact that becomes a message from the log. */
  take(fact: RecordedFact): void {
    this.#progress.open(fact.seq);
    this.queue.add(queued(fact));
  }

  /** All facts up to this one that become messages were taken. */
  advanceTo(seq: number): void {
    this.#progress.advanceTo(seq);
  }

  /** True when the message of the fact is of no use any more. */
  isLate({ fact, isForced }: QueuedFact, now: number): boolean {
    return !isForced && now >= this.#deadlineOf(fact);
  }

  /** Nobody is to be told of a fact that was taken from the queue. */
  pass(entry: QueuedFact): void {
    this.#progress.done(entry.fact.seq);
    if (entry.isStored) this.#erased.push(entry);
    this.queue.finish(entry);
  }

  /** A message that was taken from the queue can never be delivered: it becomes a dead letter in the next turn. */
  bury(entry: QueuedFact, reason: string, now: number): void {
    const { fact, attempts } = entry;
    this.#progress.done(fact.seq);
    if (entry.isStored) this.#erased.push(entry);
    this.#buried.push({ fact, attempts, diedAt: now, reason });
  }

  /** True when there is something that a turn has to write before the next batch goes out. */
  get hasUnwritten(): boolean {
    this.#heldUp.push(...this.queue.takeHeldUp());
    return this.#heldUp.length > 0 || this.#buried.length > 0 || this.#erased.length > 0;
  }

  /** Notes what has become of a message that the channel was called with, within a turn. */
  settle(
    entry: QueuedFact,
    message: EventMessage,
    outcome: Outcome,
    { now, sent, isAlone, othersWait }: SettlingTerms,
  ): Settled {
    const { status, reason, retryAfterMs, affectsChannel, goneEndpoints } = outcome;
    if (goneEndpoints.length > 0) forgetEndpoints(this.#options, message, goneEndpoints);
    if (status === 'sent') {
      this.#progress.done(entry.fact.seq);
      if (entry.isStored) this.#erased.push(entry);
      return 'sent';
    }
    entry.attempts++;
    entry.reason = reason;
    if (affectsChannel) {
      entry.channelFailures++;
      // One that fails alone makes the channel fail if others get through meanwhile.
      const isOwnFailure = isAlone && sent > (entry.sentBefore ?? sent);
      if (isAlone) entry.sentBefore = sent;
      if (isOwnFailure) entry.failures++;
      else if (!isAlone || !othersWait) {
        this.#next.set(entry, 'give back');
        return 'retried';
      }
    } else entry.failures++;
    const next =
      status === 'failed' ? { givenUp: '' } : this.#nextAttempt(entry, now, retryAfterMs);
    if ('givenUp' in next) {
      this.bury(entry, next.givenUp === '' ? reason : `${reason} (${next.givenUp})`, now);
      return 'failed';
    }
    entry.dueAt = next.dueAt;
    this.#store(entry);
    this.#next.set(entry, 'retry');
    return 'retried';
  }

  /** The outcomes of messages are durable, or will never be: later ones about the same may follow. */
  release(entries: readonly QueuedFact[]): void {
    for (const entry of entries) {
      const next = this.#next.get(entry);
      this.#next.delete(entry);
      if (next === 'retry') this.queue.retry(entry);
      else if (next === 'give back') this.queue.giveBack(entry);
      else this.queue.finish(entry);
    }
  }

  /** Lets a dead letter be tried again, within a turn. @returns false if there is none. */
  revive(seq: number, id: string): boolean {
    const letter = this.dead.take(seq, id);
    if (letter === undefined) return false;
    const entry = queued(letter.fact);
    entry.dueAt = this.#options.engine.now();
    entry.isForced = true;
    this.#store(entry);
    this.queue.addRetry(entry);
    return true;
  }

  /** Writes everything that is not written yet, within a turn. @returns the position that is durable with the turn. */
  write(): number {
    const { engine } = this.#options;
    for (const entry of this.#heldUp) this.#store(entry);
    this.#heldUp = [];
    for (const { fact } of this.#erased) {
      engine.stage(retryRecord.delete(retryRecord.key(this.#channel, fact.seq)));
    }
    this.#erased = [];
    if (this.#buried.length > 0) this.dead.add(this.#buried);
    this.#buried = [];
    this.dead.report();
    const { isPaused, dead } = this;
    const record = { ...this.#progress.written(), isPaused, ...dead.reports };
    engine.stage(deliveryRecord.put(deliveryRecord.key(this.#channel), record));
    return this.#progress.position;
  }

  /** A position that {@link DeliveryLedger.write} has returned is durable. */
  noteDurable(position: number): void {
    this.#durablePosition = Math.max(this.#durablePosition, position);
  }

  rebase(byMs: number): void {
    this.dead.rebase(byMs);
    this.queue.rebase(byMs);
    // These are not back in the queue yet.
    for (const entry of this.#next.keys()) entry.dueAt = Math.max(0, entry.dueAt + byMs);
  }

  /** 0 to 1. Multiples of the golden ratio spread evenly; the time sets shops apart that fail together. */
  nextJitter(now: number): number {
    return (++this.#jitters * 0.618033988749895 + (now % 1000) / 1000) % 1;
  }

  #deadlineOf(fact: RecordedFact): number {
    const { engine, deadlines } = this.#options;
    return deadlines.of(fact, engine.jumps.since(fact.seq));
  }

  #nextAttempt(entry: QueuedFact, now: number, retryAfterMs: number | undefined) {
    const { baseBackoffMs: baseMs, maxBackoffMs: maxMs, maxAttempts } = this.#options.used.terms;
    const deadline = entry.isForced ? Number.POSITIVE_INFINITY : this.#deadlineOf(entry.fact);
    const random = this.nextJitter(now);
    // What has failed for all messages says nothing of this one.
    const attempts = entry.failures;
    return nextAttempt(
      { baseMs, maxMs, maxAttempts },
      { attempts, now, deadline, random, retryAfterMs },
    );
  }

  /** Gives a message that is retried a record of its own, within a turn. */
  #store(entry: QueuedFact): void {
    const { engine } = this.#options;
    const { fact, attempts, failures, dueAt, reason, isForced } = entry;
    const record = { fact, attempts, failures, dueAt, reason, isForced };
    const clockOffsetMs = engine.jumps.offsetMs;
    const key = retryRecord.key(this.#channel, fact.seq);
    engine.stage(retryRecord.put(key, { ...record, clockOffsetMs }));
    this.#progress.done(fact.seq);
    entry.isStored = true;
  }
}
