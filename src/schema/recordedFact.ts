/** A fact as it is told: what an actor emitted, with its place in the order of all facts. */
export interface RecordedFact {
  readonly type: string;
  /** 1, 2, 3, ... over all facts of the shop. */
  readonly seq: number;
  /** The time of its turn, epoch milliseconds. */
  readonly at: number;
}
