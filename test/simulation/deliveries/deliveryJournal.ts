import type { EventMessage } from '../../../src/index.ts';
import type { RetryRecord } from '../../../src/schema/delivery.ts';
import { subjectOf } from './deliveryTerms.ts';
import type { Heard } from './drawAnswer.ts';

/** One delivery of one message. */
export interface Attempt {
  readonly session: number;
  /** As the message says. */
  readonly attempt: number;
  /** True when it was the only message of its call. */
  readonly isAlone: boolean;
  /** What the shop has heard of it; undefined until it has, and if a crash comes first. */
  heard: Heard | undefined;
  /** Until when the message is not to be tried again. */
  notBefore: number;
}

/** What is known of a message. */
export interface JournaledMessage {
  readonly id: string;
  readonly attempts: Attempt[];
}

/** A call of a channel. */
export interface JournaledCall {
  readonly session: number;
  readonly batch: readonly EventMessage[];
}

/** All deliveries over one channel, and what the shop has heard of them. Checks that none comes too early or twice. */
export class DeliveryJournal {
  readonly messages = new Map<number, JournaledMessage>();
  /** What the shop has heard in this session. */
  readonly counts = { sent: 0, others: 0 };
  /** The number of calls, over all sessions. */
  calls = 0;
  /** Messages that an operator has wanted to be tried again: ever, in this session, and since the last attempt. */
  readonly #revived = new Set<number>();
  #revivedNow = new Set<number>();
  readonly #isDue = new Set<number>();
  /** Messages that the store says are done with. */
  #done: (seq: number) => boolean = () => false;
  #session = 0;
  #underWay = new Set<JournaledCall>();
  /** The last fact of each subject that was delivered in this session. */
  #newest = new Map<string, number>();
  readonly #seqOfId = new Map<string, number>();
  /** Messages that were delivered in this session: the batch with which the store is done with them, once it is. */
  readonly #sent = new Map<number, number | undefined>();

  get underWay(): number {
    return this.#underWay.size;
  }

  /**
   * Begins the next session.
   *
   * @param isDone true for the number of a fact with which the store is done.
   * @param retryOf what the store says of a message that it has to retry.
   */
  beginSession(
    isDone: (seq: number) => boolean,
    retryOf: (seq: number) => RetryRecord | undefined,
  ): void {
    this.#session++;
    this.#done = isDone;
    this.#underWay = new Set();
    this.#newest = new Map();
    this.#revivedNow = new Set();
    this.#sent.clear();
    this.counts.sent = 0;
    this.counts.others = 0;
    for (const seq of [...this.#isDue]) {
      if (retryOf(seq)?.isForced !== true) this.#isDue.delete(seq);
    }
    for (const [seq, { attempts }] of this.messages) {
      const last = attempts.at(-1);
      // That it has to wait was lost in a crash.
      if (last !== undefined && last.attempt !== retryOf(seq)?.attempts) last.notBefore = 0;
    }
  }

  /** An operator wants a dead letter to be tried again. */
  revive(seq: number): void {
    this.#revived.add(seq);
    this.#revivedNow.add(seq);
    this.#isDue.add(seq);
  }

  isRevived(seq: number): boolean {
    return this.#revived.has(seq);
  }

  /** The messages of which the shop has heard in this session that they were delivered. */
  get sentInSession(): Iterable<number> {
    return this.#sent.keys();
  }

  /** Notes a batch that can be read. @param isDone true for the number of a fact with which the store is done then. */
  addBatch(number: number, isDone: (seq: number) => boolean): void {
    for (const [seq, batch] of this.#sent) {
      if (batch === undefined && isDone(seq)) this.#sent.set(seq, number);
    }
  }

  /** True when the message was delivered, in any session. */
  wasSent(seq: number): boolean {
    return this.messages.get(seq)?.attempts.some(({ heard }) => heard === 'sent') ?? false;
  }

  /** How often the message has failed while others may have got through. */
  ownFailuresOf(seq: number): number {
    const attempts = this.messages.get(seq)?.attempts ?? [];
    return attempts.filter(({ heard, isAlone }) => {
      return heard === 'retry' || (heard === 'channel' && isAlone);
    }).length;
  }

  /** Notes a call. @param durable the last batch that survives a crash. @returns what is wrong with the call. */
  begin(
    batch: readonly EventMessage[],
    { now, durable }: { readonly now: number; readonly durable: number },
  ): { call: JournaledCall; problems: string[] } {
    const call = { session: this.#session, batch: [...batch] };
    const hasty = batch.flatMap((message) => this.#hastyProblems(message, durable));
    const problems = [
      ...hasty,
      ...batch.flatMap((message) => this.#add(message, now, batch.length === 1)),
    ];
    const busy = [...this.#underWay, call].flatMap((one) =>
      one.batch.map(({ fact }) => subjectOf(fact)),
    );
    if (new Set(busy).size < busy.length) problems.push(`two at a time about the same: ${busy}`);
    this.#underWay.add(call);
    this.calls++;
    return { call, problems };
  }

  /** The shop has heard of a call. */
  end(call: JournaledCall, heard: readonly Heard[], notBefore: readonly number[] = []): void {
    if (!this.#underWay.delete(call)) return;
    for (const [index, { fact }] of call.batch.entries()) {
      const attempt = this.messages.get(fact.seq)?.attempts.at(-1) as Attempt;
      attempt.heard = heard[index];
      if (heard[index] === 'retry') attempt.notBefore = notBefore[index] ?? 0;
      this.counts[heard[index] === 'sent' ? 'sent' : 'others']++;
      if (heard[index] === 'sent') this.#sent.set(fact.seq, undefined);
    }
  }

  #add({ id, fact, attempt }: EventMessage, now: number, isAlone: boolean): string[] {
    const { seq } = fact;
    const message = this.messages.get(seq) ?? { id, attempts: [] };
    const last = message.attempts.at(-1);
    const problems = [
      ...this.#identityProblems(seq, id, message),
      ...this.#repetitionProblems(seq, last, now),
      ...this.#orderProblems(seq, subjectOf(fact)),
    ];
    const isRevived = this.#isDue.delete(seq);
    const expected = isRevived ? 1 : (last?.attempt ?? 0) + 1;
    // A crash forgets attempts that the channel has failed as a whole.
    const isKnown = last === undefined || last.session === this.#session || isRevived;
    if (isKnown ? attempt !== expected : attempt < 1 || attempt > expected) {
      problems.push(`it is said to be attempt ${attempt}, not ${expected}`);
    }
    const session = this.#session;
    message.attempts.push({ session, attempt, isAlone, heard: undefined, notBefore: 0 });
    this.messages.set(seq, message);
    return problems.map((problem) => `${id}: ${problem}`);
  }

  /** A crash must not repeat a message after a later one about the same. */
  #hastyProblems({ id, fact }: EventMessage, durable: number): string[] {
    const before = this.#newest.get(subjectOf(fact)) ?? 0;
    const isSafe = !this.#sent.has(before) || (this.#sent.get(before) ?? Infinity) <= durable;
    return isSafe ? [] : [`${id}: that ${before} was delivered is not durable yet`];
  }

  #identityProblems(seq: number, id: string, message: JournaledMessage): string[] {
    const other = this.#seqOfId.get(id) ?? seq;
    this.#seqOfId.set(id, seq);
    if (other !== seq) return [`is the id of fact ${other}, too`];
    return id === message.id ? [] : [`had the id ${message.id}`];
  }

  #repetitionProblems(seq: number, last: Attempt | undefined, now: number): string[] {
    if (this.#isDue.has(seq)) return [];
    if (this.#done(seq) && !this.#revivedNow.has(seq)) return ['the store had it as done with'];
    if (last?.session !== this.#session) return tooEarly(last, now);
    if (last.heard === undefined) return ['is under way already'];
    if (last.heard === 'sent') return ['was delivered already'];
    if (last.heard === 'failed') return ['had failed for good'];
    return tooEarly(last, now);
  }

  #orderProblems(seq: number, subject: string): string[] {
    const newest = this.#newest.get(subject) ?? 0;
    this.#newest.set(subject, Math.max(newest, seq));
    if (seq >= newest || this.#revived.has(seq)) return [];
    return [`comes after ${newest}, which is about the same`];
  }
}

function tooEarly(last: Attempt | undefined, now: number): string[] {
  const earlyMs = (last?.notBefore ?? 0) - now;
  return earlyMs > 0 ? [`comes ${earlyMs} ms too early`] : [];
}
