import type { EventObject } from 'xstate';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { Change } from '../store/store.ts';
import type { LiveActor } from './liveActor.ts';

/** What an actor emitted for the caller of the command under way. */
export interface TurnReply {
  readonly type: 'reply';
}

/** One command or due timer, and every message that it causes, run to quiescence. */
export class Turn {
  /** 1, 2, 3, ... over the life of a store. */
  readonly number: number;
  /** The one time at which everything in this turn happens; epoch milliseconds. */
  readonly at: number;
  /** Actors that are in memory because of this turn, or got a message in it; each once. */
  readonly activated: LiveActor[] = [];
  /** Messages delivered so far. As long as there is none, no actor has changed. */
  messages = 0;
  readonly facts: RecordedFact[] = [];
  readonly changes: Change[] = [];
  /** Actors that leave memory once the changes are durable. */
  readonly passivating: LiveActor[] = [];
  reply: TurnReply | undefined = undefined;
  /** Set when an actor has failed: nothing of this turn may be committed. */
  failure: { readonly error: unknown } | undefined = undefined;
  #lastSeq: number;

  /** @param lastSeq the number of the last fact before this turn. */
  constructor(number: number, at: number, lastSeq: number) {
    this.number = number;
    this.at = at;
    this.#lastSeq = lastSeq;
  }

  /** The number of the last fact, those of this turn included. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** True when the turn could be dropped as if it had never been. */
  get isUnchanged(): boolean {
    return this.messages === 0 && this.changes.length === 0 && this.facts.length === 0;
  }

  activate(actor: LiveActor): void {
    if (actor.turn === this.number) return;
    actor.turn = this.number;
    this.activated.push(actor);
  }

  /** Makes a fact of an event that was emitted. @returns undefined for a reply to the caller. */
  record(event: EventObject): RecordedFact | undefined {
    if (event.type === 'reply') {
      this.reply = event as TurnReply;
      return undefined;
    }
    // A spread would take V8 a microsecond for each member.
    const fact = Object.assign({ type: event.type, seq: 0, at: 0 }, event);
    fact.seq = ++this.#lastSeq;
    fact.at = this.at;
    this.facts.push(fact);
    return fact;
  }

  /** The same for what an actor has emitted. An event that cannot be recorded fails the turn. */
  recordEmitted(event: EventObject): RecordedFact | undefined {
    try {
      return this.record(event);
    } catch (error) {
      this.fail(error);
      return undefined;
    }
  }

  /** Keeps the first failure: what goes wrong after it follows from it. */
  fail(error: unknown): void {
    this.failure ??= { error };
  }
}
