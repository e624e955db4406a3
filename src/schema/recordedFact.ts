/** A fact as it is recorded: what an actor emitted, with its number among all facts. */
export interface RecordedFact {
  /** What has happened: a noun and a verb in the past tense, such as `order.placed`. */
  readonly type: string;
  /** 1, 2, 3, ... over all facts of the shop. */
  readonly seq: number;
  /** The time of its turn, epoch milliseconds. */
  readonly at: number;
}

/** The fact that records an emitted event: type, number and time, then all other members of the event. */
export function recordedFact(
  event: { readonly type: string },
  seq: number,
  at: number,
): RecordedFact {
  const fact = Object.assign(new PlainFact(event.type, seq, at), event);
  // The event may have members of these names.
  fact.seq = seq;
  fact.at = at;
  return fact;
}

/**
 * Makes plain objects with room for the members of an event. V8 learns from the first objects of a constructor how
 * many members they get. Members that it does not expect, such as all that are added to an object literal, lie
 * in a list outside of the object, which takes more memory and another access.
 */
const PlainFact = function PlainFact(
  this: { type: string; seq: number; at: number },
  type: string,
  seq: number,
  at: number,
) {
  this.type = type;
  this.seq = seq;
  this.at = at;
} as unknown as new (
  type: string,
  seq: number,
  at: number,
) => { type: string; seq: number; at: number };
PlainFact.prototype = Object.prototype;
