/*
 * What the server of the live page tells the page, as JSON. Times are epoch milliseconds of the shop's clock, durations
 * milliseconds. All texts may come from users of the shop.
 */

/** The answer of `GET api/picture`: what does not change while the server runs. */
export interface WatchPicture {
  readonly source: WatchSource;
  /** `EUR`. */
  readonly currency: string;
  /** Carts and orders first. */
  readonly charts: readonly ChartPicture[];
}

/** What is watched: a shop that runs, or a store that is read again every few seconds. */
export type WatchSource =
  | { readonly kind: 'shop'; readonly name: string }
  | { readonly kind: 'store'; readonly path: string; readonly refreshMs: number };

export interface ChartPicture {
  /** `cart`, `order`, `inventory`, `health` or `delivery`. */
  readonly id: string;
  /** In the plural where there are several actors: `Carts`. */
  readonly title: string;
  /** In the DOT language of Graphviz. The elements of states and transitions have the ids below. */
  readonly dot: string;
  /** In document order; without the root. */
  readonly states: readonly StatePicture[];
  readonly transitions: readonly TransitionPicture[];
}

export interface StatePicture {
  /** `confirmed.packing`. */
  readonly path: string;
  readonly elementId: string;
  readonly isFinal: boolean;
  /** False for a state with inner states: the number of its actors is the sum of theirs. */
  readonly isLeaf: boolean;
}

export interface TransitionPicture {
  readonly elementId: string;
  /** The path of the state that has it. */
  readonly source: string;
  /** As the diagram has it: `order.cancel`, `after paymentTimeout`. */
  readonly label: string;
  /** The paths of the states that it leads to; empty if it stays. */
  readonly targets: readonly string[];
}

/** The data of each server-sent event of `GET api/updates`, at most ten a second. */
export interface WatchUpdate {
  /** The time of the shop. */
  readonly at: number;
  /** In the order of the picture. */
  readonly charts: readonly ChartUpdate[];
  /** Null for a store. */
  readonly figures: WatchFigures | null;
  readonly channels: readonly WatchedChannel[];
  /** The newest dead letters, 20 at most. */
  readonly dead: readonly WatchedDeadLetter[];
  readonly consumers: readonly {
    readonly name: string;
    readonly position: number;
    readonly lag: number;
  }[];
  /** Null when none is followed. */
  readonly followed: FollowedActor | null;
  /** The messages of one of the last turns: of one of the followed actor if there is one. Null before the first. */
  readonly turn: WatchedTurn | null;
  /** Null, or why the source cannot be read now: the shop has stopped, or the store is gone. */
  readonly problem: string | null;
}

export interface ChartUpdate {
  readonly id: string;
  /** False while the actors that were there when the first viewer came are still being counted. */
  readonly isComplete: boolean;
  /**
   * By the path of a leaf; `a.x|b.y` where a chart is in several states at once. Of more than a thousand such combinations,
   * those that come later are counted together as `…`. States without figures are left out.
   */
  readonly states: Readonly<Record<string, StateFigures>>;
  /** By element id. Those that have not been taken since the first viewer came are left out. */
  readonly transitions: Readonly<Record<string, TransitionFigures>>;
  /** Actors in states that are not final, the longest in their state first; at most 20 for each of 50 states. A second old. */
  readonly longest: readonly WaitingActor[];
}

export interface StateFigures {
  /** Actors that are in the state now. */
  readonly now: number;
  /** Of the actors that have left the state since the first viewer came, in a busy shop of a sample; null without any. */
  readonly medianMs: number | null;
  readonly p99Ms: number | null;
}

export interface TransitionFigures {
  /** Since the first viewer came. */
  readonly count: number;
  /** Over the last three seconds. */
  readonly perSecond: number;
}

export interface WaitingActor {
  /** `order:4711`, `cart:ada`: to be followed by. */
  readonly id: string;
  readonly state: string;
  readonly since: number;
  /** True when it may have been in the state longer: it was there before anybody watched. */
  readonly isAtLeast: boolean;
}

export interface WatchFigures {
  /** Over the last ten seconds, as `shop.stats()` has them. */
  readonly perSecond: Readonly<Record<CommandClassName, number>>;
  readonly latencyMs: Readonly<Record<CommandClassName, LatencyFigures>>;
  readonly waiting: Readonly<Record<CommandClassName, number>>;
  /** By code, the most frequent ones first; since the first viewer came. */
  readonly refusals: readonly RefusalFigures[];
  readonly health: {
    /** `healthy`, `degraded`, `shedding` or `stopped`. */
    readonly state: string;
    readonly since: number;
    readonly reasons: readonly string[];
    readonly alert: boolean;
  };
  readonly commits: { readonly waiting: number; readonly oldestMs: number };
  readonly timers: number;
  /** Bytes. */
  readonly memory: { readonly heapUsed: number; readonly rss: number };
}

export type CommandClassName = 'release' | 'buy' | 'browse';

export interface LatencyFigures {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

export interface RefusalFigures {
  readonly code: string;
  readonly count: number;
  /** Over the last three seconds. */
  readonly perSecond: number;
}

/** A channel of notifications, as `shop.notifications.status()` has it. */
export interface WatchedChannel {
  readonly channel: string;
  readonly state: string;
  readonly backlog: number;
  readonly waiting: number;
  readonly underWay: number;
  readonly retrying: number;
  readonly dead: number;
  readonly sent: number;
  readonly failed: number;
  readonly lastFailure?: { readonly reason: string; readonly at: number };
}

export interface WatchedDeadLetter {
  readonly messageId: string;
  readonly channel: string;
  /** The type of its fact. */
  readonly type: string;
  readonly reason: string;
  readonly attempts: number;
  readonly at: number;
}

/** The actor that `GET api/updates?follow=ID` asks for: `order:4711`, `cart:ada`, or the id alone. */
export interface FollowedActor {
  /** With its chart; as it was asked for if there is no such actor. */
  readonly id: string;
  /** Null if there is no such actor. */
  readonly chart: string | null;
  readonly state: string | null;
  readonly since: number | null;
  readonly isAtLeast: boolean;
  /** As indented JSON, cut after some kilobytes. */
  readonly context: string;
  /** What has happened to it, the oldest first: its facts from before it was followed, and the events since. */
  readonly path: readonly PathStep[];
  /** True when older ones are left out. */
  readonly isCut: boolean;
}

export interface PathStep {
  readonly at: number;
  /** The type of the event, or of the fact. */
  readonly type: string;
  /** Null for a fact, of which only the type is known. */
  readonly from: string | null;
  readonly to: string | null;
}

/** What one command, or one timer, has made actors say to each other. */
export interface WatchedTurn {
  readonly number: number;
  readonly at: number;
  /** In the order in which they were received; 100 at most. */
  readonly messages: readonly TurnMessage[];
  /** Messages that are left out. */
  readonly omitted: number;
}

export interface TurnMessage {
  /** The id of an actor; `shop` for what comes from outside of the actors. */
  readonly from: string;
  readonly to: string;
  readonly type: string;
}

/** The answer of `GET api/stock?sku=SKU`; the status is 404 if there is no such product. */
export interface WatchedStock {
  readonly sku: string;
  readonly onHand: number;
  readonly available: number;
  readonly held: number;
  readonly shipped: number;
  readonly locations: readonly StockOfLocation[];
  /** Those that end first come first; 50 at most. */
  readonly holds: readonly WatchedHold[];
  readonly omittedHolds: number;
}

export interface StockOfLocation {
  readonly location: string;
  readonly available: number;
  readonly held: number;
  readonly shipped: number;
}

export interface WatchedHold {
  /** `order:4711` or `cart:ada`. */
  readonly id: string;
  readonly quantity: number;
  /** Null if it does not end by itself. */
  readonly until: number | null;
}
