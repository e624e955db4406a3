import type { Refusal } from '../../src/index.ts';
import { Latency } from '../harness/latency.ts';
import { GRACE_MS } from './limits.ts';
import { FOLLOW_UPS, type FollowUp } from './orderLifecycles.ts';
import type { RequestKind } from './requestStream.ts';

export const REQUESTS = ['browse', 'add', 'checkout'] as const satisfies RequestKind[];
export const KINDS = [...REQUESTS, ...FOLLOW_UPS] as const;
export type Kind = RequestKind | FollowUp;

/** Part of a run, in its milliseconds. */
export interface TimeWindow {
  readonly from: number;
  /** Moves to the front when the run is ended early. */
  until: number;
}

/** How many requests of a kind came to what. */
export interface RequestCounts {
  /** Due within the window. */
  due: number;
  /** Of these, answered in time: at the latest {@link GRACE_MS} after the window's end. */
  inTime: number;
  /** Of these, never issued: the run was behind, or too many were outstanding. */
  missed: number;
}

/**
 * What happened to the requests that were due within a window of time; all others leave no trace,
 * but for errors. Times are milliseconds of the run.
 */
export class Metrics {
  /** From when a request was due to its answer, or to when it was given up. */
  readonly latency = byKind(() => new Latency());
  readonly counts = byKind<RequestCounts>(() => ({ due: 0, inTime: 0, missed: 0 }));
  /** From when a request was due to when it was issued: what the generator itself was late. */
  readonly lag = new Latency();
  /** By code, then by kind. */
  readonly refusals: { [code in Refusal['code']]?: { [kind in Kind]?: number } } = {};
  /** Requests that have failed, and why the first one did. */
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

  /** Never issued, for there were too many outstanding. */
  missed(kind: Kind, dueAt: number): void {
    if (!this.#counts(dueAt)) return;
    this.counts[kind].due++;
    this.counts[kind].missed++;
  }

  /** Never issued, for the run was behind until it ended: it has waited at least until then. */
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
    // Not an answer of the business: the shop has stopped.
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

  /** The latencies of several kinds together. */
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

/** One of something for every kind. */
export function byKind<Value>(make: () => Value): Record<Kind, Value> {
  return Object.fromEntries(KINDS.map((kind) => [kind, make()])) as Record<Kind, Value>;
}
