import type { EventObject } from 'xstate';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { Change } from '../store/store.ts';
import type { LiveActor } from './liveActor.ts';

/** An event that an actor emitted for the caller of the current command. */
export interface TurnReply {
  readonly type: 'reply';
}

/** One command or due timer, and every message that it causes, run until none is left. */
export class Turn {
  /** 1, 2, 3, ... over the lifetime of a store. */
  readonly number: number;
  /** The time of everything that happens in this turn, epoch milliseconds. */
  readonly at: number;
  /** Actors that this turn activated or sent a message; each once. */
  readonly activated: LiveActor[] = [];
  /** The number of messages delivered so far. While it is 0, no actor has changed. */
  messages = 0;
  readonly facts: RecordedFact[] = [];
  readonly changes: Change[] = [];
  /** Actors that are passivated; their last snapshots are dropped once the changes are durable. */
  readonly passivating: LiveActor[] = [];
  reply: TurnReply | undefined = undefined;
  /** Set when an actor has failed: then no change of this turn may be committed. */
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

  /** True when the turn has changed nothing and can be discarded. */
  get isUnchanged(): boolean {
    return this.messages === 0 && this.changes.length === 0 && this.facts.length === 0;
  }

  /** Adds the actor to `activated`. */
  activate(actor: LiveActor): void {
    if (actor.turn === this.number) return;
    actor.turn = this.number;
    this.activated.push(actor);
  }

  /** Records an emitted event as a fact. @returns undefined for a reply to the caller. */
  record(event: EventObject): RecordedFact | undefined {
    if (event.type === 'reply') {
      this.reply = event as TurnReply;
      return undefined;
    }
    // A spread would cost V8 a microsecond per member.
    const fact = Object.assign({ type: event.type, seq: 0, at: 0 }, event);
    fact.seq = ++this.#lastSeq;
    fact.at = this.at;
    this.facts.push(fact);
    return fact;
  }

  /**
   * Like {@link Turn.record}, for an event that an actor emitted: if it cannot be recorded, the
   * turn fails.
   */
  recordEmitted(event: EventObject): RecordedFact | undefined {
    try {
      return this.record(event);
    } catch (error) {
      this.fail(error);
      return undefined;
    }
  }

  /** Stores the first failure only: later ones are consequences of it. */
  fail(error: unknown): void {
    this.failure ??= { error };
  }
}
