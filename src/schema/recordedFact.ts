/** A fact as it is recorded: what an actor emitted, with its number among all facts. */
export interface RecordedFact {
  readonly type: string;
  /** 1, 2, 3, ... over all facts of the shop. */
  readonly seq: number;
  /** The time of its turn, epoch milliseconds. */
  readonly at: number;
}
