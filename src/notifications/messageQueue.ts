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

/** What a fact is about, of which messages keep their order. */
export function subjectOf(fact: RecordedFact): string {
  const { orderId, userId, sku } = fact as { orderId?: string; userId?: string; sku?: string };
  // Two things of one id would wait for each other, which does no harm.
  return orderId ?? userId ?? sku ?? '';
}

export function queued(fact: RecordedFact): QueuedFact {
  const about = subjectOf(fact);
  const counts = { attempts: 0, failures: 0, channelFailures: 0, sentBefore: undefined };
  return { fact, about, ...counts, reason: '', dueAt: 0, isForced: false, isStored: false };
}

/** The key of a message among those that are retried: when it is due, then the number of its fact. */
type DueKey = readonly [dueAt: number, seq: number];

/**
 * The facts that one channel has still to deliver, as far as they are in memory. Those that wait come in the order of their
 * numbers. Those that are retried wait for a time of their own, and hold up later ones about the same; others pass them.
 * Of those about the same, at most one is under way.
 */
export class MessageQueue {
  /** In the order of their numbers. */
  #waiting: QueuedFact[] = [];
  /** By what they are about: the first waits for its time, the others for the first. */
  readonly #retrying = new Map<string, QueuedFact[]>();
  /** The first of each of these, unless it is under way. */
  readonly #due = new BTree<DueKey, QueuedFact>(undefined, compareDue);
  readonly #underWay = new Set<string>();
  #retryingCount = 0;
  /** Those that have come to wait for an earlier one that is retried, since they were last asked for. */
  #heldUp: QueuedFact[] = [];

  /** The number of those that wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** The number of those that are retried, and of those that wait for them. */
  get retrying(): number {
    return this.#retryingCount;
  }

  /** When the first of those that are retried is due, epoch milliseconds; infinite without any. */
  get nextDueAt(): number {
    return this.#due.minKey()?.[0] ?? Number.POSITIVE_INFINITY;
  }

  /** Adds the next fact of the log. */
  add(entry: QueuedFact): void {
    if (this.#retrying.has(entry.about)) this.#holdUp(entry);
    else this.#waiting.push(entry);
  }

  /** Puts back one that was taken, in its old place: it was not delivered, and nothing is known against it. */
  giveBack(entry: QueuedFact): void {
    this.#underWay.delete(entry.about);
    // It is due, however the clock has jumped meanwhile.
    entry.dueAt = 0;
    if (this.#retrying.has(entry.about)) {
      this.#retryingCount++;
      this.#retryFirst(entry);
      return;
    }
    const { seq } = entry.fact;
    const after = this.#waiting.findIndex(({ fact }) => fact.seq > seq);
    this.#waiting.splice(after === -1 ? this.#waiting.length : after, 0, entry);
  }

  /** Lets one that was taken wait until `dueAt`, and later ones about the same for it. */
  retry(entry: QueuedFact): void {
    this.#underWay.delete(entry.about);
    this.#retryingCount++;
    this.#retryFirst(entry);
    this.#holdUpWaiting(entry);
  }

  /** Adds one that is retried, behind those about the same. */
  addRetry(entry: QueuedFact): void {
    this.#retryLast(entry);
    this.#holdUpWaiting(entry);
  }

  /** One that was taken is done with: later ones about the same may follow. */
  finish(entry: QueuedFact): void {
    this.#underWay.delete(entry.about);
    const [next] = this.#retrying.get(entry.about) ?? [];
    if (next === undefined) this.#retrying.delete(entry.about);
    else this.#noteDue(next);
  }

  /**
   * Takes the next one that may be delivered now: one that is retried and due, otherwise the first of those that
   * wait.
   */
  take(now: number): QueuedFact | undefined {
    const first = this.#due.minKey();
    if (first !== undefined && first[0] <= now) {
      const entry = this.#due.get(first) as QueuedFact;
      this.#due.delete(first);
      this.#retrying.get(entry.about)?.shift();
      this.#retryingCount--;
      this.#underWay.add(entry.about);
      return entry;
    }
    for (let index = 0; index < this.#waiting.length; index++) {
      const entry = this.#waiting[index] as QueuedFact;
      if (this.#underWay.has(entry.about)) continue;
      this.#waiting.splice(index, 1);
      this.#underWay.add(entry.about);
      return entry;
    }
    return undefined;
  }

  /** True when {@link MessageQueue.take} would find one. */
  hasReady(now: number): boolean {
    if (this.nextDueAt <= now) return true;
    return this.#waiting.some(({ about }) => !this.#underWay.has(about));
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
    for (const [first, ...others] of this.#retrying.values()) {
      for (const entry of others) entry.dueAt = Math.max(0, entry.dueAt + byMs);
      if (first === undefined) continue;
      first.dueAt = Math.max(0, first.dueAt + byMs);
      this.#noteDue(first);
    }
  }

  #retryFirst(entry: QueuedFact): void {
    const others = this.#retrying.get(entry.about);
    if (others === undefined) this.#retrying.set(entry.about, [entry]);
    else others.unshift(entry);
    this.#noteDue(entry);
  }

  #retryLast(entry: QueuedFact): void {
    this.#retryingCount++;
    const others = this.#retrying.get(entry.about);
    if (others !== undefined) others.push(entry);
    else this.#retryFirst(entry);
  }

  /** Lets those that wait wait for this one instead: they take no room from others. */
  #holdUpWaiting({ about }: QueuedFact): void {
    const heldUp = this.#waiting.filter((entry) => entry.about === about);
    if (heldUp.length === 0) return;
    this.#waiting = this.#waiting.filter((entry) => entry.about !== about);
    for (const entry of heldUp) this.#holdUp(entry);
  }

  #holdUp(entry: QueuedFact): void {
    this.#retryLast(entry);
    this.#heldUp.push(entry);
  }

  #noteDue(entry: QueuedFact): void {
    if (this.#underWay.has(entry.about)) return;
    this.#due.set([entry.dueAt, entry.fact.seq], entry);
  }
}

function compareDue(a: DueKey, b: DueKey): number {
  return a[0] - b[0] || a[1] - b[1];
}
