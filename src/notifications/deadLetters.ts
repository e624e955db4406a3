import type { MessagesDeadLettered } from '../../machines/index.ts';
import { DEAD_LETTER_NOTICE_MS, MAX_DEAD_LETTERS } from '../base/limits.ts';
import type { ShopFact } from '../facts/factBus.ts';
import type { Engine } from '../runtime/engine.ts';
import { type DeadLetterRecord, deadLetterRecord } from '../schema/delivery.ts';
import type { Store } from '../store/store.ts';
import { messageId } from './messageId.ts';

/** A message that was not delivered, and will not be unless an operator wants it. */
export interface DeadLetter {
  /** What `notifications.retry` takes. */
  readonly id: string;
  /** The name of the channel. */
  readonly channel: string;
  /** The type of the fact that it tells. */
  readonly type: string;
  /** The fact that it tells, with its number and time. */
  readonly fact: ShopFact;
  /** How often it was tried. */
  readonly attempts: number;
  /** When it became a dead letter, epoch milliseconds. */
  readonly diedAt: number;
  /** Why it was not delivered, in a sentence. */
  readonly reason: string;
}

export interface DeadLettersOptions {
  readonly engine: Engine;
  readonly store: Store;
  /** The name of the channel. */
  readonly channel: string;
}

/** The dead letters of one channel. They are in the store only; of too many, the oldest are dropped. */
export class DeadLetters {
  readonly #options: DeadLettersOptions;
  #count = 0;
  /** Those of which the owner of the shop was not told yet. */
  #unreported = 0;
  #reportedAt = 0;
  #lastUnreported: DeadLetterRecord | undefined;

  constructor(options: DeadLettersOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#count;
  }

  /** @param reports what the store has of {@link DeadLetters.reports}. */
  load({ unreported, reportedAt }: DeadLetters['reports']): void {
    const { engine, store } = this.#options;
    this.#unreported = unreported;
    // A clock that has gone back would put off the next report.
    this.#reportedAt = Math.min(reportedAt, engine.now());
    for (const _ of deadLetterRecord.keys(store, { prefix: this.#prefix })) this.#count++;
    if (unreported === 0) return;
    const newestFirst = { prefix: this.#prefix, reverse: true };
    for (const [, letter] of deadLetterRecord.range(store, newestFirst)) {
      this.#lastUnreported = letter;
      return;
    }
  }

  /** Adds some in the current turn. */
  add(letters: readonly DeadLetterRecord[]): void {
    const { engine, channel } = this.#options;
    for (const letter of letters) {
      engine.stage(deadLetterRecord.put(deadLetterRecord.key(channel, letter.fact.seq), letter));
    }
    this.#count += letters.length;
    for (const letter of letters) {
      // Otherwise an owner who cannot be reached would be told of that for ever.
      if (letter.fact.type === 'messages.deadLettered') continue;
      this.#unreported++;
      this.#lastUnreported = letter;
    }
    this.#dropOldest(this.#count - MAX_DEAD_LETTERS);
  }

  /** How many the owner was not told of, and when the owner was last told: epoch milliseconds, 0 before the first time. */
  get reports(): { readonly unreported: number; readonly reportedAt: number } {
    return { unreported: this.#unreported, reportedAt: this.#reportedAt };
  }

  /** Tells the owner of the shop in the current turn, unless that was done within the last hour. */
  report(): void {
    const { engine, channel } = this.#options;
    const now = engine.now();
    const last = this.#lastUnreported;
    if (last === undefined || now - this.#reportedAt < DEAD_LETTER_NOTICE_MS) return;
    engine.emit<MessagesDeadLettered>({
      type: 'messages.deadLettered',
      channel,
      count: this.#unreported,
      messageId: messageId(channel, last.fact),
      messageType: last.fact.type,
      reason: last.reason,
    });
    this.#unreported = 0;
    this.#reportedAt = now;
    this.#lastUnreported = undefined;
  }

  rebase(byMs: number): void {
    this.#reportedAt = Math.max(0, this.#reportedAt + byMs);
  }

  /** Removes one in the current turn, if it has this id. @returns it; undefined if there is none. */
  take(seq: number, id: string): DeadLetterRecord | undefined {
    const { engine, store, channel } = this.#options;
    const key = deadLetterRecord.key(channel, seq);
    const letter = deadLetterRecord.get(store, key);
    if (letter === undefined || messageId(channel, letter.fact) !== id) return undefined;
    engine.stage(deadLetterRecord.delete(key));
    this.#count--;
    return letter;
  }

  /** Those of the newest facts first. */
  *list(): Generator<DeadLetter> {
    const { store, channel } = this.#options;
    const range = { prefix: this.#prefix, reverse: true };
    for (const [, letter] of deadLetterRecord.range(store, range)) {
      const { fact, attempts, diedAt, reason } = letter;
      const id = messageId(channel, fact);
      yield { id, channel, type: fact.type, fact: fact as ShopFact, attempts, diedAt, reason };
    }
  }

  #dropOldest(excess: number): void {
    const { engine, store } = this.#options;
    let left = excess;
    if (left <= 0) return;
    for (const key of deadLetterRecord.keys(store, { prefix: this.#prefix })) {
      engine.stage(deadLetterRecord.delete(key));
      this.#count--;
      if (--left === 0) return;
    }
  }

  get #prefix(): readonly string[] {
    return [...deadLetterRecord.prefix, this.#options.channel];
  }
}
