import type { RecordedFact } from '../schema/recordedFact.ts';
import type { Change } from '../store/store.ts';
import type { LiveActor } from './liveActor.ts';

/** What an actor emitted for the caller of the command under way. */
export interface TurnReply {
  readonly type: 'reply';
}

/** One command or due timer, and every message that it causes, run to quiescence. */
export interface Turn {
  /** 1, 2, 3, ... */
  readonly number: number;
  /** The one time that everything in this turn happens at. */
  readonly at: number;
  /** Actors that were reached, each once. */
  readonly activated: LiveActor[];
  /** Messages delivered so far: as long as there is none, nothing has changed. */
  messages: number;
  readonly facts: RecordedFact[];
  readonly changes: Change[];
  /** Those that leave memory once the changes are durable. */
  readonly passivating: LiveActor[];
  reply: TurnReply | undefined;
  /** Set when an actor has failed: nothing of this turn may be committed. */
  failure: { readonly error: unknown } | undefined;
}

export function newTurn(number: number, at: number): Turn {
  return {
    number,
    at,
    activated: [],
    messages: 0,
    facts: [],
    changes: [],
    passivating: [],
    reply: undefined,
    failure: undefined,
  };
}
