import type { Refusal } from '../../src/index.ts';
import { Latency } from '../harness/latency.ts';
import { GRACE_MS } from './limits.ts';
import { FOLLOW_UPS, type FollowUp } from './orderLifecycles.ts';
import type { RequestKind } from './requestStream.ts';

export const REQUESTS = ['browse', 'add', 'checkout'] as const satisfies RequestKind[];
export const KINDS = [...REQUESTS, ...FOLLOW_UPS] as const;
export type Kind = RequestKind | FollowUp;

/** A part of a run, in milliseconds since its start. */
export interface TimeWindow {
  readonly from: number;
  /** Becomes earlier when the run is ended early. */
  until: number;
}

/** Counts of the requests of one kind. */
export interface RequestCounts {
  /** Requests that were due within the window. */
  due: number;
  /** Those of them that were answered in time: until {@link GRACE_MS} after the window's end. */
  inTime: number;
  /** Those of them that were never issued: the run was behind, or too many were in flight. */
  missed: number;
}

/**
 * What happened to the requests that were due within a window of time. Other requests are not
 * counted, except for errors. Times are milliseconds of the run.
 */
export class Metrics {
  /** The time from when a request was due to its answer, or until it was given up. */
  readonly latency = byKind(() => new Latency());
  readonly counts = byKind<RequestCounts>(() => ({ due: 0, inTime: 0, missed: 0 }));
  /** The time from when a request was due until it was issued: the delay of the load generator. */
  readonly lag = new Latency();
  /** The number of refusals by code, then by kind of request. */
  readonly refusals: { [code in Refusal['code']]?: { [kind in Kind]?: number } } = {};
  /** The number of requests that failed, and the error of the first one. */
  errors = 0;
  firstError: string | undefined;
  readonly #window: TimeWindow;

  constructor(window: TimeWindow) {
    this.#window = window;
  }

  issued(kind: Kind, dueAt: number, now: number): void {
    if (!this.#counts(dueAt)) return;
    this.counts[kind].due++;
    this.lag.record((now - dueAt) * 1000);
  }

  /** A request was never issued, because too many were in flight. */
  missed(kind: Kind, dueAt: number): void {
    if (!this.#counts(dueAt)) return;
    this.counts[kind].due++;
    this.counts[kind].missed++;
  }

  /** A request was never issued, because the run was behind: its latency is at least until now. */
  gaveUp(kind: Kind, dueAt: number, now: number): void {
    if (!this.#counts(dueAt)) return;
    this.missed(kind, dueAt);
    this.latency[kind].record((now - dueAt) * 1000);
  }

  answered(kind: Kind, dueAt: number, now: number): void {
    if (!this.#counts(dueAt)) return;
    this.latency[kind].record((now - dueAt) * 1000);
    if (now <= this.#window.until + GRACE_MS) this.counts[kind].inTime++;
  }

  refused(kind: Kind, dueAt: number, { code, ...rest }: Refusal): void {
    // This is no business answer: the shop has stopped.
    if (code === 'closed') this.failed(new Error('reason' in rest ? rest.reason : code));
    if (!this.#counts(dueAt)) return;
    this.refusals[code] ??= {};
    const byCode = this.refusals[code];
    byCode[kind] = (byCode[kind] ?? 0) + 1;
  }

  failed(error: unknown): void {
    this.errors++;
    this.firstError ??= error instanceof Error ? error.message : String(error);
  }

  /** Returns the latencies of several kinds together. */
  together(kinds: readonly Kind[]): Latency {
    const all = new Latency();
    for (const kind of kinds) all.add(this.latency[kind]);
    return all;
  }

  get refusalCount(): number {
    return Object.values(this.refusals)
      .flatMap((byCode) => Object.values(byCode))
      .reduce((sum, count) => sum + count, 0);
  }

  #counts(dueAt: number): boolean {
    return dueAt >= this.#window.from && dueAt < this.#window.until;
  }
}

/** Makes one value for every kind. */
export function byKind<Value>(make: (kind: Kind) => Value): Record<Kind, Value> {
  return Object.fromEntries(KINDS.map((kind) => [kind, make(kind)])) as Record<Kind, Value>;
}
