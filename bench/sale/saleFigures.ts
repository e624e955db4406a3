import type { Audit } from '../../src/index.ts';
import type { LatencySummary, PercentilePoint } from '../harness/latency.ts';
import type { FactCounts, OrderStates } from './factCounts.ts';
import { KINDS, type Kind, type Metrics, REQUESTS } from './metrics.ts';
import { FOLLOW_UPS } from './orderLifecycles.ts';
import type { Load } from './runLoad.ts';
import type { ProcessFigures } from './telemetry.ts';

/** A rate that was requested, and the part of it that was held. */
export interface Rate {
  /** Requests a second that the Poisson process made due. */
  readonly asked: number;
  /** Requests a second that were answered in time. */
  readonly held: number;
  /** The held part of the requested rate, from 0 to 1. */
  readonly share: number;
  /** The number of requests that were never issued. */
  readonly missed: number;
}

/** The member `figures` of `sale-<tps>.json`. Latencies are microseconds. */
export interface SaleFigures {
  /** The measured seconds: fewer than requested if the run was ended early. */
  readonly seconds: number;
  readonly interrupted: boolean;
  readonly checkouts: Rate;
  readonly requests: Rate;
  readonly latency: Readonly<Record<Kind | 'requests' | 'followUps', LatencySummary>>;
  /** Percentile curves. */
  readonly curves: Readonly<Record<'checkout' | 'requests', readonly PercentilePoint[]>>;
  /** The delay with which requests were issued: the load generator's part of their latency. */
  readonly issueLag: LatencySummary;
  readonly lagAtEndMs: number;
  readonly process: ProcessFigures;
  /** Cores that the load generator takes with a shop that does nothing; null if not measured. */
  readonly generatorCores: number | null;
  /** The load generator's part of the CPU time, from 0 to 1. */
  readonly generatorShare: number | null;
  /** The number of refusals by code, then by kind of request. */
  readonly refusals: Metrics['refusals'];
  readonly errors: { readonly count: number; readonly first: string | null };
  readonly unanswered: number;
  /** All orders of the shop, including those of the warm-up. */
  readonly orders: OrderStates;
  readonly cartsExpired: number;
  readonly productsSoldOut: number;
  readonly audit: Audit;
}

export function saleFigures(
  load: Load,
  more: {
    readonly interrupted: boolean;
    readonly facts: FactCounts;
    readonly audit: Audit;
    readonly generatorCores: number | null;
  },
): SaleFigures {
  const { metrics, window, process, lagAtEndMs, unanswered } = load;
  const { interrupted, facts, audit, generatorCores } = more;
  const seconds = Math.max(0, window.until - window.from) / 1000;
  const [requests, followUps] = [metrics.together(REQUESTS), metrics.together(FOLLOW_UPS)];
  const each = KINDS.map((kind) => [kind, metrics.latency[kind].summary()]);
  return {
    seconds,
    interrupted,
    checkouts: rateOf(metrics, ['checkout'], seconds),
    requests: rateOf(metrics, REQUESTS, seconds),
    latency: {
      ...(Object.fromEntries(each) as Record<Kind, LatencySummary>),
      requests: requests.summary(),
      followUps: followUps.summary(),
    },
    curves: { checkout: metrics.latency.checkout.curve(), requests: requests.curve() },
    issueLag: metrics.lag.summary(),
    lagAtEndMs,
    process,
    generatorCores,
    generatorShare:
      generatorCores === null || process.cpuCores === 0 ? null : generatorCores / process.cpuCores,
    refusals: metrics.refusals,
    errors: { count: metrics.errors, first: metrics.firstError ?? null },
    unanswered: unanswered(),
    orders: facts.states(),
    cartsExpired: facts.cartsExpired,
    productsSoldOut: facts.productsSoldOut,
    audit: { ok: audit.ok, problems: audit.problems },
  };
}

function rateOf({ counts }: Metrics, kinds: readonly Kind[], seconds: number): Rate {
  const sum = (part: 'due' | 'inTime' | 'missed') =>
    kinds.reduce((total, kind) => total + counts[kind][part], 0);
  const due = sum('due');
  const perSecond = (count: number) => (seconds === 0 ? 0 : count / seconds);
  return {
    asked: perSecond(due),
    held: perSecond(sum('inTime')),
    share: due === 0 ? 1 : sum('inTime') / due,
    missed: sum('missed'),
  };
}
