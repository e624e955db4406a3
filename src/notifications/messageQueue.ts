import sortedBtree from 'sorted-btree';
import type { RecordedFact } from '../schema/recordedFact.ts';

// A CommonJS package: Node.js imports all of its exports, Bun and bundlers import the default one.
const BTree = sortedBtree.default ?? (sortedBtree as unknown as typeof sortedBtree.default);

/** A fact that is to become a message of one channel. */
export interface QueuedFact {
  readonly fact: RecordedFact;
  /** What the fact is about: messages about the same are delivered one after the other. */
  readonly about: string;
  /** The attempts so far. */
  attempts: number;
  /** Those that have failed for this message alone. */
  failures: number;
  /** Those that have failed for the whole channel. */
  channelFailures: number;
  /** The messages that the channel had delivered when this one, sent alone, last failed for the whole channel. */
  sentBefore: number | undefined;
  /** Why the last attempt has failed; empty without one. */
  reason: string;
  /** When the next attempt is due, epoch milliseconds; only of those that are retried. */
  dueAt: number;
  /** True when it is to be sent however late it is. */
  isForced: boolean;
  /** True when it has a record of its own. */
  isStored: boolean;
}

/** What a fact is about, of which messages keep their order: an order, or else a user. Facts about neither have none. */
export function subjectOf(fact: RecordedFact): string {
  const { orderId, userId } = fact as { orderId?: string; userId?: string };
  // Two things of one id would wait for each other, which does no harm.
  return orderId ?? userId ?? `fact ${fact.seq}`;
}

export function queued(fact: RecordedFact): QueuedFact {
  const about = subjectOf(fact);
  const counts = { attempts: 0, failures: 0, channelFailures: 0, sentBefore: undefined };
  return { fact, about, ...counts, reason: '', dueAt: 0, isForced: false, isStored: false };
}

/** The key of a message among those that are retried: when it is due, then the number of its fact. */
type DueKey = readonly [dueAt: number, seq: number];

/** The facts about the same: from the first retry until none is left, none wait, and all others come after those retried. */
interface Subject {
  isRetried: boolean;
  /** The first waits for its time, the others for the first. */
  readonly retried: QueuedFact[];
  /** In the order of their numbers. */
  readonly waiting: QueuedFact[];
  isUnderWay: boolean;
}

/**
 * The facts that one channel has still to deliver, as far as they are in memory. Of those about the same, at most one is
 * under way. Those that wait go out in the order of their numbers. Those that are retried wait for a time of their own, and
 * hold up later ones about the same; others pass them.
 */
export class MessageQueue {
  readonly #subjects = new Map<string, Subject>();
  /** The first of each subject that is not under way: of those that wait, by number, and of those that are retried. */
  readonly #ready = new BTree<number, QueuedFact>(undefined, (a, b) => a - b);
  readonly #due = new BTree<DueKey, QueuedFact>(undefined, compareDue);
  #waiting = 0;
  #waitingSubjects = 0;
  #retrying = 0;
  /** Those that have come to wait for an earlier one that is retried, since they were last asked for. */
  #heldUp: QueuedFact[] = [];

  /** The number of those that wait. */
  get waiting(): number {
    return this.#waiting;
  }

  /** What those that wait are about: as many can be under way at a time at most. */
  get waitingSubjects(): number {
    return this.#waitingSubjects;
  }

  /** The number of those that are retried, and of those that wait for them. */
  get retrying(): number {
    return this.#retrying;
  }

  /** The number of those that wait for nothing but a batch. */
  get ready(): number {
    return this.#ready.size;
  }

  /** When the first of those that are retried is due, epoch milliseconds; infinite without any. */
  get nextDueAt(): number {
    return this.#due.minKey()?.[0] ?? Number.POSITIVE_INFINITY;
  }

  /** Adds the next fact of the log. */
  add(entry: QueuedFact): void {
    this.#change(entry.about, (subject) => {
      if (subject.isRetried) this.#holdUp(subject, entry);
      else subject.waiting.push(entry);
    });
  }

  /** Puts back one that was taken, in its old place: it was not delivered, and nothing is known against it. */
  giveBack(entry: QueuedFact): void {
    // It is due, however the clock has jumped meanwhile.
    entry.dueAt = 0;
    this.#change(entry.about, (subject) => {
      subject.isUnderWay = false;
      (subject.isRetried ? subject.retried : subject.waiting).unshift(entry);
    });
  }

  /** Lets one that was taken wait until `dueAt`, and later ones about the same for it. */
  retry(entry: QueuedFact): void {
    this.#change(entry.about, (subject) => {
      subject.isUnderWay = false;
      subject.retried.unshift(entry);
      this.#holdUpWaiting(subject);
    });
  }

  /** Adds one that is retried, behind those about the same that are. */
  addRetry(entry: QueuedFact): void {
    this.#change(entry.about, (subject) => {
      subject.retried.push(entry);
      this.#holdUpWaiting(subject);
    });
  }

  /** One that was taken is done with: later ones about the same may follow. */
  finish(entry: QueuedFact): void {
    this.#change(entry.about, (subject) => {
      subject.isUnderWay = false;
    });
  }

  /**
   * Takes the next one that may be delivered now: one that is retried and due, otherwise the first of those that
   * wait.
   */
  take(now: number): QueuedFact | undefined {
    const entry =
      this.nextDueAt <= now
        ? this.#due.get(this.#due.minKey() as DueKey)
        : this.#ready.get(this.#ready.minKey() ?? -1);
    if (entry === undefined) return undefined;
    this.#change(entry.about, (subject) => {
      (subject.isRetried ? subject.retried : subject.waiting).shift();
      subject.isUnderWay = true;
    });
    return entry;
  }

  /** True when {@link MessageQueue.take} would find one. */
  hasReady(now: number): boolean {
    return this.#ready.size > 0 || this.nextDueAt <= now;
  }

  /** Those that have come to wait for an earlier one that is retried, since the last call. */
  takeHeldUp(): readonly QueuedFact[] {
    const heldUp = this.#heldUp;
    if (heldUp.length > 0) this.#heldUp = [];
    return heldUp;
  }

  /** The wall clock has jumped. */
  rebase(byMs: number): void {
    this.#due.clear();
    for (const { retried, isUnderWay } of this.#subjects.values()) {
      for (const entry of retried) entry.dueAt = Math.max(0, entry.dueAt + byMs);
      const [first] = retried;
      if (first !== undefined && !isUnderWay) this.#due.set(dueKey(first), first);
    }
  }

  /** Changes a subject, and keeps what is counted and ready in step. */
  #change(about: string, change: (subject: Subject) => void): void {
    const known = this.#subjects.get(about);
    const subject = known ?? { isRetried: false, retried: [], waiting: [], isUnderWay: false };
    this.#count(subject, -1);
    change(subject);
    this.#count(subject, 1);
    const isOver = !subject.isUnderWay && subject.retried.length + subject.waiting.length === 0;
    if (isOver) this.#subjects.delete(about);
    else if (known === undefined) this.#subjects.set(about, subject);
  }

  #count({ retried, waiting, isUnderWay }: Subject, sign: 1 | -1): void {
    this.#retrying += sign * retried.length;
    this.#waiting += sign * waiting.length;
    if (waiting.length > 0) this.#waitingSubjects += sign;
    if (isUnderWay) return;
    const [first] = retried;
    const [next] = waiting;
    if (first !== undefined) {
      if (sign > 0) this.#due.set(dueKey(first), first);
      else this.#due.delete(dueKey(first));
    } else if (next !== undefined) {
      if (sign > 0) this.#ready.set(next.fact.seq, next);
      else this.#ready.delete(next.fact.seq);
    }
  }

  /** Lets those that wait wait for one that is retried instead: they take no room from others. */
  #holdUpWaiting(subject: Subject): void {
    subject.isRetried = true;
    for (const entry of subject.waiting.splice(0)) this.#holdUp(subject, entry);
  }

  #holdUp({ retried }: Subject, entry: QueuedFact): void {
    retried.push(entry);
    this.#heldUp.push(entry);
  }
}

function dueKey({ dueAt, fact }: QueuedFact): DueKey {
  return [dueAt, fact.seq];
}

function compareDue(a: DueKey, b: DueKey): number {
  return a[0] - b[0] || a[1] - b[1];
}
