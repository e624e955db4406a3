import type { EventObject } from 'xstate';
import { type RecordedFact, recordedFact } from '../schema/recordedFact.ts';
import type { AnyChange } from '../store/store.ts';
import type { FactHistory } from './factHistory.ts';
import type { LiveActor } from './liveActor.ts';

/** An event that an actor emitted for the caller of the current command. */
export interface TurnReply {
  readonly type: 'reply';
}

/** The command of a turn: what its answer is measured by. Times are milliseconds of the monotonic clock. */
export interface TurnCommand {
  /** `release`, `buy` or `browse`. */
  readonly commandClass: string;
  readonly calledAt: number;
  /** How long it has waited for its turn. */
  readonly waitMs: number;
  /** True when it rejects, and not for a wrong argument. */
  readonly hasFailed: boolean;
}

/** What is left of a turn until it is durable, so that the turn can be used again at once. */
export class TurnOutcome {
  readonly facts: readonly RecordedFact[];
  readonly passivating: readonly LiveActor[];
  readonly seqBefore: number;
  readonly lastSeq: number;
  readonly command: TurnCommand | undefined;

  constructor({ facts, passivating, seqBefore, lastSeq, command }: Turn) {
    this.facts = facts;
    this.passivating = passivating;
    this.seqBefore = seqBefore;
    this.lastSeq = lastSeq;
    this.command = command;
  }
}

/** One command or due timer, and every message that it causes, run until none is left. */
export class Turn {
  /** 1, 2, 3, ... over the lifetime of a store. */
  number = 0;
  /** The time of everything that happens in this turn, epoch milliseconds. */
  at = 0;
  /** The number of the last fact before this turn. */
  seqBefore = 0;
  /** The number of the last fact, those of this turn included. */
  lastSeq = 0;
  /** Actors that this turn activated or sent a message; each once. */
  readonly activated: LiveActor[] = [];
  /** The number of messages delivered so far. While it is 0, no actor has changed. */
  messages = 0;
  /** The facts of this turn, except those that nobody asks for. */
  facts: RecordedFact[] = [];
  readonly changes: AnyChange[] = [];
  /** Actors that are passivated; their last snapshots are dropped once the changes are durable. */
  passivating: LiveActor[] = [];
  reply: TurnReply | undefined = undefined;
  /** The command that the turn has answered; undefined for any other turn. */
  command: TurnCommand | undefined = undefined;
  /** Set when an actor has failed: then no change of this turn may be committed. */
  failure: { readonly error: unknown; readonly actor: LiveActor | undefined } | undefined =
    undefined;

  /**
   * Makes a turn of this object, which may have been another one before: most turns are over before
   * the next one begins.
   *
   * @param seqBefore the number of the last fact before this turn.
   */
  begin(number: number, at: number, seqBefore: number): this {
    this.number = number;
    this.at = at;
    this.seqBefore = seqBefore;
    this.lastSeq = seqBefore;
    this.messages = 0;
    this.reply = undefined;
    this.command = undefined;
    this.failure = undefined;
    // Popped one by one, since V8 drops the memory of an array whose length is set to 0.
    while (this.activated.length > 0) this.activated.pop();
    while (this.changes.length > 0) this.changes.pop();
    // Facts and passivating actors have been handed on.
    if (this.facts.length > 0) this.facts = [];
    if (this.passivating.length > 0) this.passivating = [];
    return this;
  }

  /** True when the turn has changed nothing and can be discarded. */
  get isUnchanged(): boolean {
    return this.messages === 0 && this.changes.length === 0 && this.lastSeq === this.seqBefore;
  }

  /** Counts a message to the actor. */
  receive(actor: LiveActor): void {
    this.messages++;
    this.activate(actor);
  }

  /** Adds the actor to `activated`. */
  activate(actor: LiveActor): void {
    if (actor.turn === this.number) return;
    actor.turn = this.number;
    this.activated.push(actor);
  }

  /**
   * Records an emitted event: the reply to the caller, or a fact, which gets the next number.
   *
   * @param isWanted true when somebody asks for the facts of the turn. A fact that nobody asks for, and that no
   * history keeps as it is, only gets its number.
   * @param history that of the actor, if its kind stores one.
   */
  record(event: EventObject, isWanted: boolean, history: FactHistory | undefined): void {
    if (event.type === 'reply') {
      this.reply = event as TurnReply;
      return;
    }
    this.lastSeq++;
    const { lastSeq: seq, at } = this;
    if (!isWanted && history?.keepsFacts !== true) {
      history?.add({ type: event.type, seq, at });
      return;
    }
    const fact = recordedFact(event, seq, at);
    // An empty array that grows reserves room for seventeen.
    if (this.facts.length === 0) this.facts = [fact];
    else this.facts.push(fact);
    history?.add(fact);
  }

  /** Adds the actor to `passivating`. */
  passivate(actor: LiveActor): void {
    if (this.passivating.length === 0) this.passivating = [actor];
    else this.passivating.push(actor);
  }

  /** Stores the first failure only: later ones are consequences of it. */
  fail(error: unknown, actor?: LiveActor): void {
    this.failure ??= { error, actor };
  }
}
