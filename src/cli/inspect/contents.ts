import type { LogSummary } from '../../store/snapshot.ts';

/** Numbers of actors by the name of their state. */
export type ByState = Readonly<Record<string, number>>;

/** An actor is active while it works or waits for a timer; all others are archived. */
export interface ActorCounts {
  readonly active: ByState;
  readonly archived: ByState;
}

export interface WaitingTimer {
  /** Epoch milliseconds. */
  readonly dueAt: number;
  /** Kind and name of the actor that it belongs to: `order:4711`. */
  readonly actor: string;
  readonly event: string;
}

/** What is in a store, as `--json` prints it. Times are epoch milliseconds. */
export interface Contents {
  readonly bytes: number;
  readonly format: number;
  readonly currency: string;
  /** The process that has the store open; null if there is none. */
  readonly inUseBy: number | null;
  readonly entries: number;
  /** The log, up to its last turn, and the turn that the checkpoint has; null for a store without one. */
  readonly log: LogSummary | null;
  readonly turns: { readonly count: number; readonly lastAt: number | null };
  /** Entries that could not be read: `audit` says more. */
  readonly unreadable: number;
  readonly carts: ActorCounts;
  readonly orders: ActorCounts;
  readonly products: number;
  readonly users: number;
  readonly reviews: number;
  /** `kept` of them are in the store, from `oldest` to `newest`; of some types, the older ones are not. */
  readonly facts: {
    readonly kept: number;
    readonly oldest: number | null;
    readonly newest: number;
  };
  readonly consumers: readonly {
    readonly name: string;
    readonly position: number;
    readonly behind: number;
  }[];
  /** Units over all products and locations. */
  readonly stock: {
    readonly received: number;
    readonly available: number;
    readonly held: number;
    readonly shipped: number;
    readonly productsSoldOut: number;
  };
  readonly timers: {
    readonly waiting: number;
    readonly overdue: number;
    readonly next: readonly WaitingTimer[];
  };
  /** The numbers of records of all further kinds, by the name of the kind; without those of which there are none. */
  readonly otherRecords: Readonly<Record<string, number>>;
}
